import { expect, test } from "vitest";
import { type Hours, openingAt } from "./opening-hours.ts";

const PARIS = "Europe/Paris";
const OFFICE: Hours = {
  "1": [
    ["09:00", "12:00"],
    ["14:00", "18:00"],
  ],
  "5": [["09:00", "17:00"]],
};
const at = (local: string) => Date.parse(local);

test.each([
  ["Monday morning", "2026-11-16T08:00:00Z", true, "1", "12:00", 0],
  ["Monday at lunch", "2026-11-16T11:30:00Z", false, "1", "14:00", 0],
  ["the minute it closes", "2026-11-16T17:00:00Z", false, "5", "09:00", 4],
  ["Saturday", "2026-11-21T10:00:00Z", false, "1", "09:00", 2],
  ["summer time", "2026-07-06T07:30:00Z", true, "1", "12:00", 0],
] as const)("%s", (_, moment, open, weekday, time, daysAhead) => {
  expect(openingAt(OFFICE, PARIS, at(moment))).toEqual({
    open,
    changes: { weekday, time, daysAhead },
  });
});

test("a night shift goes on after midnight", () => {
  const hours: Hours = { "5": [["22:00", "02:00"]] };
  expect(openingAt(hours, "UTC", at("2026-11-21T01:00:00Z"))).toEqual({
    open: true,
    changes: { weekday: "6", time: "02:00", daysAhead: 0 },
  });
});

test("spans that touch do not close in between", () => {
  const hours: Hours = { "5": [["08:00", "00:00"]], "6": [["00:00", "06:00"]] };
  expect(openingAt(hours, "UTC", at("2026-11-20T23:59:00Z")).changes?.time).toBe("06:00");
});

test("round the clock never changes, and no hours never open", () => {
  const always: Hours = Object.fromEntries(
    ["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, [["00:00", "00:00"]]]),
  );
  expect(openingAt(always, PARIS, at("2026-11-20T12:00:00Z"))).toEqual({
    open: true,
    changes: null,
  });
  expect(openingAt({}, PARIS, at("2026-11-20T12:00:00Z"))).toEqual({ open: false, changes: null });
});
