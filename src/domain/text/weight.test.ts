import { describe, expect, test } from "vitest";
import { platformOf, relevanceOf } from "./relevance.ts";
import { CLASS_WEIGHTS, weightOf } from "./weight.ts";

describe("whether a post is about the platform", () => {
  test.each([
    ["watsap is dead", "whatsapp", "about"],
    ["wasap no funciona", "whatsapp", "about"],
    ["o zap caiu", "whatsapp", "about"],
    ["whats up everyone", "whatsapp", "homonym"],
    ["lovely day", "whatsapp", "unnamed"],
    ["instagramdown again", "instagram", "about"],
    ["Signal is down for me", "signal", "about"],
    ["The traffic signal is broken", "signal", "homonym"],
    ["Je n’ai plus de signal", "signal", "homonym"],
    ["#signaldown anyone?", "signal", "about"],
    ["Messenger is not loading", "messenger", "about"],
    ["don't shoot the messenger", "messenger", "homonym"],
    ["He sent a telegram in 1912", "telegram", "homonym"],
    ["WhatsApp is down", "a platform of our own", "unnamed"],
  ])("%s (%s): %s", (text, platform, relevance) => {
    expect(relevanceOf(text, platform)).toBe(relevance);
  });

  test("a hashtag names a platform", () => {
    expect(["#WhatsApp", "whatsappdown", "signal", "cats"].map(platformOf)).toEqual([
      "whatsapp",
      "whatsapp",
      "signal",
      null,
    ]);
  });
});

describe("what a post counts", () => {
  const text = "WhatsApp is down, nothing is sending";

  test("a complaint counts as one", () => {
    expect(weightOf({ text })).toMatchObject({ is: "outage", weight: 1 });
  });

  test("questions and jokes count less, and are not dropped", () => {
    const question = weightOf({ text: "Is WhatsApp down for anyone else?" }).weight;
    const joke = weightOf({ text: "WhatsApp is down lol, finally an excuse 😂😂" }).weight;
    expect(question).toBe(CLASS_WEIGHTS.question);
    expect(joke).toBe(CLASS_WEIGHTS.joke);
    expect([joke > 0, joke < question, question < 1]).toEqual([true, true, true]);
  });

  test("handing on counts little", () => {
    expect(weightOf({ text, isRepost: true }).weight).toBeCloseTo(0.2);
  });
});
