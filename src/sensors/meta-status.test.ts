import { describe, expect, test } from "vitest";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Answer } from "../lib/wire.ts";
import { metaStatus } from "./meta-status.ts";

sensorKit(metaStatus, { settings: (url) => ({ url }), speaksHttp: true, requestsMax: 3 });

/** Written by hand after the shapes that programs which use the page expect. */
const orgs = (...statuses: string[]) => [
  { id: "messenger", name: "Messenger", services: [{ id: 9, name: "API", status: "Purple" }] },
  {
    id: "whatsapp-business-api",
    name: "WhatsApp Business API",
    services: statuses.map((status, index) => ({
      id: index,
      name: `Service ${index}`,
      status,
      time: 1_772_712_000,
    })),
    rss_file_paths: ["outage-events-feed-whatsapp-business-api.rss"],
  },
];
const outage = (status: string) => ({
  service_id: 1,
  status,
  time: 1_772_712_000,
  posts: [{ description: "Messages are delayed.", time: 1_772_712_000 }],
});
const rss = (items: string) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>WhatsApp Business Platform Status</title><link>https://metastatus.com</link>
<atom:link href="https://metastatus.com/x.rss" rel="self" type="application/rss+xml"/>${items}
</channel></rss>`;
const html = told("<!DOCTYPE html><html><body>Meta Status</body></html>");

/** The site answers every address that it does not know with its page for people. */
async function look(pages: { orgs?: Answer; outages?: Answer; rss?: Answer }) {
  const wire = {
    ...lineWhere({}),
    request: async ({ url }: { url: string }) => {
      if (url === "https://metastatus.com/data/orgs.json") return pages.orgs ?? html;
      if (url.endsWith("/data/outages/whatsapp-business-api.json")) return pages.outages ?? html;
      if (url.endsWith("/outage-events-feed-whatsapp-business-api.rss")) return pages.rss ?? html;
      throw new Error(`Nobody expected ${url}.`);
    },
  };
  return await metaStatus.look({}, wire, quietMoment());
}

describe("what Meta calls the state of its services", () => {
  test.each([
    [["No known issues", "No known issues"], "up"],
    [["No known issues", "Some disruptions"], "degraded"],
    [["no known  ISSUES", "High disruptions"], "down"],
    [["Resolved"], "up"],
    [["No known issues", "Sparkling"], "unknown"],
    [["Sparkling", "High disruptions"], "down"],
  ])("%j is %s", async (statuses, verdict) => {
    const found = await look({ orgs: told(orgs(...statuses)), outages: told([]) });
    expect(found).toMatchObject({ kind: "reading", verdict });
  });

  test("an unknown word is quoted, so that somebody reads the page", async () => {
    expect(await look({ orgs: told(orgs("Sparkling")) })).toMatchObject({
      evidence: { code: "sensors:unknown.wording", params: { wording: "Sparkling" } },
    });
  });

  test("an open outage counts even where the overview still sees none", async () => {
    const found = await look({
      orgs: told(orgs("No known issues")),
      outages: told([outage("High disruptions")]),
    });
    expect(found).toMatchObject({
      verdict: "down",
      evidence: { params: { what: "Messages are delayed." } },
    });
  });

  test("open outages are enough where the overview is gone", async () => {
    const found = await look({ outages: told([outage("Medium disruptions")]) });
    expect(found).toMatchObject({ verdict: "degraded" });
  });
});

describe("the feed, where the data cannot be read", () => {
  const item = (title: string) =>
    `<item><title>${title}</title><pubDate>Thu, 05 Mar 2026 11:50:00 GMT</pubDate></item>`;

  test.each([
    ["an open event", rss(item("Messages API: increased failures")), "degraded"],
    ["high disruptions", rss(item("Cloud API: High disruptions")), "down"],
  ])("%s", async (_name, feed, verdict) => {
    expect(await look({ rss: told(feed) })).toMatchObject({ kind: "reading", verdict });
  });

  test("no open event is not good news", async () => {
    expect(await look({ outages: told([]), rss: told(rss("")) })).toMatchObject({
      kind: "nothing",
    });
  });

  test("HTML everywhere is unknown, never fine", async () => {
    expect(await look({})).toMatchObject({ kind: "reading", verdict: "unknown" });
  });

  test("old copies are unknown, never fine", async () => {
    const age = { age: "90000" };
    const found = await look({
      orgs: told(orgs("No known issues"), age),
      outages: told([], age),
      rss: told(rss(""), age),
    });
    expect(found).toMatchObject({ verdict: "unknown", evidence: { code: "sensors:unknown.old" } });
  });
});
