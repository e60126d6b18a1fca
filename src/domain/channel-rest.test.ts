import { expect, test } from "vitest";
import { mayFall, restAfterFalls } from "./channel-rest.ts";

const MINUTE = 60_000;

test("R6: each fall doubles the rest, from five minutes to an hour", () => {
  const rests = [0, 1, 2, 3, 4, 5, 50].map((falls) => restAfterFalls(falls) / MINUTE);
  expect(rests).toEqual([5, 5, 10, 20, 40, 60, 60]);
});

test("R6: what is back or tried out is safe from our receipts for five minutes", () => {
  const back = { state: "up", source: "receipts", since: 0 };
  expect(mayFall(back, 5 * MINUTE - 1)).toBe(false);
  expect(mayFall(back, 5 * MINUTE)).toBe(true);
  expect(mayFall({ ...back, source: "operator" }, 0)).toBe(true);
  const tried = { state: "probing", source: "detector", since: 0 };
  expect(mayFall(tried, 0)).toBe(false);
  expect(mayFall(tried, 5 * MINUTE)).toBe(true);
});
