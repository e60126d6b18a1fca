import fc from "fast-check";
import { expect, test } from "vitest";
import { createStream, observe, type StreamReading, type StreamState } from "./stream.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const bucketMs = 20 * minuteMs;
const perDay = dayMs / bucketMs;
const start = Date.parse("2026-01-05T00:00:00Z");

/** Repeatable noise: as many as `mean` on average, never far away. */
function calm(days: number, mean: number): number[] {
  return Array.from({ length: days * perDay }, (_, index) => {
    const noise = ((index * 2_654_435_761) % 1_000) / 1_000;
    return Math.floor(mean * (0.4 + 1.2 * noise) + 0.5);
  });
}

function run(counts: (number | null)[], state: StreamState = createStream({ bucketMs })) {
  return counts.map((count, index): StreamReading => {
    const at = (state.at ?? start - bucketMs) + bucketMs;
    const seen = observe(state, at, count);
    if (seen.kind === "refused") throw new Error(`bucket ${index} was refused: ${seen.why}`);
    return seen.reading;
  });
}

const openings = (readings: StreamReading[]) =>
  readings.filter(
    (each, index) => each.state === "alert" && readings[index - 1]?.state !== "alert",
  );

const counts = fc.array(fc.option(fc.nat({ max: 400 }), { nil: null }), { maxLength: 300 });

test("what comes later changes nothing about what was said", () => {
  fc.assert(
    fc.property(counts, counts, (first, later) => {
      expect(run([...first, ...later]).slice(0, first.length)).toEqual(run(first));
    }),
  );
});

test("a stream kept as JSON goes on as if nothing had happened", () => {
  fc.assert(
    fc.property(counts, counts, (first, later) => {
      const state = createStream({ bucketMs });
      run(first, state);
      const kept: StreamState = JSON.parse(JSON.stringify(state));
      expect(run(later, kept)).toEqual(run(later, state));
    }),
  );
});

test("every number said is finite, and no count is forgotten", () => {
  fc.assert(
    fc.property(counts, (some) => {
      for (const [index, reading] of run(some).entries()) {
        const { expected, band, score, excess, strongMs } = reading;
        expect([expected, band, score, excess, strongMs].every(Number.isFinite)).toBe(true);
        expect(Math.min(expected, score, excess)).toBeGreaterThanOrEqual(0);
        expect(reading.count).toBe(some[index]);
      }
    }),
  );
});

test("the state stays small however long the stream", () => {
  const state = createStream({ bucketMs: minuteMs });
  for (let index = 0; index < 1_000_000; index++) {
    observe(state, index * minuteMs, (index * 7_919) % 11);
  }
  expect(JSON.stringify(state).length).toBeLessThan(16_000);
});

test("an outage opens one alert in its first bucket, and the alert ends with it", () => {
  const readings = run([...calm(30, 3), 60, 180, 240, 160, 70, ...calm(2, 3)]);
  const first = 30 * perDay;
  expect(openings(readings).map((each) => each.at)).toEqual([start + first * bucketMs]);
  expect(readings.slice(first, first + 5).every((each) => each.state === "alert")).toBe(true);
  expect(readings[first + 5 + 4]?.state).toBe("quiet");
});

test("quiet weeks are quiet, at any size of stream", () => {
  for (const mean of [0, 0.1, 1, 10, 1_000]) {
    expect(openings(run(calm(60, mean)))).toEqual([]);
  }
});

test("a flat flood of twenty hours is one alert, and leaves the baseline as it was", () => {
  const flood = new Array<number>(20 * 3).fill(1_500);
  const readings = run([...calm(40, 2), ...flood, ...calm(10, 2), 40, 90, ...calm(1, 2)]);
  expect(openings(readings)).toHaveLength(2);
  const before = readings[40 * perDay - 1]?.expected ?? 0;
  const after = readings[40 * perDay + flood.length + perDay]?.expected ?? 0;
  expect(after).toBeLessThan(before * 1.5 + 0.5);
  expect(openings(readings).at(-1)?.count).toBe(40);
});

test("a lasting new level becomes the normal one, and its end gives the old one back", () => {
  const readings = run([...calm(40, 5), ...calm(6, 100), ...calm(6, 5), 60, 90]);
  const raised = readings.slice(44 * perDay, 46 * perDay);
  expect(raised.filter((each) => each.state === "alert")).toEqual([]);
  expect(readings.at(-3)?.expected).toBeLessThan(10);
  expect(readings.at(-1)?.state).toBe("alert");
});

test("midnight of the New Year is one short alert", () => {
  const readings = run([...calm(30, 4), 90, 70, 20, 8, ...calm(3, 4)]);
  expect(openings(readings)).toHaveLength(1);
  const alert = readings.filter((each) => each.state === "alert");
  expect(alert.length).toBeLessThanOrEqual(7);
});

test("an outage that comes back the next day is told again", () => {
  const outage = [50, 120, 80];
  const readings = run([...calm(30, 3), ...outage, ...calm(1, 3), ...outage, ...calm(1, 3)]);
  expect(openings(readings)).toHaveLength(2);
});

test("no data is not zero: it neither lowers the baseline nor ends an alert", () => {
  const silent = new Array<null>(3 * perDay).fill(null);
  const state = createStream({ bucketMs });
  const before = run(calm(30, 20), state).at(-1)?.expected ?? 0;
  run(silent, state);
  const [back] = run([18], state);
  expect(back?.expected).toBeGreaterThan(before * 0.6);
  expect(run([200, null, null, null, null, 210], state).map((each) => each.state)).toEqual(
    new Array<string>(6).fill("alert"),
  );
});

test("a gap in time counts as buckets without data", () => {
  const gap = createStream({ bucketMs });
  const nulls = createStream({ bucketMs });
  run(calm(20, 6), gap);
  run([...calm(20, 6), null, null, null, null], nulls);
  const at = (nulls.at ?? 0) + bucketMs;
  const reading = (state: StreamState) => {
    const seen = observe(state, at, 40);
    return seen.kind === "read" ? seen.reading : seen.why;
  };
  expect(reading(gap)).toEqual(reading(nulls));
});

test("a stream that begins in the middle of a crowd does not cry at once", () => {
  expect(openings(run([800, 820, 790, 810, 805, 790, 800]))).toEqual([]);
});

test("the hour of day is learned", () => {
  const day = Array.from({ length: perDay }, (_, index) => (index < perDay / 2 ? 2 : 20));
  const readings = run(Array.from({ length: 40 }, () => day).flat());
  const last = readings.slice(-perDay);
  expect(last[5]?.expected).toBeLessThan(6);
  expect(last[perDay - 5]?.expected).toBeGreaterThan(14);
  expect(openings(readings.slice(14 * perDay))).toEqual([]);
});

test("ten reports at once mean the same in buckets of one minute and of twenty", () => {
  const minutes = createStream({ bucketMs: minuteMs });
  let phase = "quiet";
  for (let index = 0; index < 30 * 1_440; index++) {
    observe(minutes, start + index * minuteMs, index % 30 === 0 ? 1 : 0);
  }
  for (let index = 0; index < 20; index++) {
    const at = (minutes.at ?? 0) + minuteMs;
    const seen = observe(minutes, at, 2);
    phase = seen.kind === "read" ? seen.reading.state : phase;
  }
  expect(phase).toBe("alert");
  expect(run([...calm(30, 0.6), 40]).at(-1)?.state).toBe("alert");
});
