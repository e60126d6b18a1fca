import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  calmFacts,
  contextOf,
  incident,
  MINUTE,
  NOW,
  notice,
  outageFacts,
  platform,
  point,
} from "../../test/public-example.ts";
import { type PublicFacts, readAt, worstOf } from "../domain/public-state.ts";
import { badgeOf } from "./badge.ts";
import { bannerOf } from "./banner.ts";
import { atomFeed } from "./feed.ts";
import { incidentPage } from "./incident.ts";
import { widgetBody } from "./incident-io.ts";
import { statusMarkdown } from "./markdown.ts";
import { missingPage } from "./missing.ts";
import { preparingPage } from "./preparing.ts";
import { EMPTY_DRAFT, reportEndPage, reportPage } from "./report.ts";
import { statusPage } from "./status.ts";
import { statuspageBodies } from "./statuspage.ts";

const LANGUAGES = ["fr", "en"] as const;
const PAGE_GZ_BYTES_MAX = 20_000;
const status = (facts: PublicFacts, language: "fr" | "en" = "en") =>
  statusPage(contextOf(facts, language)).toString();
/** What a person reads of it, without style and script. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("on a morning without WhatsApp, the page says", () => {
  const text = textOf(status(outageFacts));
  const page = status(outageFacts);

  test.each([
    ["what is wrong", "WhatsApp is not working at the moment"],
    ["since when", "10:14 (28 minutes ago)"],
    ["who says so", "Tocsin, metastatus.com"],
    ["what you lose", "Messages sent here do not reach us for now."],
    ["what to do", "If it is urgent, call us or send a text message."],
    ["when more comes", "11:06 (in 24 minutes)"],
    ["until when somebody is there", "Open until 18:00"],
    ["how long one waits", "Waiting time: about 8 minutes"],
    ["what the platform says, beside what we see", "Trouble confirmed since 10:20"],
    ["how old it is", "This page was true at 10:42 (just now)"],
    ["in which zone", "Europe/Paris"],
    ["that one can tell us", "I have this problem too"],
    ["what was", "Messenger: pictures refused"],
  ])("%s", (_, sentence) => {
    expect(text).toContain(sentence);
  });

  test("how to get through, the soundest way first", () => {
    const links = [...page.matchAll(/class="button" href="([^"]+)" rel/g)].map((found) => found[1]);
    expect(links).toEqual([
      "sms:+33600000003",
      "tel:+33155000002",
      "mailto:contact@centre.example",
      "https://m.me/centre.exemple",
    ]);
  });
});

describe.each(LANGUAGES)("every page in %s", (language) => {
  const context = contextOf(outageFacts, language);
  const [first] = context.state.open;
  const pages = [
    statusPage(context),
    statusPage(contextOf(calmFacts, language)),
    ...(first === undefined ? [] : [incidentPage(context, first)]),
    reportPage(context, { ...EMPTY_DRAFT, wrong: ["symptom"] }),
    reportEndPage(context, "taken", "whatsapp"),
    missingPage(context),
  ].map(String);

  test("has its language, one heading of the first order, a skip link and a live region", () => {
    expect(pages).toHaveLength(6);
    for (const page of pages) {
      expect(page).toContain(`<html lang="${language}">`);
      expect(page.match(/<h1[ >]/g)).toHaveLength(1);
      expect(page).toContain('href="#main"');
      expect(page.match(/role="status"/g)).toHaveLength(1);
    }
  });

  test("has no word that is missing, and no address of anybody else", () => {
    for (const page of pages) {
      expect(textOf(page)).not.toMatch(/public:|reports:|undefined|null|NaN|\{\{/);
      expect(page.match(/(?:\ssrc=|url\()[^>]*/g)).toBeNull();
    }
  });

  test("weighs less than 20 kB, style and script included", () => {
    for (const page of pages) expect(gzipSync(page).length).toBeLessThan(PAGE_GZ_BYTES_MAX);
  });
});

test("the French page keeps its marks on the line of their word", () => {
  const page = status(calmFacts, "fr");
  expect(page).toContain("10\u00a0h\u00a042");
  expect(page).toContain("chez vous\u202f?");
  expect(textOf(page.replaceAll(/[\u00a0\u202f]/g, "_"))).not.toMatch(/[a-zé] [;?!:] /);
});

test("a state has a shape and a word, so that no colour need be seen", () => {
  expect(status(outageFacts)).toContain('<use href="#i-major"/></svg>Down');
  expect(status(calmFacts)).toContain('<use href="#i-operational"/></svg>Works');
});

test("training says so plainly, and search engines stay away", () => {
  const training = { ...calmFacts.organisation, mode: "training" as const };
  const page = status({ ...calmFacts, organisation: training });
  expect(textOf(page)).toContain("Exercise. This is a training organisation");
  expect(page).toContain('content="noindex"');
  expect(status(calmFacts)).not.toContain("noindex");
});

test("where it is closed, it says until when, and no waiting time", () => {
  const night = NOW + 12 * 60 * MINUTE;
  const text = textOf(statusPage(contextOf(calmFacts, "en", { now: night })).toString());
  expect(text).toContain("Closed until 09:00 on Monday · French, English Call");
});

