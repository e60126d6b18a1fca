import { describe, expect, test } from "vitest";
import {
  calmFacts,
  contextOf,
  incident,
  MINUTE,
  NOW,
  notice,
  outageFacts,
  point,
} from "../../test/public-example.ts";
import { type PublicFacts, readAt } from "../domain/public-state.ts";
import { llmsText } from "./llms.ts";
import { incidentMarkdown, statusMarkdown } from "./markdown.ts";

const LANGUAGES = ["fr", "en"] as const;
const status = (facts: PublicFacts, language: "fr" | "en" = "en") =>
  statusMarkdown(contextOf(facts, language));

function openIncident(facts: PublicFacts, language: "fr" | "en" = "en") {
  const context = contextOf(facts, language);
  const [first] = context.state.open;
  if (first === undefined) throw new Error("Nothing is open.");
  return incidentMarkdown(context, first);
}

test("the page in Markdown says what is wrong, since when, and what works, the best first", () => {
  const page = status(outageFacts);
  expect(page).toMatch(/^# WhatsApp is not working at the moment\n/);
  expect(page).toContain("## WhatsApp is not delivering messages");
  expect(page).toContain("Since 20 November, 10:14");
  const ways = [...page.matchAll(/^- \*\*(.*?)\*\* – (.*)$/gm)].map((found) => found[1]);
  expect(ways).toEqual(["Text message", "Phone", "E-mail", "Messenger", "WhatsApp"]);
  expect(page).toContain("- **Phone** – Works · Open until 18:00 <tel:+33155000002>");
  expect(page).toMatch(/- \*\*WhatsApp\*\* – Down$/m);
});

test("what is closed for planned work is not called open", () => {
  const points = calmFacts.points.map((each) =>
    each.id === "p-phone" ? { ...each, baseline: "maintenance" as const } : each,
  );
  expect(status({ ...calmFacts, points })).toMatch(/- \*\*Phone\*\* – Maintenance$/m);
});

test("an incident has all its updates, and a withdrawn one loses its words", () => {
  const page = openIncident(outageFacts);
  expect(page.match(/^### /gm)).toHaveLength(3);
  expect(page).toContain("Next update by 20 November, 11:06");
  const withdrawn = openIncident({ ...outageFacts, notices: [notice({ state: "withdrawn" })] });
  expect(withdrawn).toContain("We have withdrawn this notice");
  expect(withdrawn).not.toContain("If it is urgent");
});

test("an old page says so and vouches for nothing", () => {
  const now = NOW + 20 * MINUTE;
  const { state } = contextOf(calmFacts, "en");
  const page = statusMarkdown(contextOf(calmFacts, "en", { state: readAt(state, now), now }));
  expect(page).toContain("**This page may be out of date.");
  expect(page).not.toContain("– Works");
});

describe.each(LANGUAGES)("in %s", (language) => {
  const main = contextOf(outageFacts, language);
  const pages = [
    status(calmFacts, language),
    status(outageFacts, language),
    openIncident(outageFacts, language),
    llmsText([main]),
  ];

  test("no word is missing, and every paragraph stands alone", () => {
    for (const page of pages) {
      expect(page).not.toMatch(/public:|undefined|null|NaN|\{\{|\n{3}/);
      expect(page.match(/^# /gm)).toHaveLength(1);
    }
  });
});

test("SEC-7: hostile text is neither markup, nor a link, nor a heading", () => {
  const evil = `"><script>alert(1)</script>\n# x\n- [y](javascript:alert(1)) ![z](http://evil.test)`;
  const texts = { title: evil, message: evil, advice: "1. one \\5<b>", nextStep: "- dash" };
  const facts: PublicFacts = {
    ...outageFacts,
    points: [point({ id: "p", name: { fr: evil, en: evil }, link: "javascript:alert(1)" })],
    incidents: [incident({ title: { fr: evil, en: evil } })],
    notices: [notice({ texts: { fr: texts, en: texts } })],
  };
  for (const page of [status(facts), openIncident(facts)]) {
    expect(page).not.toMatch(/(?<!\\)<script/);
    expect(page).not.toMatch(/(?<!\\)\]\(javascript/);
    expect(page).not.toMatch(/(?<!\\)!\\?\[/);
    expect(page).not.toMatch(/^# x/m);
    expect(page).toContain("1\\. one \\\\5\\<b\\>");
    expect(page).toContain("\\- dash");
  }
});

test("llms.txt names the pages of both languages and what machines read", () => {
  const index = llmsText([contextOf(calmFacts, "fr"), contextOf(calmFacts, "en")]);
  expect(index).toMatch(/^# Centre hospitalier du Val\n\n> /);
  for (const path of ["/fr.md", "/en.md", "/api/v2/summary.json", "/history.rss"]) {
    expect(index).toContain(`(https://etat.example${path})`);
  }
});
