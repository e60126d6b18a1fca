import { expect, test } from "vitest";
import { findingsOf } from "./announcement.ts";
import { lintNotice } from "./announcement-lint.ts";
import { shownTexts, translatedBy, translationState } from "./translation.ts";

const fr = { title: "Panne", message: "Depuis 9 h 42.", advice: "Appelez.", nextStep: "Suite." };
const en = { title: "Outage", message: "Since 9:45 am.", advice: "Call.", nextStep: "Next." };
const none = { title: "", message: " ", advice: "", nextStep: "" };
const NOW = Date.parse("2026-03-05T09:00:00Z");

test("a language is missing, then a draft, then checked by somebody", () => {
  const checked = { fr: { by: "Leila", at: "2026-03-05T09:00:00Z" } };
  expect(translationState({ texts: { fr, en: none }, checked }, "fr")).toBe("checked");
  expect(translationState({ texts: { fr, en: none }, checked }, "en")).toBe("missing");
  const half = { ...none, title: "Outage" };
  expect(translationState({ texts: { fr, en: half }, checked }, "en")).toBe("draft");
  expect(shownTexts({ fr, en: half }, "en")).toEqual({ fr, en: fr });
  expect(shownTexts({ fr, en }, null)).toEqual({ fr, en });
});

test("nothing is owed or compared in the language that follows, and all of it in the other", () => {
  const facts = { severity: "major" as const, source: "Clairval", nextUpdateAt: NOW + 1 };
  const notice = { ...facts, texts: { fr, en: none } };
  expect(findingsOf({ ...notice, laterLanguage: "en" }, NOW)).toEqual([]);
  expect(findingsOf(notice, NOW)).toHaveLength(4);
  expect(findingsOf({ ...notice, laterLanguage: "fr" }, NOW)).toHaveLength(4);
  const differing = { ...facts, texts: { fr, en } };
  expect(lintNotice(differing, NOW).map(({ code }) => code)).toContain("times_differ");
  expect(lintNotice({ ...differing, laterLanguage: "en" }, NOW)).toEqual([]);
});

test("a version is a translation only if it says the same and adds what was missing", () => {
  const base = { severity: "major" as const, source: "Clairval" };
  const former = { ...base, texts: { fr, en: none }, later_language: "en" as const };
  const next = { ...base, texts: { fr, en }, later_language: null };
  expect(translatedBy(former, next)).toBe("en");
  expect(translatedBy({ ...former, later_language: null }, next)).toBeNull();
  expect(translatedBy(former, { ...next, later_language: "en" })).toBeNull();
  expect(translatedBy(former, { ...next, severity: "partial" })).toBeNull();
  expect(translatedBy(former, { ...next, source: "Other" })).toBeNull();
  const other = { ...fr, advice: "Écrivez." };
  expect(translatedBy(former, { ...next, texts: { fr: other, en } })).toBeNull();
});
