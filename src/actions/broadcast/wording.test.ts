import { expect, test } from "vitest";
import type { Asks } from "../../domain/asks.ts";
import { smsSize } from "../../domain/text/sms-segments.ts";
import { remindingTexts } from "./insist-texts.ts";
import { asSms } from "./wording.ts";

const texts = {
  fr: { heading: "Crue", body: "Quittez la rive nord à 18\u00a0h\u00a0: l'école vous attend." },
  en: { heading: "Flood", body: "Leave the north bank at 6 p.m.: the school expects you." },
};
const poll: Asks = {
  kind: "poll",
  options: [
    { fr: "Dans l’école", en: "At school" },
    { fr: "Chez moi", en: "At home" },
  ],
};

test.each<[string, Asks]>([
  ["a safety check", { kind: "safety" }],
  ["a poll", poll],
  ["nothing to answer", { kind: "nothing" }],
])("our own words never put a text message into the wide alphabet: %s", (_what, asks) => {
  const sent = asSms({ texts, asks });
  expect(smsSize(sent.fr.body)).toMatchObject({ alphabet: "gsm7", segments: 1 });
  expect(smsSize(sent.en.body)).toMatchObject({ alphabet: "gsm7", segments: 1 });
  expect(sent.fr.body).toContain("STOP");
});

test("what is counted is what is sent: the mark of a drill and the codes are in it", () => {
  const { fr } = asSms({ texts, asks: { kind: "safety" }, drill: true });
  expect(fr.body).toBe(
    "[EXERCICE] Quittez la rive nord à 18 h : l'école vous attend.\n\n" +
      "Répondez 1 : en sécurité, 2 : besoin d'aide. STOP : ne plus recevoir.",
  );
});

test("without accents only where somebody said so, and then in one alphabet from end to end", () => {
  const body = "Quittez la forêt, Zoë est prête : rendez-vous à la fenêtre de l’école.";
  const said = (plainSms: boolean) => ({ ...texts, fr: { heading: "Feu", body, plainSms } });
  expect(asSms({ texts: said(false) }).fr.body).toContain("forêt");
  const { fr } = asSms({ texts: said(true) });
  expect(fr.body).toContain(
    "Quittez la foret, Zoe est prete : rendez-vous à la fenetre de l'école.",
  );
  expect(smsSize(fr.body)).toMatchObject({ alphabet: "gsm7", segments: 1 });
  expect(remindingTexts(said(true)).fr.plainSms).toBe(true);
});

test("a language in which nothing was written is not dressed up", () => {
  const asked = { fr: texts.fr, en: { heading: "", body: "" } };
  expect(asSms({ texts: asked }).en.body).toBe("");
});
