import { describe, expect, test } from "vitest";
import type { Notice, NoticeText } from "./announcement.ts";
import { errorsIn, type LintCode, lintNotice } from "./announcement-lint.ts";

const NOW = Date.parse("2026-03-05T09:00:00Z");
const good: Notice = {
  severity: "major",
  source: "Mairie de Clairval",
  nextUpdateAt: NOW + 1_800_000,
  texts: {
    fr: {
      title: "WhatsApp ne fonctionne pas",
      message: "Depuis 9 h 42, nos messages WhatsApp n’arrivent plus.",
      advice: "Appelez le 01 23 45 67 89, ou lisez https://page.example/fr/aide.",
      nextStep: "Nous donnons des nouvelles à 10 h 30.",
    },
    en: {
      title: "WhatsApp is not working",
      message: "Since 9:42 am our WhatsApp messages have not been arriving.",
      advice: "Call 01 23 45 67 89, or read https://page.example/en/aide.",
      nextStep: "We will give an update at 10:30.",
    },
  },
};

const withText = (language: "fr" | "en", change: Partial<NoticeText>): Notice => ({
  ...good,
  texts: { ...good.texts, [language]: { ...good.texts[language], ...change } },
});
const codes = (notice: Notice): LintCode[] => lintNotice(notice, NOW).map(({ code }) => code);

test("a good notice passes, and says the same in both languages however it writes the time", () => {
  expect(lintNotice(good, NOW)).toEqual([]);
});

describe("what keeps a notice in the house", () => {
  test.each([
    ["fr", "Le service sera rétabli à 15 h."],
    ["fr", "Tout devrait fonctionner d'ici deux heures."],
    ["fr", "Un retour à la normale est prévu demain."],
    ["en", "Service will be restored by 3 pm."],
    ["en", "We expect it to be fixed within 2 hours."],
    ["en", "It should be working again tomorrow."],
  ] as const)("%s: %s", (language, nextStep) => {
    const found = lintNotice(withText(language, { nextStep }), NOW);
    expect(found.find(({ code }) => code === "end_promised")).toMatchObject({
      level: "error",
      language,
      part: "nextStep",
      from: 0,
      to: nextStep.length,
    });
  });

  test("but an end that has come may be told", () => {
    const notice = withText("en", { nextStep: "It should be working again tomorrow." });
    expect(codes({ ...notice, severity: "resolved", nextUpdateAt: null })).not.toContain(
      "end_promised",
    );
  });

  test.each([
    ["fr", "Fin prévue des travaux : 11 h, tout sera alors disponible."],
    ["fr", "Nos lignes seront de retour avant 11 h 00."],
    ["fr", "Le standard fonctionnera de nouveau à 11h."],
    ["en", "Planned end: 11:00, everything will be available again."],
    ["en", "We will be back before 11:00."],
    ["en", "The phones should be working again by 11 am."],
  ] as const)("the end of our own planned work may be told, in %s: %s", (language, nextStep) => {
    const planned = { ...withText(language, { nextStep }), plannedTimes: ["09:00", "11:00"] };
    expect(codes(planned)).not.toContain("end_promised");
    // Another hour is a promise like any other, and so is this one where no work sets it.
    expect(codes({ ...planned, plannedTimes: ["12:00"] })).toContain("end_promised");
    expect(codes(withText(language, { nextStep }))).toContain("end_promised");
    const more = `${nextStep.slice(0, -1)}, or 15:00.`;
    expect(codes({ ...planned, texts: withText(language, { nextStep: more }).texts })).toContain(
      "end_promised",
    );
  });

  test("no time at all is still a vague promise, also beside planned work", () => {
    const soon = {
      ...withText("en", { nextStep: "We will be back soon." }),
      plannedTimes: ["11:00"],
    };
    expect(codes(soon)).toContain("vague");
    const work = "Le standard est fermé en raison de travaux.";
    expect(codes({ ...withText("fr", { nextStep: work }), plannedTimes: ["11:00"] })).not.toContain(
      "cause",
    );
    expect(codes(withText("fr", { nextStep: work }))).toContain("cause");
  });

  test("news may be promised: they can be kept", () => {
    const nextStep =
      "Nous publierons une nouvelle information à 10 h 30, même si rien n’est rétabli.";
    expect(codes(withText("fr", { nextStep }))).toEqual([]);
  });

  test("times and links that are not the same in both languages", () => {
    const found = lintNotice(
      withText("en", {
        message: "Since 9:24 am our WhatsApp messages have not been arriving.",
        advice: "Call 01 23 45 67 89, or read https://page.example/en/help.",
      }),
      NOW,
    );
    expect(errorsIn(found).map(({ code, language, words }) => [code, language, words])).toEqual([
      ["times_differ", "fr", "9 h 42"],
      ["times_differ", "en", "9:24 am"],
      ["links_differ", "fr", "https://page.example/fr/aide"],
      ["links_differ", "en", "https://page.example/en/help"],
    ]);
  });

  test("what is missing", () => {
    expect(codes({ ...good, source: " ", nextUpdateAt: null })).toEqual([
      "missing_source",
      "missing_next_update",
    ]);
  });
});

describe("what asks", () => {
  test.each<[language: "fr" | "en", message: string, code: LintCode, words: string]>([
    ["fr", "Tout revient dans les plus brefs délais.", "vague", "dans les plus brefs délais"],
    ["en", "We will be back soon.", "vague", "soon"],
    ["fr", "La panne est due à une cyberattaque.", "cause", "due à"],
    ["en", "Messages fail because of a bad change.", "cause", "because of"],
    ["fr", "C'est la faute de l’opérateur.", "blame", "la faute"],
    ["en", "Our carrier is to blame.", "blame", "to blame"],
    ["fr", "L'API ne répond plus.", "jargon", "API"],
    ["en", "We see a DNS failover.", "jargon", "DNS"],
    ["fr", "Panne MAJEURE TOTALE ici.", "capitals", "MAJEURE TOTALE"],
  ])("%s: %s", (language, message, code, words) => {
    const before = good.texts[language].message;
    const found = lintNotice(withText(language, { message: `${before} ${message}` }), NOW);
    const one = found.find((finding) => finding.code === code);
    expect(one).toMatchObject({ level: "warning", language, part: "message", words });
    expect(one?.from).toBe(`${before} ${message}`.replaceAll("'", "’").indexOf(words));
  });

  test("a crowd that nobody counted, and a number that only one language has", () => {
    const found = codes(withText("fr", { title: "12 000 usagers sans WhatsApp" }));
    expect(found).toEqual(["crowd", "numbers_differ"]);
  });

  test("a sentence that nobody reads to its end", () => {
    const message = `${good.texts.en.message} ${"and so on ".repeat(11)}.`;
    expect(codes(withText("en", { message }))).toEqual(["long_sentence"]);
  });

  test("names and short forms are no shouting, and words inside words are no words", () => {
    const title = "WhatsApp et SMS : Clairval GAGNE du temps";
    expect(codes(withText("fr", { title, message: good.texts.fr.message }))).toEqual([]);
    expect(codes(withText("en", { title: "Sooner or later APIculture" }))).toEqual([]);
  });
});
