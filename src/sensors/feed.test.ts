import { describe, expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import { feed } from "./feed.ts";

sensorKit(feed, { settings: (url) => ({ url }), speaksHttp: true });

const look = async (xml: string, about = "") =>
  await feed.look(
    { url: "https://status.example.org/history.atom", about },
    lineWhere({}, told(xml)),
    quietMoment(),
  );

type Said = { title: string; text?: string; minutesAgo?: number; link?: string };
const timeOf = ({ minutesAgo = 10 }: Said) => new Date(NOON - minutesAgo * 60_000);
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const rss = (...items: Said[]) => `<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Status</title>
 ${items
   .map(
     (item) => `<item><title><![CDATA[${item.title}]]></title>
     <description>${escaped(item.text ?? "")}</description>
     <link>${item.link ?? ""}</link><pubDate>${timeOf(item).toUTCString()}</pubDate></item>`,
   )
   .join("")}</channel></rss>`;
const atom = (...items: Said[]) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>Status</title>
 ${items
   .map(
     (item) => `<entry><title type="html">${escaped(item.title)}</title>
     <content type="html">${escaped(item.text ?? "")}</content><link href="${item.link ?? ""}"/>
     <published>2020-01-01T00:00:00Z</published>
     <updated>${timeOf(item).toISOString()}</updated></entry>`,
   )
   .join("")}</feed>`;

describe.each([
  ["RSS", rss],
  ["Atom", atom],
])("%s", (_name, write) => {
  test.each([
    ["Messages delayed", "<b>Investigating</b> - We see delays.", "degraded"],
    ["Major outage of the API", "Investigating - All customers.", "down"],
    ["Panne partielle", "Enquête en cours : les messages sont perturbés.", "degraded"],
    ["Panne générale de la messagerie", "Nous enquêtons.", "down"],
    ["Caída del servicio", "Investigando la interrupción.", "degraded"],
    ["Instabilidade nas mensagens", "O serviço está indisponível.", "degraded"],
    ["Delays", "Investigating - We will update you once this is resolved.", "degraded"],
  ])("%s is open", async (title, text, verdict) => {
    const found = await look(write({ title, text }));
    expect(found).toMatchObject({ kind: "reading", verdict, evidence: { params: { title } } });
  });

  test.each([
    ["Resolved: messages delayed", ""],
    ["Messages delayed", "<strong>Resolved</strong> - All good.<br>Investigating - Delays."],
    ["Messages delayed", "Investigating - Delays.<br><strong>Resolved</strong> - All good."],
    ["Panne de la messagerie", "Résolu : le service fonctionne."],
    ["Caída del servicio", "Resuelto - Todo funciona."],
    ["Queda do serviço", "Resolvido: tudo funciona."],
    ["Scheduled maintenance on Sunday", "The service will be unavailable."],
    ["Maintenance planifiée", "Le service sera indisponible."],
    ["We have a new office", "Come and see us. Download the map."],
  ])("%s is not", async (title, text) => {
    expect(await look(write({ title, text }))).toMatchObject({ kind: "nothing" });
  });

  test("what nobody closed for a day was forgotten", async () => {
    const found = await look(write({ title: "Outage", minutesAgo: 24 * 60 }));
    expect(found).toMatchObject({ kind: "nothing" });
  });

  test("the newest entry of an incident has the last word, whatever the order", async () => {
    const link = "https://status.example.org/i/1";
    const first = { title: "Outage", link, minutesAgo: 50 };
    const last = { title: "[Resolved] Outage", link, minutesAgo: 5 };
    expect(await look(write(first, last))).toMatchObject({ kind: "nothing" });
    expect(await look(write(last, { ...first, minutesAgo: 2 }))).toMatchObject({
      verdict: "degraded",
    });
  });

  test("only what it is about counts", async () => {
    const xml = write({ title: "Outage of WhatsApp sending" }, { title: "Outage of billing" });
    expect(await look(xml, "whatsapp")).toMatchObject({ detail: { open: 1 } });
    expect(await look(xml, "Telegram")).toMatchObject({ kind: "nothing" });
  });

  test("a long feed, oldest first, and a blank line before it", async () => {
    const old = Array.from({ length: 300 }, (_, day) => ({
      title: `Outage ${day}`,
      minutesAgo: (400 - day) * 24 * 60,
    }));
    const found = await look(`\n${write(...old, { title: "Outage today" })}`);
    expect(found).toMatchObject({ evidence: { params: { title: "Outage today" } } });
  });

  test("no entry at all is not good news", async () => {
    expect(await look(write())).toMatchObject({ kind: "nothing" });
  });
});

test.each([
  ["an external entity", `<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/">]>${rss()}`],
  ["an entity bomb", `<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${rss({ title: "&b;" })}`],
  ["any DOCTYPE", `<!doctype rss>${rss()}`],
  ["tags without an end", `<rss><channel>${"<item>".repeat(5_000)}`],
  ["a page for people", "<html><body><p>All systems operational</p></body></html>"],
  ["JSON", `{"status":"ok"}`],
  ["nothing", ""],
])("%s is refused, and nothing is concluded from it", async (_name, xml) => {
  expect(await look(xml)).toMatchObject({
    kind: "reading",
    verdict: "unknown",
    evidence: { code: "sensors:unknown.feed" },
  });
});
