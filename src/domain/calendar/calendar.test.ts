import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Repeat } from "./entry.ts";
import { occurrencesOf } from "./occurrences.ts";
import { worldDays } from "./world-days.ts";
import { dateOf, isZone, midnight, momentOf, wallTime } from "./zone.ts";

const paris = "Europe/Paris";
const hour = 3_600_000;
const at = Date.parse;
const iso = (time: number) => new Date(time).toISOString();

describe("clocks on walls", () => {
  test("a moment and its wall time belong together, also on nights when clocks change", () => {
    const zones = fc.constantFrom("Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC");
    const times = fc.integer({ min: at("1990-01-01T00:00:00Z"), max: at("2060-01-01T00:00:00Z") });
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const second = Math.floor(time / 1_000) * 1_000;
        const back = momentOf(wallTime(second, zone), zone);
        // An hour that the clock shows twice is one of the two.
        expect([0, hour, -hour]).toContain(back - second);
      }),
    );
  });

  test("a day of 23 hours is one day", () => {
    const night = midnight(at("2026-03-29T10:00:00Z"), 0, paris);
    expect(iso(night)).toBe("2026-03-28T23:00:00.000Z");
    expect(midnight(at("2026-03-29T10:00:00Z"), 1, paris) - night).toBe(23 * hour);
    expect(dateOf(at("2026-03-28T23:30:00Z"), paris)).toBe("2026-03-29");
  });

  test.each([
    ["Europe/Paris", true],
    ["Nowhere/Town", false],
    ["", false],
  ])("%s", (name, known) => {
    expect(isZone(name)).toBe(known);
  });
});

describe("what comes back", () => {
  const yearly: Repeat = {
    every: "year",
    interval: 1,
    until: null,
    count: null,
    nth: null,
    except: [],
  };
  const span = { from: at("2026-01-01T00:00:00Z"), until: at("2032-01-01T00:00:00Z") };
  const from = (start: string, repeat: Partial<Repeat>) =>
    occurrencesOf(
      { from: at(start), until: at(start) + hour, repeat: { ...yearly, ...repeat } },
      span,
      paris,
    ).map((each) => iso(each.from));

  test("keeps its hour on the wall, whatever the season", () => {
    expect(from("2025-07-14T19:00:00Z", { count: 3 })).toEqual([
      "2026-07-14T19:00:00.000Z",
      "2027-07-14T19:00:00.000Z",
    ]);
  });

  test("29 February comes in leap years", () => {
    expect(from("2024-02-29T12:00:00Z", {})).toEqual(["2028-02-29T12:00:00.000Z"]);
  });

  test.each([
    [{ month: 11, weekday: 4, n: 4 }, "2026-11-26"],
    [{ month: 5, weekday: 1, n: -1 }, "2026-05-25"],
    [{ month: 3, weekday: 7, n: 1 }, "2026-03-01"],
  ])("the n-th weekday %j", (nth, date) => {
    expect(from("2026-01-01T12:00:00Z", { nth })[0]?.slice(0, 10)).toBe(date);
  });

  test("not where it was struck out, nor after its end, nor between its intervals", () => {
    const except = [at("2027-05-01T12:00:00Z")];
    const until = at("2030-01-01T00:00:00Z");
    expect(from("2025-05-01T12:00:00Z", { except, until }).map((each) => each.slice(0, 4))).toEqual(
      ["2026", "2028", "2029"],
    );
    expect(from("2024-05-01T12:00:00Z", { interval: 4 })).toHaveLength(1);
  });
});

describe("the days that come with Tocsin", () => {
  const year = { from: at("2026-01-01T00:00:00Z"), until: at("2027-01-01T00:00:00Z") };
  const keys = (country: string) =>
    worldDays(year, { timeZone: paris, country }).map(({ id }) => id.replace("tocsin:", ""));

  test("are those of everybody and those of one country", () => {
    expect(keys("FR")).toEqual(
      expect.arrayContaining(["new-year", "valentine", "christmas", "fr-national", "fr-music"]),
    );
    expect(keys("FR")).not.toContain("us-national");
    expect(keys("US")).toContain("us-thanksgiving");
  });

  test("New Year's Eve begins on the old day and ends on the new one, on the wall of the place", () => {
    const span = { from: at("2026-12-31T23:30:00Z"), until: at("2027-01-01T01:00:00Z") };
    const [night] = worldDays(span, { timeZone: paris, country: "FR" });
    expect(night).toMatchObject({ id: "tocsin:new-year", load: "high" });
    const [when] = night ? occurrencesOf(night, span, paris) : [];
    expect(when && [iso(when.from), iso(when.until)]).toEqual([
      "2026-12-31T17:00:00.000Z",
      "2027-01-01T02:00:00.000Z",
    ]);
  });
});
