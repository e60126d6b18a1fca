import { expect, test } from "vitest";
import { sentimentOf } from "./sentiment.ts";

test.each([
  ["J’adore, merci beaucoup !", "positive"],
  ["WhatsApp ne marche plus", "negative"],
  ["C’est vraiment nul 😡", "negative"],
  ["La réunion commence à 15 h", "neutral"],
  ["works fine again, thank you", "positive"],
  ["not good at all", "negative"],
  ["It doesn’t work", "negative"],
  ["no problem", "neutral"],
  ["funciona muy bien, gracias", "positive"],
  ["qué asco, otra vez caído", "negative"],
  ["El tren sale a las tres", "neutral"],
  ["muito obrigado, ficou ótimo 🎉", "positive"],
  ["não gostei, está horrível", "negative"],
  ["A reunião é na terça", "neutral"],
  ["", "neutral"],
  ["😡😡", "negative"],
  ["I downloaded it at https://example.org/broken", "neutral"],
])("%s is %s", (text, mood) => {
  expect(sentimentOf(text).mood).toBe(mood);
});

test("stronger words, and a raised voice, count more", () => {
  const scores = ["c’est lent", "c’est nul", "c’est très nul", "c’est très nul !"].map(
    (text) => sentimentOf(text).score,
  );
  expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
  expect(new Set(scores).size).toBe(4);
});

test("a denied word says the opposite, and less of it", () => {
  const good = sentimentOf("good").score;
  const denied = sentimentOf("not very good").score;
  expect(denied).toBeLessThan(0);
  expect(sentimentOf("no bad news").score).toBeLessThan(good);
});

test("stays within its bounds", () => {
  expect(sentimentOf("love ".repeat(500)).score).toBeLessThanOrEqual(1);
  expect(sentimentOf("horrible ".repeat(500)).score).toBeGreaterThanOrEqual(-1);
});
