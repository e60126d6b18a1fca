import { expect, test } from "vitest";
import { createStance, type Look, move, scoreOnce } from "./hysteresis.ts";

const bucketMs = 1_200_000;
const look = (change: Partial<Look>): Look => ({
  at: 0,
  bucketMs,
  logDays: Math.log(100),
  sizes: [1, 3],
  heights: [2, 2],
  sums: [40, 40],
  ...change,
});
const phaseAfter = (...looks: Partial<Look>[]) => {
  const stance = createStance();
  for (const change of looks) move(stance, look(change));
  return stance.phase;
};

test.each([
  ["rare, large and by many", {}, "alert"],
  ["rare and large but by few", { sums: [4, 4] }, "watch"],
  ["rare but small", { heights: [0.9, 0.9] }, "watch"],
  ["a little rare", { logDays: Math.log(10) }, "watch"],
  ["common", { logDays: 0 }, "quiet"],
] as const)("%s", (_, change, phase) => {
  expect(phaseAfter(change)).toBe(phase);
});

test("an alert outlives what would not have opened it", () => {
  expect(phaseAfter({}, { heights: [0.2, 1.3], logDays: 1 })).toBe("alert");
  expect(phaseAfter({}, { heights: [0.2, 1.1], logDays: 1 })).toBe("quiet");
});

test("a strong alert grows only while the counts are still high", () => {
  const stance = createStance();
  const high = { heights: [2, 2], sums: [40, 60] };
  for (const change of [high, high, { heights: [0, 2], sums: [1, 60] }]) move(stance, look(change));
  expect(stance).toMatchObject({ phase: "alert", strongMs: 2 * bucketMs });
  expect(stance.fading).toMatchObject({ highest: [40, 60], backMs: bucketMs, eased: 1 });
});

test("a score is said once, and again when it has doubled", () => {
  const stance = createStance();
  const days = [30, 40, 29, 70, 70].map((each) =>
    Math.round(Math.exp(scoreOnce(stance, { logDays: Math.log(each), bucketMs }))),
  );
  expect(days).toEqual([30, 1, 1, 70, 1]);
});

test("after hours of common counts the record is forgotten", () => {
  const stance = createStance();
  scoreOnce(stance, { logDays: 5, bucketMs });
  for (let hour = 0; hour < 12; hour++) scoreOnce(stance, { logDays: -1, bucketMs });
  expect(scoreOnce(stance, { logDays: 4, bucketMs })).toBe(4);
});
