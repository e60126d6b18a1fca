import { expect, test } from "vitest";
import {
  type Closed,
  confirmedCalmMs,
  isSameTrouble,
  machineConfirms,
  monitoringCalmMs,
  ownStep,
  reopenWithinMs,
  riseBegan,
  saysElse,
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

const trouble = { level: "confirmed" as const, class: "general", crowdOnly: true };

test("a source that comes and goes does not fill the record of opinions", () => {
  const backed = { ...trouble, crowdOnly: false };
  expect(saysElse(null, trouble)).toBe(true);
  expect(saysElse(trouble, trouble)).toBe(false);
  expect(saysElse(trouble, backed)).toBe(true);
  expect(saysElse(backed, trouble)).toBe(false);
  expect(saysElse(trouble, { ...trouble, class: "regional" })).toBe(true);
  expect(saysElse(trouble, { ...trouble, class: "unknown_yet" })).toBe(false);
  expect(saysElse(trouble, { ...trouble, level: "healthy" })).toBe(true);
});

const closed: Closed = {
  state: "resolved",
  origin: "assessment",
  closedAt: openedAt,
  announced: false,
  drill: false,
};

test.each<[string, Partial<Closed>, number, boolean]>([
  ["soon after", {}, reopenWithinMs, true],
  ["too late", {}, reopenWithinMs + 1, false],
  ["after a person said it was none", { state: "dismissed" }, 0, false],
  ["after the public was told", { announced: true }, 0, false],
  ["after an incident that a person opened", { origin: "person" }, 0, false],
  ["after a drill", { drill: true }, 0, false],
])("trouble that comes back %s is the same trouble or is not", (_when, change, later, same) => {
  expect(isSameTrouble({ ...closed, ...change }, false, openedAt + later)).toBe(same);
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
