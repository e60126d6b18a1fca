import { describe, expect, test } from "vitest";
import { FRESH } from "../../../test/help/fresh-questions.ts";
import { MORE } from "../../../test/help/more-questions.ts";
import { type Asked, ENGLISH, FRENCH, HELD_BACK, HOSTILE } from "../../../test/help/questions.ts";
import { intentOf, isWord, wordsIn } from "./intent.ts";

const right = (asked: readonly Asked[]): number =>
  asked.filter(([question, wants]) => intentOf(question) === wants).length;

describe("what somebody wants to know", () => {
  test.each([...FRENCH, ...ENGLISH, ...MORE])("%s → %s", (question, wants) => {
    expect(intentOf(question)).toBe(wants);
  });

  test.each(HOSTILE.map(([question], at) => [question.slice(0, 40), at] as const))(
    "of %s is nothing",
    (_, at) => {
      expect(intentOf(HOSTILE[at]?.[0] ?? "")).toBeNull();
    },
  );

  // Published in docs/public-face.md: a change of these figures is a change of that table.
  test.each([
    ["held back since the first signs", HELD_BACK, [44, 35, 2]],
    ["written before the signs were read", FRESH, [46, 45, 1]],
  ] as const)("is found, or admitted not to be, in most questions %s", (_, asked, figures) => {
    const wrong = asked.filter(([question, wants]) => {
      const read = intentOf(question);
      return read !== wants && read !== null;
    });
    expect([asked.length, right(asked), wrong.length]).toEqual(figures);
  });

  test("a novel is read from its beginning, in no time", () => {
    expect(wordsIn("when ".repeat(100_000)).length).toBeLessThanOrEqual(80);
    expect(intentOf(`is whatsapp down? ${"x".repeat(100_000)}`)).toBe("down");
  });
});

describe("a word", () => {
  test.each([
    ["whatsapp", "watsapp", true],
    ["message*", "mesages", true],
    ["horaire*", "horraires", true],
    ["restor*", "restored", true],
    ["when", "then", false],
    ["order*", "folder", false],
    ["phone", "", false],
  ])("%s is %s: %s", (cue, word, is) => {
    expect(isWord(cue, word === "" ? undefined : word)).toBe(is);
  });
});
