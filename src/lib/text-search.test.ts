import { describe, expect, test } from "vitest";
import { DEFAULT_FAQ } from "../domain/training/faq.ts";
import { createTextSearch } from "./text-search.ts";

const searches = {
  fr: createTextSearch(textsIn("fr"), "fr"),
  en: createTextSearch(textsIn("en"), "en"),
};

function textsIn(language: "fr" | "en") {
  return DEFAULT_FAQ.map((entry, at) => ({
    id: String(at),
    title: entry[language].question,
    text: entry[language].answer,
  }));
}

/** By its place among the seeds: what a question should find first. */
const QUESTIONS: readonly ["fr" | "en", string, number][] = [
  ["fr", "mes messages sont ils perdus", 1],
  ["fr", "message perdu ?", 1],
  ["fr", "commande enregistree", 2],
  ["fr", "comande enregistré", 2],
  ["fr", "reinstaller watsapp", 5],
  ["fr", "redemarer le telephone", 5],
  ["fr", "arnaque sms code", 6],
  ["fr", "on me reclame de l'argent, arnaques ?", 6],
  ["fr", "mes donnees sont en danger", 7],
  ["fr", "être prévenue du rétablissement", 8],
  ["fr", "instagram", 9],
  ["fr", "boutique ouverte", 10],
  ["fr", "annuler ma commande", 11],
  ["fr", "modifier commandes", 11],
  ["en", "are my messages lost", 1],
  ["en", "mesage lost", 1],
  ["en", "order went through?", 2],
  ["en", "reinstalling whatsapp", 5],
  ["en", "restart phone", 5],
  ["en", "is this a scam", 6],
  ["en", "someone wants money", 6],
  ["en", "data at risk", 7],
  ["en", "be told when it is back", 8],
  ["en", "instagram instead", 9],
  ["en", "shops open", 10],
  ["en", "cancel order", 11],
  ["en", "changing my ordr", 11],
];

describe("searching the frequent questions", () => {
  test.each(QUESTIONS)("%s: %s", (language, query, at) => {
    expect(searches[language](query)[0]?.id).toBe(String(at));
  });

  test.each([
    ["nothing", ""],
    ["words without meaning", "le la les de du et"],
    ["signs", "<>\"'&%$#{}[]()"],
    ["what nobody wrote about", "zzzzqqqq"],
  ])("%s finds nothing", (_, query) => {
    expect(searches.fr(query)).toEqual([]);
  });

  test("a novel is searched by its first words", () => {
    const found = searches.fr(`commande ${"zzz ".repeat(3_000)}`);
    expect(found.length).toBeGreaterThan(0);
  });
});
