import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { crowdedCalm, crowdedOutage, outageCrowd, quarters } from "../../test/public-crowd.ts";
import { contextOf, incident, MINUTE, NOW } from "../../test/public-example.ts";
import { LANGUAGES, type Language } from "../domain/language.ts";
import type { PlatformCrowd } from "../domain/platform-crowd.ts";
import { type PublicFacts, readAt } from "../domain/public-state.ts";
import { platformPage } from "./platform.ts";
import { levelOf, mapSvg, mapVersion } from "./platform-map.ts";
import { platformMarkdown, platformsMarkdown } from "./platform-markdown.ts";
import { platformsPage } from "./platforms.ts";

const PAGE_BYTES_MAX = 20_000;

/** WhatsApp's page, its Markdown and its map, as the facts have it; `change` alters what people say. */
function drawn(facts: PublicFacts, language: Language, change: Partial<PlatformCrowd> = {}) {
  const fresh = contextOf(facts, language);
  return drawnAt(fresh, change);
}

function drawnAt(context: ReturnType<typeof contextOf>, change: Partial<PlatformCrowd> = {}) {
  const [platform] = context.state.platforms;
  const [crowd] = context.state.crowds;
  if (!platform || !crowd) throw new Error("The example has a platform.");
  const said = { ...crowd, ...change };
  return {
    page: platformPage(context, platform, said).toString(),
    text: platformMarkdown(context, platform, said),
    map: mapSvg(context, platform, said).toString(),
  };
}

const textOf = (page: string) =>
  page.replace(/<style>.*?<\/style>|<script.*?<\/script>/gs, "").replace(/<[^>]+>/g, " ");

describe.each(LANGUAGES)("the page of a platform in %s", (language) => {
  const { page, text, map } = drawn(crowdedOutage, language);

  test("fits with its map into twenty kilobytes", () => {
    const together = gzipSync(page, { level: 9 }).length + gzipSync(map, { level: 9 }).length;
    expect(together).toBeLessThan(PAGE_BYTES_MAX);
  });

  test("has one heading of the first order, and no word is missing", () => {
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    const context = contextOf(crowdedOutage, language);
    const others = [platformsPage(context).toString(), platformsMarkdown(context)];
    for (const body of [page, text, map, ...others]) {
      expect(textOf(body)).not.toMatch(/(public|reports):|undefined|null|NaN|\{\{/);
    }
  });

  test("needs no script, no style of an element, and nobody else's server", () => {
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
    expect(page).toContain(`<form class="me-too" method="post" action="/${language}/report">`);
    expect([...page.matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, src]) => src)).toEqual([
      `/${language}/platforms/whatsapp/map.svg?v=${mapVersion(outageCrowd)}`,
    ]);
  });
});

test("says which part fails, and how late the official word usually is, as far as we know", () => {
  const [first, ...others] = crowdedOutage.platforms;
  if (!first) throw new Error("The example has a platform.");
  const parts = [
    { capability: "send", state: "fails" },
    { capability: "receive", state: "works" },
  ] as const;
  const told = (change: object, language: Language = "en") => {
    const facts = { ...crowdedOutage, platforms: [{ ...first, parts, ...change }, ...others] };
    const { page, text } = drawn(facts, language);
    return `${textOf(page)}\n${text}`.replaceAll("\u00a0", " ");
  };
  const delay = { medianMinutes: 41, incidents: 5, never: 1 };
  expect(told({ delay })).toMatch(
    /Its own word usually comes 41 minutes after ours \(median of 5 incidents in 90 days\)/,
  );
  expect(told({ delay }, "fr")).toContain("son annonce vient 41 minutes après notre constat");
  expect(told({ delay: { ...delay, medianMinutes: 0 } })).toContain("comes with ours, or before");
  expect(told({ delay: { medianMinutes: 240, incidents: 4, never: 3 } })).toContain(
    "not a word within four hours of 3 of our last 4 incidents",
  );
  expect(told({ delay: null })).not.toMatch(/usually|Most often/);
  expect(told({})).toMatch(/Sending\b.*receiving/i);
  expect(told({}, "fr")).toMatch(/envo.*réception|envo.*recev/i);
  expect(told({ lookedAt: NOW - 60 * MINUTE })).not.toMatch(/Sending\b.*receiving/i);
});

test("says in one sentence what we see and what is declared", () => {
  expect(drawn(crowdedOutage, "en").page).toContain(
    "We see an outage; WhatsApp says that all is well.",
  );
  expect(drawn(crowdedCalm, "fr").page).toContain(
    "Nous ne voyons rien d’anormal\u00a0; WhatsApp dit que tout va bien.",
  );
});

test("what is old is unknown: no green, no map of yesterday", () => {
  const context = contextOf(crowdedOutage, "en");
  const now = NOW + 30 * MINUTE;
  const old = drawnAt({ ...context, now, state: readAt(context.state, now) });
  expect(old.page).toContain("We cannot say whether WhatsApp works");
  expect(old.page).toContain('class="hero unknown"');
  expect(old.map).toContain("These figures are too old to be shown.");
  expect(old.map).not.toContain('class="most"');
});

