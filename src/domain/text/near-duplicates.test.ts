import { describe, expect, test } from "vitest";
import { createTextMemory, isCopy } from "./near-duplicates.ts";

const kenya = "WhatsApp has been down in Kenya for an hour and nobody says why";

describe("a copy", () => {
  test.each([
    ["the same", kenya],
    ["in capitals, with another link", `${kenya.toUpperCase()} https://example.org/2`],
    ["handed on", `RT @joe: ${kenya}`],
    ["with one word changed", kenya.replace("an hour", "one hour")],
  ])("%s", (_what, text) => {
    const memory = createTextMemory();
    expect(isCopy(memory, kenya)).toBe(false);
    expect(isCopy(memory, text)).toBe(true);
  });

  test.each([
    ["another place and reason", "WhatsApp has been down in Spain since noon, my office is stuck"],
    ["another language", "WhatsApp est en panne au Kenya depuis une heure et personne ne dit rien"],
    ["few words of it", "WhatsApp has been down"],
    ["nothing", "https://example.org/2"],
  ])("is not %s", (_what, text) => {
    const memory = createTextMemory();
    isCopy(memory, kenya);
    expect(isCopy(memory, text)).toBe(false);
  });

  test("of a short text has the same words; a question is another thing", () => {
    const memory = createTextMemory();
    const texts = ["It is down", "it is DOWN!", "Is it down", "It is down?"];
    expect(texts.map((text) => isCopy(memory, text))).toEqual([false, true, false, false]);
  });
});

describe("the memory", () => {
  test("is bounded, and forgets the oldest first", () => {
    const memory = createTextMemory();
    for (let at = 0; at < 3_000; at++) isCopy(memory, `post number ${at}`);
    expect(memory.exact).toHaveLength(2_000);
    expect(isCopy(memory, "post number 2999")).toBe(true);
    expect(isCopy(memory, "post number 0")).toBe(false);
  });

  test("goes on from JSON", () => {
    const memory = createTextMemory();
    isCopy(memory, kenya);
    expect(isCopy(JSON.parse(JSON.stringify(memory)), kenya)).toBe(true);
  });
});
