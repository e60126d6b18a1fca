import { expect, test } from "vitest";
import {
  confirmedCalmMs,
  machineConfirms,
  monitoringCalmMs,
  ownStep,
  riseBegan,
  suspectedCalmMs,
} from "./incident.ts";

const openedAt = 1_000_000_000;
const calmSince = openedAt + 60_000;

test.each([
  ["suspected", suspectedCalmMs, "close"],
  ["confirmed", confirmedCalmMs, "watch"],
  ["monitoring", monitoringCalmMs, "close"],
] as const)("a %s incident moves by itself after its calm, and not before", (state, calm, step) => {
  const incident = { state, openedAt, announced: false };
  const opinion = { level: "healthy" as const, calmSince };
  expect(ownStep(incident, opinion, calmSince + calm - 1)).toBeNull();
  expect(ownStep(incident, opinion, calmSince + calm)).toBe(step);
});

test("what was announced is not taken back by the machine", () => {
  const opinion = { level: "healthy" as const, calmSince };
  const never = Number.MAX_SAFE_INTEGER;
  for (const state of ["suspected", "monitoring"] as const) {
    expect(ownStep({ state, openedAt, announced: true }, opinion, never)).toBeNull();
  }
  expect(ownStep({ state: "confirmed", openedAt, announced: true }, opinion, never)).toBe("watch");
});

test("a calm from before the incident says nothing about it: people know more", () => {
  const incident = { state: "confirmed" as const, openedAt, announced: false };
  const never = Number.MAX_SAFE_INTEGER;
  for (const calm of [null, openedAt - 1]) {
    expect(ownStep(incident, { level: "healthy", calmSince: calm }, never)).toBeNull();
  }
});

test("unclear is not calm, and trouble brings a watched incident back", () => {
  const incident = { state: "monitoring" as const, openedAt, announced: true };
  const later = calmSince + 10 * monitoringCalmMs;
  expect(ownStep(incident, { level: "unclear", calmSince }, later)).toBeNull();
  expect(ownStep(incident, { level: "suspected", calmSince: null }, later)).toBe("relapse");
});

test("the machine never confirms on the word of the crowd alone", () => {
  expect(machineConfirms({ level: "confirmed", crowdOnly: true })).toBe(false);
  expect(machineConfirms({ level: "confirmed", crowdOnly: false })).toBe(true);
  expect(machineConfirms({ level: "suspected", crowdOnly: false })).toBe(false);
});

const minuteMs = 60_000;
const buckets = (counts: (number | null)[]) =>
  counts.map((count, index) => ({ at: index * minuteMs, count, expected: 1 }));

test.each([
  ["at the first bucket of the rise", [0, 1, 5, 9, 12], 2],
  ["over a bucket that is missing", [0, 1, 5, null, 12], 2],
  ["not at an earlier burst", [8, 1, 0, 9, 12], 3],
  ["at the moment itself, when nothing rose", [0, 1, 1, 0, 1], 4],
] as const)("the trouble began %s", (_name, counts, began) => {
  expect(riseBegan(buckets([...counts]), 4 * minuteMs)).toBe(began * minuteMs);
});
