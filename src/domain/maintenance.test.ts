import { describe, expect, test } from "vitest";
import {
  type Maintenance,
  nextWorkStates,
  WORK_STATES,
  workAt,
  workOn,
  workStateAt,
  worksBeside,
} from "./maintenance.ts";

const HOUR = 3_600_000;
const work = (fields: Partial<Maintenance> = {}): Maintenance => ({
  id: "w",
  title: { fr: "Câble", en: "Cable" },
  message: { fr: "", en: "" },
  from: 10 * HOUR,
  until: 12 * HOUR,
  pointIds: ["phone"],
  effect: "maintenance",
  firm: true,
  state: "scheduled",
  version: 0,
  beganAt: null,
  endedAt: null,
  updatedAt: 0,
  updates: [],
  ...fields,
});

describe("the clock", () => {
  test.each([
    ["scheduled", 10 * HOUR - 1, "scheduled"],
    ["scheduled", 10 * HOUR, "in_progress"],
    // Whoever was switched off in between finds it over, not about to begin.
    ["scheduled", 12 * HOUR, "completed"],
    ["in_progress", 9 * HOUR, "in_progress"],
    ["verifying", 11 * HOUR, "verifying"],
    ["verifying", 12 * HOUR, "completed"],
    ["cancelled", 11 * HOUR, "cancelled"],
    ["completed", 11 * HOUR, "completed"],
  ] as const)("%s at %i is %s", (state, now, expected) => {
    expect(workStateAt(work({ state }), now)).toBe(expected);
  });

  test("what time alone has ended ended when it was planned to", () => {
    expect(workAt(work(), 20 * HOUR)).toMatchObject({
      state: "completed",
      beganAt: 10 * HOUR,
      endedAt: 12 * HOUR,
    });
    const begun = work({ state: "in_progress", beganAt: 9 * HOUR });
    expect(workAt(begun, 11 * HOUR)).toBe(begun);
  });

  test("nobody can turn back what is over, and every other state leads somewhere", () => {
    for (const state of WORK_STATES) {
      const next = nextWorkStates(state);
      expect(next).not.toContain(state);
      expect(next.length === 0).toBe(state === "completed" || state === "cancelled");
    }
  });
});

test("of two pieces of work on one way, the heavier has the word; elsewhere neither has", () => {
  const works = [work(), work({ id: "x", effect: "major", beganAt: 9 * HOUR })];
  expect(workOn("phone", works, 11 * HOUR)).toEqual({ id: "x", state: "major", since: 9 * HOUR });
  expect(workOn("chat", works, 11 * HOUR)).toBeNull();
  expect(workOn("phone", works, 9 * HOUR)).toBeNull();
});

test("an incident stands beside the work that it overlapped, and beside no other", () => {
  const works = [work(), work({ id: "off", state: "cancelled" }), work({ id: "b", pointIds: [] })];
  const beside = (startedAt: number, closedAt: number | null, now = 30 * HOUR) =>
    worksBeside({ startedAt, closedAt }, ["phone"], { works, now });
  expect(beside(11 * HOUR, null)).toEqual(["w"]);
  expect(beside(8 * HOUR, 10 * HOUR)).toEqual([]);
  expect(beside(13 * HOUR, null)).toEqual([]);
  // It goes on, and the work lies ahead: that is no reason yet.
  expect(beside(8 * HOUR, null, 9 * HOUR)).toEqual([]);
});
