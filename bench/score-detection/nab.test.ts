import { expect, test } from "vitest";
import { normalised, worthOf } from "./nab.ts";

const windows = [
  { from: 100, to: 199 },
  { from: 500, to: 599 },
];
const detections = (...at: number[]) =>
  at.map((index) => ({ score: 1, opens: true, ...worthOf(windows, index, "series") }));
const score = (...at: number[]) => normalised(detections(...at), windows.length);

test("nothing found is 0, everything found in its first row is 100", () => {
  expect(score()).toBe(0);
  expect(score(100, 500)).toBeCloseTo(100, 5);
});

test("later in the window is worth less, and only the earliest counts", () => {
  expect(score(180, 500)).toBeLessThan(score(120, 500));
  expect(score(120, 180, 199, 500)).toBe(score(120, 500));
});

test("a detection outside costs a ninth of a window, and hardly anything right behind one", () => {
  expect(score(100, 500, 50)).toBeCloseTo(100 - (100 * 0.11) / 4, 3);
  expect(score(100, 500, 201)).toBeGreaterThan(99.8);
});
