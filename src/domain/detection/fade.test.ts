import { expect, test } from "vitest";
import { createFading, fade, type Sums, tellingWindow } from "./fade.ts";

const minuteMs = 60_000;
const sizes = [1, 5, 15, 60];
const high = Math.log(10);
const between = Math.log(3);
const none = 0;

const seen = (height: number, hour = 900): Sums => ({
  bucketMs: minuteMs,
  sizes,
  sums: [hour / 60, hour / 12, hour / 4, hour],
  heights: sizes.map(() => height),
});

function fadedAfter(...heights: number[]): number {
  const fading = createFading();
  for (const height of heights) fade(fading, seen(height));
  return fading.eased;
}

test("counts near the usual take the weight of an alert away in five minutes", () => {
  expect(fadedAfter(high, none)).toBeCloseTo(0.2);
  expect(fadedAfter(high, none, none, none, none, none, none)).toBe(1);
});

test("high counts give it back as fast, and counts between decide nothing", () => {
  expect(fadedAfter(high, none, none, between, between)).toBeCloseTo(0.4);
  expect(fadedAfter(high, none, none, high, high, high)).toBe(0);
});

test.each([
  ["many reports: five minutes tell", 900, 1],
  ["some reports: a quarter of an hour tells", 60, 2],
  ["few reports: only the hour tells", 12, 3],
])("%s", (_, hour, window) => {
  const fading = createFading();
  fade(fading, seen(high, hour));
  fade(fading, seen(high, 0));
  expect(tellingWindow(fading, { bucketMs: minuteMs, sizes })).toBe(window);
});