test("the heading names what is down, not what is only being checked beside it", () => {
  const suspected = { state: "suspected", platformId: "sms", id: "s", confirmedAt: null } as const;
  const facts = { ...outageFacts, incidents: [incident(), incident(suspected)] };
  expect(status(facts)).toContain("<h1>WhatsApp is not working at the moment</h1>");
  expect(textOf(status(facts))).toContain("Our monitoring sees signs of trouble");
  const alone = { ...calmFacts, incidents: [incident(suspected)] };
  expect(status(alone)).toContain("<h1>We are checking Text message</h1>");
});

test("platforms that nobody reaches us by are named only when they are in trouble", () => {
  const telegram = (level: string) => ({
    ...outageFacts,
    platforms: [
      ...outageFacts.platforms,
      platform({
        id: "telegram",
        name: "Telegram",
        observed: { level, class: "general", since: NOW },
      }),
    ],
  });
  expect(status(telegram("healthy"))).not.toContain("Telegram");
  expect(status(telegram("suspected"))).toContain("Telegram");
});

test("a promise that has passed is shown as broken", () => {
  const late = { ...outageFacts, notices: [notice({ nextUpdateAt: NOW - 3 * MINUTE })] };
  expect(textOf(status(late))).toContain("Next update overdue since 10:39 (3 minutes ago)");
});

test("a withdrawn notice keeps its place and loses its words", () => {
  const context = contextOf({ ...outageFacts, notices: [notice({ state: "withdrawn" })] }, "en");
  const [open] = context.state.open;
  const text = textOf(open === undefined ? "" : incidentPage(context, open).toString());
  expect(text).toContain("Withdrawn");
  expect(text).not.toContain("If it is urgent");
});

test("an old page says that it is old, and vouches for nothing", () => {
  const context = contextOf(calmFacts, "en");
  const now = NOW + 12 * MINUTE;
  const page = statusPage({ ...context, now, state: readAt(context.state, now) }).toString();
  expect(page).toContain('<div id="stale" class="stale">');
  expect(textOf(page)).toContain("This page was true at 10:42 (12 minutes ago)");
  expect(textOf(page)).toContain("We do not know the present state");
  expect(page).not.toContain("</svg>Works");
  expect(status(calmFacts)).toContain('class="stale" hidden>');
});

test("SEC-7: hostile names and links do not become markup", () => {
  const evil = `"><script>alert(1)</script>`;
  const both = { fr: evil, en: evil };
  const texts = { title: evil, message: evil, advice: evil, nextStep: evil };
  const page = status({
    ...outageFacts,
    organisation: { ...outageFacts.organisation, name: evil },
    points: [point({ id: evil, name: both, link: "javascript:alert(1)", kind: evil })],
    incidents: [incident({ title: both })],
    notices: [notice({ source: evil, texts: { fr: texts, en: texts } })],
  });
  expect(page.match(/<script>/g)).toHaveLength(1);
  expect(page).not.toContain("javascript:");
  expect(page).not.toContain(evil);
});

test("before anything is set up, the page says so in both languages", () => {
  expect(textOf(preparingPage().toString())).toMatch(/Cette page se prépare.*being set up/);
});

describe("an incident that a person confirmed, of which nothing was said or measured yet,", () => {
  const facts = { ...calmFacts, incidents: [incident({ origin: "person" })] };

  test.each([
    ["fr", "WhatsApp : un incident est en cours", "Incident en cours", "notre surveillance a"],
    ["en", "WhatsApp: an incident is under way", "Incident under way", "our monitoring has"],
  ] as const)("is called no more than that (%s)", (language, headline, word, monitoring) => {
    const context = contextOf(facts, language);
    const text = textOf(status(facts, language)).replaceAll("\u00a0", " ");
    expect(text).toContain(headline);
    expect(text).toContain(word);
    expect(text.toLowerCase()).not.toContain(monitoring);
    expect(badgeOf(context, null)?.message).toBe(word);
    expect(statusMarkdown(context)).toContain(word);
    expect(atomFeed(context).toString()).toMatch(/Confirmé par notre équipe|Confirmed by our team/);
    // A banner that is installed somewhere knows no other word for what nobody has measured.
    expect(bannerOf(context)?.severity).toBe("unknown");
  });

  test("is the mildest trouble for programs of the trade, and marked", () => {
    const context = contextOf(facts, "en");
    const summary = JSON.parse(JSON.stringify(statuspageBodies(context)["summary.json"]));
    expect(summary.status).toMatchObject({ indicator: "minor", x_extent: "unknown" });
    expect(summary.incidents[0].impact).toBe("minor");
    expect(summary.incidents[0].components[0]).toMatchObject({
      status: "degraded_performance",
      x_extent: "unknown",
    });
    expect(JSON.stringify(widgetBody(context))).not.toMatch(/full_outage|partial_outage/);
    const over = incident({ origin: "person", state: "resolved", closedAt: NOW });
    const [past] = contextOf({ ...calmFacts, incidents: [over] }, "en").state.past;
    expect(past && worstOf(past)).toBe("trouble");
  });
});
