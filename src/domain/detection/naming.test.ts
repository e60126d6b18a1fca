import { expect, test } from "vitest";
import type { Classified } from "./classify.ts";
import { type Naming, nextNaming } from "./naming.ts";

const minuteMs = 60_000;
const general: Classified = { class: "general", subject: null };
const french: Classified = { class: "regional", subject: "FR" };
const german: Classified = { class: "regional", subject: "DE" };
const unknown: Classified = { class: "unknown_yet", subject: null };

/** The names shown, minute by minute, in a trouble that is looked at once a minute. */
function shown(seen: Classified[]): Classified[] {
  let naming: Naming = { ...unknown, contender: null };
  return seen.map((name, minute) => {
    naming = nextNaming(naming, name, minute * minuteMs);
    return { class: naming.class, subject: naming.subject };
  });
}

const times = (count: number, name: Classified) => new Array<Classified>(count).fill(name);

test("the first name is taken at once", () => {
  expect(shown([unknown, unknown, french])).toEqual([unknown, unknown, french]);
});

test("a name that flickers every few minutes changes nothing", () => {
  const flicker = Array.from({ length: 60 }, (_, minute) => (minute % 5 < 3 ? general : french));
  expect(shown(flicker)).toEqual(times(60, general));
});

test("another name is taken when it has held for ten minutes", () => {
  const names = shown([general, ...times(20, french)]);
  expect(names.slice(0, 11)).toEqual(times(11, general));
  expect(names.slice(11)).toEqual(times(10, french));
});

test("another region is another name", () => {
  expect(shown([french, ...times(10, german)]).at(-1)).toEqual(french);
  expect(shown([french, ...times(11, german)]).at(-1)).toEqual(german);
});

test("a trouble that has become too small to tell keeps its name", () => {
  expect(shown([general, ...times(30, unknown)]).at(-1)).toEqual(general);
});
