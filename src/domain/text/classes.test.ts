import { describe, expect, test } from "vitest";
import { CORPORA, classify, examplesOf, POST_CLASSES, postsOf } from "./classes.ts";
import { confusionOf, macroF1, scoresOf } from "./confusion.ts";
import { fold } from "./fold.ts";
import { train } from "./logistic.ts";
import { TEXT_LANGUAGES } from "./text-languages.ts";

const heldBack = postsOf("held-back");
const training = postsOf("training");

describe("the posts it learns from", () => {
  test("are at least thirty for each class and language, half of them held back", () => {
    for (const is of POST_CLASSES) {
      for (const language of TEXT_LANGUAGES) {
        const lines = CORPORA[is][language].trim().split("\n");
        expect(lines.length, `${is} ${language}`).toBeGreaterThanOrEqual(30);
        expect(lines.length % 2, `${is} ${language}`).toBe(0);
      }
    }
    expect(heldBack).toHaveLength(training.length);
  });

  test("are never in both halves", () => {
    const learned = new Set(training.map(({ text }) => fold(text)));
    expect(heldBack.filter(({ text }) => learned.has(fold(text)))).toEqual([]);
  });
});

describe("the classes", () => {
  test("are told apart in the half that was held back", () => {
    const scores = scoresOf(confusionOf(heldBack));
    expect(macroF1(scores)).toBeGreaterThan(0.75);
    expect(Math.min(...scores.map(({ f1 }) => f1))).toBeGreaterThan(0.65);
  });

  test.each(TEXT_LANGUAGES)("are told apart in %s", (language) => {
    const own = heldBack.filter((post) => post.language === language);
    expect(macroF1(scoresOf(confusionOf(own)))).toBeGreaterThan(0.7);
  });

  test.each([
    ["WhatsApp est en panne ici, rien ne part", "outage"],
    ["is telegram down for anybody else?", "question"],
    ["creo que es mi router, no tengo internet", "own-network"],
    ["caiu o zap kkkkk vou mandar um pombo-correio 😂", "joke"],
    ["Suivez-nous sur Instagram : -20 % sur la boutique, lien en bio 👉", "promotion"],
    ["Meta confirms outage, thousands of users affected, according to Reuters", "news"],
    ["listo, volvió WhatsApp, ya funciona", "resolved"],
    ["Bom dia, que lindo dia para passear", "unrelated"],
  ])("%s", (text, is) => {
    expect(classify(text).is).toBe(is);
  });

  test("of nothing at all is unrelated, and a novel is read from its beginning", () => {
    expect(classify("").is).toBe("unrelated");
    expect(classify(`WhatsApp is down again, ${"x".repeat(200_000)}`).share).toBeGreaterThan(0);
  });
});

test("learning twice learns the same", () => {
  const some = examplesOf(training.filter((_post, at) => at % 4 === 0));
  const twice = [0, 1].map(() => train(some, POST_CLASSES.length).weights);
  expect(twice[0]).toEqual(twice[1]);
});
