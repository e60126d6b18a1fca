import { expect, test } from "vitest";
import { findingsOf } from "../domain/announcement.ts";
import { suggestedTexts } from "./suggestion.ts";

const startedAt = Date.parse("2026-03-05T08:12:00Z");
const facts = {
  state: "confirmed" as const,
  class: "general",
  platform: "WhatsApp",
  title: { fr: "Inondation au nord", en: "Flood in the north" },
  startedAt,
  now: startedAt + 20 * 60_000,
  timeZone: "Europe/Paris",
  alternatives: [
    { fr: "téléphone", en: "phone" },
    { fr: "SMS", en: "text message" },
  ],
};

const states = ["suspected", "confirmed", "monitoring", "resolved", "dismissed"] as const;

test.each(
  states.flatMap((state) => [
    [state, "WhatsApp"],
    [state, null],
  ]) as [(typeof states)[number], string | null][],
)("a %s incident on %s has a whole text in both languages", (state, platform) => {
  const { texts, severity } = suggestedTexts({ ...facts, state, platform });
  const notice = { texts, severity, source: "Us", nextUpdateAt: facts.now + 1 };
  expect(findingsOf(notice, facts.now)).toEqual([]);
  expect(JSON.stringify(texts)).not.toMatch(/crisis:|\{\{|undefined/);
});

test("it says since when on the organisation's clock, and what works instead", () => {
  const { texts, severity } = suggestedTexts(facts);
  expect(severity).toBe("major");
  expect(texts.en.message).toContain("since 09:12");
  expect(texts.fr.message).toContain("depuis 09\u00a0h\u00a012");
  expect(texts.en.advice).toContain("phone or text message");
  expect(texts.fr.advice).toContain("téléphone ou SMS");
});

test("it never foresees an end: the only time it names is the beginning", () => {
  const { texts } = suggestedTexts(facts);
  const whole = Object.values(texts.en).join(" ").replace("09:12", "");
  expect(whole).not.toMatch(/\d/);
});

test("without another way to us it does not invent one", () => {
  const { texts } = suggestedTexts({ ...facts, alternatives: [] });
  expect(texts.en.advice).toContain("no need to send your message twice");
  expect(texts.en.advice).not.toContain("here:");
});

test("the day is said when it was another one", () => {
  const { texts } = suggestedTexts({ ...facts, now: startedAt + 30 * 3_600_000 });
  expect(texts.en.message).toContain("5 March, 09:12");
});

test("where nobody has measured anything it names no cause, and calls nothing major", () => {
  const { severity, texts } = suggestedTexts({ ...facts, class: "unknown" });
  const [fr, en] = [texts.fr.message, texts.en.message];
  expect(en).toContain("We are finding out where the trouble lies");
  expect(fr).toContain("Nous cherchons d’où vient le problème");
  expect(severity).toBe("degraded");
  expect(suggestedTexts({ ...facts, class: "unknown_yet" }).severity).toBe("degraded");
  expect([fr, en].join()).not.toMatch(/vient de WhatsApp|lies with WhatsApp/);
});
