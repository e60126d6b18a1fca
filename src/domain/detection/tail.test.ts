import { expect, test } from "vitest";
import { createTail, heightOnceIn, learnHeight, logPeriodDays } from "./tail.ts";

const minuteMs = 60_000;
const span = { bucketMs: 20 * minuteMs, gapMs: 60 * minuteMs };

/** A thousand days with one episode a day, whose heights fall off exponentially above `floor`. */
function learned(floor: number, scale: number) {
  const tail = createTail();
  for (let day = 0; day < 1_000; day++) {
    const chance = (((day * 2_654_435_761) % 1_000) + 0.5) / 1_000;
    for (let bucket = 0; bucket < 72; bucket++) {
      learnHeight(tail, bucket === 36 ? floor - scale * Math.log(chance) : 0, span);
    }
  }
  return tail;
}

test("a height and its return period are each other's inverse", () => {
  const tail = learned(0.6, 0.3);
  expect(Math.exp(logPeriodDays(tail, heightOnceIn(tail, 30)))).toBeCloseTo(30);
});

test("the learned tail says once in thirty days to what came once in thirty days", () => {
  for (const [floor, scale] of [
    [0.6, 0.2],
    [0.5, 0.4],
  ] as const) {
    const truth = floor + scale * Math.log(30);
    const days = Math.exp(logPeriodDays(learned(floor, scale), truth));
    expect(days).toBeGreaterThan(10);
    expect(days).toBeLessThan(120);
  }
});

test("one outage, however high, teaches no more than the cap", () => {
  const huge = learned(0.6, 0.3);
  const high = learned(0.6, 0.3);
  for (let bucket = 0; bucket < 10; bucket++) {
    learnHeight(huge, bucket === 2 ? 50 : 0, span);
    learnHeight(high, bucket === 2 ? 3 : 0, span);
  }
  expect(huge).toEqual(high);
});
