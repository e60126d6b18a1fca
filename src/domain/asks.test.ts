import { expect, test } from "vitest";
import { choiceOf, isSoundPoll, type PollOption } from "./asks.ts";

const options: PollOption[] = [
  { fr: "Sur place", en: "On site" },
  { fr: "À la maison", en: "At home" },
  { fr: "", en: "On leave" },
];

test.each([
  ["1", 1],
  [" 2. ", 2],
  ["３", 3],
  ["2️⃣", 2],
  ["①", 1],
  ["2 parce que la route est coupée", 2],
  ["a la MAISON !", 2],
  ["on leave", 3],
  ["4", null],
  ["0", null],
  ["10", null],
  ["12 rue des Lilas", null],
  ["", null],
  ["peut-être", null],
  ["🤷", null],
  ["constructor", null],
])("“%s” chooses %s", (reply, choice) => {
  expect(choiceOf(reply, options)).toBe(choice);
});

test("an option without words in a language is never chosen by an empty reply", () => {
  expect(choiceOf("…", options)).toBeNull();
});

test("a poll has two to six options, each of them short and with words", () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ fr: "Oui", en: "" }));
  expect([1, 2, 6, 7].map((count) => isSoundPoll(many(count)))).toEqual([false, true, true, false]);
  expect(isSoundPoll([...many(1), { fr: " ", en: "" }])).toBe(false);
  expect(isSoundPoll([...many(1), { fr: "x".repeat(41), en: "" }])).toBe(false);
});
