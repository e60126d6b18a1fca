import { expect, test } from "vitest";
import { fromInput, nowBeside, relative, toInput } from "./src/times.ts";

const PARIS = "Europe/Paris";

test("a moment is written and read on the organisation's clock, in summer and in winter", () => {
  for (const at of ["2026-07-14T21:05:00.000Z", "2026-12-31T23:30:00.000Z"]) {
    const text = toInput(Date.parse(at), PARIS);
    expect(new Date(fromInput(text, PARIS)).toISOString()).toBe(at);
  }
  expect(toInput(Date.parse("2026-12-31T23:30:00Z"), PARIS)).toBe("2027-01-01T00:30");
});

test("an hour that the clock leaves out is the one after it; one that comes twice is one of both", () => {
  expect(toInput(fromInput("2026-03-29T02:30", PARIS), PARIS)).toBe("2026-03-29T03:30");
  expect(toInput(fromInput("2026-10-25T02:30", PARIS), PARIS)).toBe("2026-10-25T02:30");
});

test.each(["", "0002-12-25T13:30", "20260-12-25T13:30"])("%j is no moment yet", (typed) => {
  expect(fromInput(typed, PARIS)).toBeNaN();
});

test("what is to come is told as such; what has just happened is now, even by a clock that is behind", () => {
  const now = Date.parse("2026-11-21T10:15:00Z");
  const told = (ahead: number) => relative(now + ahead, nowBeside(now + ahead, now), "en");
  expect(told(30 * 60_000)).toBe("in 30 min");
  expect(told(40_000)).toBe("in 40 sec");
  expect(told(2_000)).toBe("now");
  expect(told(-2_000)).toBe("2 sec ago");
});
