import { XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { contextOf, incident, notice, outageFacts } from "../../test/public-example.ts";
import type { PublicFacts } from "../domain/public-state.ts";
import { capPages } from "./cap.ts";

const EVIL = `]]></description><script>alert("1")</script>`;

function pagesOf(facts: PublicFacts) {
  return capPages(contextOf(facts, "fr"), contextOf(facts, "en"));
}

const alertOf = (facts: PublicFacts): string =>
  pagesOf(facts).find(({ kind }) => kind === "cap")?.body ?? "";

test("what is said in public is an alert in both languages, listed in a feed", () => {
  const pages = pagesOf({ ...outageFacts, notices: [notice()] });
  const index = pages.find(({ path }) => path === "/cap.atom")?.body ?? "";
  const alerts = pages.filter(({ kind }) => kind === "cap");
  expect(alerts).toHaveLength(1);
  expect(index).toContain(`href="https://etat.example${alerts[0]?.path}"`);
  const alert = alerts[0]?.body ?? "";
  expect(XMLValidator.validate(index)).toBe(true);
  expect(XMLValidator.validate(alert)).toBe(true);
  expect(alert).toContain("<language>fr-FR</language>");
  expect(alert).toContain("<language>en-GB</language>");
  expect(alert).toContain("<msgType>Alert</msgType>");
  expect(alert).toMatch(/<sent>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00<\/sent>/);
});

test("a second word updates the first, and to take it back cancels it", () => {
  const first = notice({ id: "n-1", state: "corrected", publishedAt: 1_000_000 });
  const second = notice({ id: "n-1", version: 2, publishedAt: 2_000_000 });
  const updated = alertOf({ ...outageFacts, notices: [first, second] });
  expect(updated).toContain("<msgType>Update</msgType>");
  expect(updated).toMatch(/<references>tocsin@etat\.example,n-1-\d,1970-01-01T00:16:40-00:00/);
  const gone = notice({ state: "withdrawn", publishedAt: 1_000_000, updatedAt: 3_000_000 });
  const cancelled = alertOf({ ...outageFacts, notices: [gone] });
  expect(cancelled).toContain("<msgType>Cancel</msgType>");
  expect(cancelled).toContain("-withdrawn</identifier>");
  expect(cancelled).not.toContain("<info>");
});

test("an all-clear is one, training says so, and what follows in a language is not told in it yet", () => {
  const over = alertOf({ ...outageFacts, notices: [notice({ severity: "resolved" })] });
  expect(over).toContain("<responseType>AllClear</responseType><urgency>Past</urgency>");
  const organisation = { ...outageFacts.organisation, mode: "training" as const };
  expect(alertOf({ ...outageFacts, organisation })).toContain("<status>Exercise</status>");
  const french = alertOf({ ...outageFacts, notices: [notice({ untranslated: "en" })] });
  expect(french).not.toContain("en-GB");
});

test("hostile words stay words", () => {
  const texts = { title: EVIL, message: EVIL, advice: EVIL, nextStep: "" };
  const facts = {
    ...outageFacts,
    incidents: [incident({ title: { fr: EVIL, en: EVIL } })],
    notices: [notice({ texts: { fr: texts, en: texts } })],
  };
  for (const { body } of pagesOf(facts)) {
    expect(XMLValidator.validate(body)).toBe(true);
    expect(body).not.toContain("<script>");
  }
});
