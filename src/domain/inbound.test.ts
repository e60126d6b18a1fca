import { expect, test } from "vitest";
import { judgeInbound } from "./inbound.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.parse("2026-03-05T12:00:00Z");

/** Two a minute on so many of the last fourteen days, and so many in the last quarter of an hour. */
function letters(given: { days: number; lately: number; perMinute?: number }): Map<number, number> {
  const minutes = new Map<number, number>();
  for (let day = 1; day <= given.days; day++) {
    for (let minute = 0; minute < 120; minute++) {
      minutes.set(NOW - day * DAY - minute * MINUTE + 40 * MINUTE, given.perMinute ?? 2);
    }
  }
  if (given.lately > 0) minutes.set(NOW - 5 * MINUTE, given.lately);
  return minutes;
}

test.each([
  ["as usual", { days: 14, lately: 28 }, "lively"],
  ["nobody writes any more", { days: 14, lately: 0 }, "silent"],
  ["next to nobody", { days: 14, lately: 3 }, "silent"],
  ["fewer, but some", { days: 14, lately: 12 }, "lively"],
  ["nobody usually writes", { days: 0, lately: 0 }, "few"],
  ["hardly anybody usually writes", { days: 14, lately: 0, perMinute: 0.2 }, "few"],
  ["it was lively on three days only", { days: 3, lately: 0 }, "few"],
])("%s", (_name, given, state) => {
  expect(judgeInbound(letters(given), 10, NOW).state).toBe(state);
});

test("what was written a moment ago is not missed yet, and counts nowhere twice", () => {
  const minutes = letters({ days: 14, lately: 28 });
  minutes.set(NOW - 10_000, 500);
  expect(judgeInbound(minutes, 10, NOW)).toMatchObject({ seen: 28, expected: 30 });
});

test("a loud week does not make the next one silent", () => {
  const minutes = letters({ days: 6, lately: 1, perMinute: 100 });
  expect(judgeInbound(minutes, 10, NOW).state).not.toBe("silent");
});