test("a platform whose sources are blind is unknown, not calm", () => {
  const [whatsapp, ...rest] = crowdedCalm.platforms;
  if (!whatsapp) throw new Error("The example has a platform.");
  const blind = { ...whatsapp, lookedAt: NOW - 30 * MINUTE };
  const { page } = drawn({ ...crowdedCalm, platforms: [blind, ...rest] }, "en");
  expect(page).toContain("We cannot say whether WhatsApp works");
});

test("SEC-13: fewer than five people are told apart nowhere", () => {
  const few = quarters([4, 3, 1]).map((each) => ({ ...each, count: Math.min(4, each.count ?? 0) }));
  const { page, text, map } = drawn(crowdedOutage, "en", { quarters: few });
  expect(page).toContain("No quarter of an hour had as many as 5 reports.");
  expect(page).toContain('<path class="told" d=""/>');
  expect(page).not.toMatch(/<td>[0-4]<\/td><td>/);
  for (const body of [page, text, map]) {
    expect(body).not.toContain("Monaco");
    expect(body).not.toContain("Pictures and files");
  }
});

test("the quarter that has only begun is not told as if it were over", () => {
  const { page } = drawn(crowdedOutage, "en", { quarters: quarters([9, 14, 312, 121, null]) });
  expect(page).toContain("Last full quarter of an hour: 121.");
});

test("a minute in which nobody looked is a gap, not a zero", () => {
  const { page } = drawn(crowdedOutage, "en", { quarters: quarters([9, null, 14]) });
  expect(page).toContain("Not recorded");
  expect(page).toMatch(/<path class="blind" d="M941 198h7"\/>/);
});

test("SEC-7: what people and administrators type stays text in page, Markdown and map", () => {
  const evil = '"><script>alert(1)</script>]]>';
  const [whatsapp, ...rest] = crowdedOutage.platforms;
  if (!whatsapp) throw new Error("The example has a platform.");
  const facts = { ...crowdedOutage, platforms: [{ ...whatsapp, name: evil }, ...rest] };
  const comments = [{ id: "c", words: `${evil} [x](javascript:alert(1))`, at: NOW }];
  const { page, text, map } = drawn(facts, "en", { comments });
  for (const body of [page, map]) expect(body).not.toContain("<script>alert");
  expect(text).not.toMatch(/(?<!\\)\[x|(?<!\\)<script/);
  expect(page).toContain("Unverified");
});

test("the more of the excess a country has, the denser its drawing, whatever its colour", () => {
  expect([0.9, 0.5, 0.3, 0.05].map(levelOf)).toEqual(["most", "most", "much", "some"]);
  const { map } = drawn(crowdedOutage, "en");
  expect(map).toMatch(/<path class="most"[^>]*><title>France – 54%<\/title>/);
  expect(map).toMatch(/<path class="much"[^>]*><title>Belgium – 23%<\/title>/);
  expect(map).toMatch(/<path class="some"[^>]*><title>Germany – 13%<\/title>/);
  expect(map).toContain('<desc id="d">Parts of the excess reports by country: France 54%');
});

describe("where our sources see nothing and our team has confirmed an incident", () => {
  const byHand: PublicFacts = {
    ...crowdedCalm,
    incidents: [incident({ origin: "person", class: "general" })],
  };
  const { page, text } = drawn(byHand, "en");

  test("no page says that the platform works", () => {
    const context = contextOf(byHand, "en");
    const all = [platformsPage(context).toString(), platformsMarkdown(context)];
    for (const body of [page, text, ...all]) {
      expect(textOf(body)).toContain("WhatsApp: an incident is under way");
      expect(textOf(body)).not.toMatch(/WhatsApp seems to work|No outage seen/);
      expect(body).toMatch(/What we say of it: .*General outage of WhatsApp/);
    }
    expect(page).toContain('<div class="hero trouble">');
    // What the sources see stays as it is.
    expect(textOf(page)).toContain("We see nothing unusual");
  });

  test("once the trouble is being watched, what we see counts again; an old page knows nothing", () => {
    const [first] = byHand.incidents;
    if (!first) throw new Error("The example has an incident.");
    const watched = { ...first, state: "monitoring" as const, monitoringAt: NOW - MINUTE };
    const later = drawn({ ...byHand, incidents: [watched] }, "en");
    expect(textOf(later.page)).toContain("WhatsApp seems to work");
    expect(later.page).toContain("What we say of it:");
    const now = NOW + 20 * MINUTE;
    const { state } = contextOf(byHand, "en");
    const old = drawnAt(contextOf(byHand, "en", { state: readAt(state, now), now }));
    expect(textOf(old.page)).toContain("We cannot say whether WhatsApp works");
  });
});
