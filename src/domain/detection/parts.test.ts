import { expect, test } from "vitest";
import { observeParts, type PartStream, partBucketMs, partKindOf, partsMax } from "./parts.ts";
import { createStream, observe, readingOf, type StreamState } from "./stream.ts";

const bucketMs = 300_000;
const perDay = 288;

function wholeAfter(buckets: number, count: number): StreamState {
  const state = createStream({ bucketMs });
  for (let index = 0; index < buckets; index++) observe(state, index * bucketMs, count);
  return state;
}

function listening(whole: StreamState) {
  const parts = new Map<string, PartStream>();
  let at = whole.at ?? 0;
  return {
    parts,
    hear(counts: Record<string, number> | null) {
      at += bucketMs;
      const told = counts && new Map(Object.entries(counts));
      return observeParts(parts, { at, bucketMs, counts: told }, whole);
    },
  };
}

test("parts are counted in buckets of five minutes, made of whole buckets", () => {
  const minutes = [1, 2, 5, 20].map((each) => partBucketMs(each * 60_000) / 60_000);
  expect(minutes).toEqual([5, 6, 5, 20]);
  expect(partKindOf("country:FR")).toBe("country");
  expect(partKindOf("FR")).toBeNull();
});

test("one symptom that rises is in alert, and the others are not", () => {
  const table = listening(wholeAfter(2 * perDay, 2));
  for (let index = 0; index < perDay; index++)
    table.hear({ "symptom:send": 1, "symptom:login": 1 });
  for (let index = 0; index < 4; index++) table.hear({ "symptom:send": 30, "symptom:login": 1 });
  expect(table.parts.get("symptom:send")?.state.stance.phase).toBe("alert");
  expect(table.parts.get("symptom:login")?.state.stance.phase).not.toBe("alert");
});

test("who is new neither looks like an outage nor hides one", () => {
  const calm = listening(wholeAfter(2 * perDay, 6));
  calm.hear({ "country:FR": 4, "country:BE": 2 });
  expect(calm.parts.get("country:FR")?.state.stance.phase).toBe("quiet");
  const loud = listening(wholeAfter(2 * perDay, 1));
  for (let index = 0; index < 3; index++) loud.hear({ "country:FR": 40 });
  expect(loud.parts.get("country:FR")?.state.stance.phase).toBe("alert");
});

test("whoever invents versions fills no more places than there are", () => {
  const table = listening(wholeAfter(perDay, 5));
  for (let index = 0; index < 200; index++)
    table.hear({ "version:2.24": 5, [`version:${index}.0`]: 1 });
  expect(table.parts.size).toBe(partsMax.version);
  expect(table.parts.has("version:2.24")).toBe(true);
});

test("a newcomer takes the place of the smallest, whose name is told", () => {
  const table = listening(wholeAfter(perDay, 5));
  const versions = Array.from({ length: partsMax.version }, (_, index) => [
    `version:${index}`,
    index + 2,
  ]);
  table.hear(Object.fromEntries(versions));
  for (let index = 0; index < 30; index++) table.hear({});
  const { gone } = table.hear({ "version:new": 9 });
  expect(gone).toEqual(["version:0"]);
  expect(table.parts.has("version:new")).toBe(true);
});

test("what nobody counted is no calm", () => {
  const table = listening(wholeAfter(perDay, 5));
  table.hear({ "symptom:send": 3 });
  const { readings } = table.hear(null);
  expect(readings.get("symptom:send")?.count).toBeNull();
});

test("a stream says where it stands between two buckets", () => {
  const state = wholeAfter(2 * perDay, 2);
  const seen = observe(state, (state.at ?? 0) + bucketMs, 300);
  if (seen.kind !== "read") throw new Error("refused");
  const { count, state: phase, since, peak, strongMs } = readingOf(state);
  expect({ count, phase, since, peak, strongMs }).toEqual({
    count: 300,
    phase: seen.reading.state,
    since: seen.reading.since,
    peak: seen.reading.peak,
    strongMs: seen.reading.strongMs,
  });
});
