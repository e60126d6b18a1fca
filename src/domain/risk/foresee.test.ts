import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DaySpan, foresee, levelOf, type RiskFacts, ratioOf } from "./foresee.ts";
import { factorMax, riskPolicy } from "./policy.ts";
import { chanceOf, meanOf, rangeOf, rateOf } from "./rate.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** A Monday. */
const now = Date.parse("2026-03-02T08:00:00Z");
const midnight = Date.parse("2026-03-02T00:00:00Z");

const days = Array.from({ length: 7 }, (_, ahead): DaySpan => {
  const from = midnight + ahead * dayMs;
  const date = new Date(from).toISOString().slice(0, "YYYY-MM-DD".length);
  return { date, from, until: from + dayMs, weekend: ahead > 4 };
});
const quiet: RiskFacts = {
  past: { days: 200, incidents: 6, onWeekends: 0, open: false, lastEndedAt: null },
  signs: { watches: 0, nearAlarms: 0, badLooks: 0, officialTrouble: false },
  occasions: [],
  days,
};
const party = {
  title: { fr: "Finale", en: "Final" },
  kind: "match",
  load: "high" as const,
  from: midnight + 3 * dayMs + 20 * hourMs,
  until: midnight + 3 * dayMs + 23 * hourMs,
};
const codesOf = (facts: RiskFacts, day: number) =>
  foresee(facts, now)[day]?.reasons.map(({ code }) => code.replace("foresight:reason.", ""));

test("a week of a platform that is known: working days above, the weekend below its average", () => {
  const week = foresee(quiet, now);
  expect(week.map(({ date }) => date)).toEqual(days.map(({ date }) => date));
  const [monday, , , , , saturday] = week;
  expect(monday?.ratio).toBeGreaterThan(1);
  expect(saturday?.ratio).toBeLessThan(0.5);
  expect(monday?.probability?.expected).toBeCloseTo(0.04, 2);
  expect(week.map(({ level }) => level)).toEqual(days.map(() => "low"));
});

test("over a whole week the days of the week take nothing away and add nothing", () => {
  const sum = foresee(quiet, now).reduce((total, { ratio }) => total + ratio, 0);
  expect(sum).toBeCloseTo(7, 6);
});

test("under four weeks of watching there is a level and no number", () => {
  const young = { ...quiet, past: { ...quiet.past, days: 27.9, incidents: 1 } };
  expect(foresee(young, now).map(({ probability }) => probability)).toEqual(days.map(() => null));
  const [thursday] = foresee({ ...young, occasions: [party] }, now).slice(3);
  expect(thursday).toMatchObject({ level: "elevated", probability: null });
});

describe("reasons", () => {
  test("right after an incident the risk is raised, less each day, and no longer than 72 hours", () => {
    const past = { ...quiet.past, lastEndedAt: now - 2 * hourMs };
    const factors = foresee({ ...quiet, past }, now).map(
      ({ reasons }) => reasons.find(({ code }) => code.endsWith("relapse"))?.factor,
    );
    const [first = 0, second = 0, third = 0, fourth = 0, ...later] = factors;
    expect(first).toBeLessThan(riskPolicy.relapse.factor);
    expect([second, third, fourth].every((each) => each > 1)).toBe(true);
    expect(first > second && second > third && third > fourth).toBe(true);
    expect(later).toEqual([undefined, undefined, undefined]);
  });

  test("weak signs count today, by half tomorrow, and then no more", () => {
    const signs = { watches: 2, nearAlarms: 1, badLooks: 3, officialTrouble: true };
    const facts = { ...quiet, signs };
    expect(codesOf(facts, 0)).toEqual(["workday", "near", "probe", "official"]);
    expect(codesOf(facts, 1)).toEqual(["workday", "near", "probe", "official"]);
    expect(codesOf(facts, 2)).toEqual(["workday"]);
    const [today, tomorrow] = foresee(facts, now).map(({ reasons }) => reasons[1]?.factor ?? 0);
    expect((tomorrow ?? 0) - 1).toBeCloseTo(((today ?? 0) - 1) / 2, 9);
  });

  test("two bad looks are a hiccup", () => {
    const signs = { ...quiet.signs, badLooks: 2 };
    expect(codesOf({ ...quiet, signs }, 0)).toEqual(["workday"]);
  });

  test("of several events on one day the heaviest counts, and all are named", () => {
    const small = { ...party, kind: "festival", load: "low" as const };
    const thursday = foresee({ ...quiet, occasions: [small, party] }, now)[3];
    expect(thursday?.reasons.map(({ code, factor }) => [code, factor]).slice(1)).toEqual([
      ["foresight:reason.calendar_match", riskPolicy.load.high],
      ["foresight:reason.calendar_festival", 1],
    ]);
    expect(thursday?.level).toBe("elevated");
  });

  test("an event touches the days it overlaps, and a midnight belongs to one day only", () => {
    const night = { ...party, from: midnight + dayMs - hourMs, until: midnight + dayMs };
    expect(codesOf({ ...quiet, occasions: [night] }, 0)).toContain("calendar_match");
    expect(codesOf({ ...quiet, occasions: [night] }, 1)).not.toContain("calendar_match");
  });
});

describe("whatever is known", () => {
  const facts = fc.record({
    past: fc.record({
      days: fc.double({ min: 0, max: 365, noNaN: true }),
      incidents: fc.nat(2_000),
      onWeekends: fc.nat(500),
      open: fc.boolean(),
      lastEndedAt: fc.option(fc.integer({ min: now - 10 * dayMs, max: now })),
    }),
    signs: fc.record({
      watches: fc.nat(5),
      nearAlarms: fc.nat(5),
      badLooks: fc.nat(9),
      officialTrouble: fc.boolean(),
    }),
    occasions: fc.array(
      fc.record({
        title: fc.constant(party.title),
        kind: fc.constant("other"),
        load: fc.constantFrom("low" as const, "medium" as const, "high" as const),
        from: fc.integer({ min: midnight, max: midnight + 7 * dayMs }),
        until: fc.integer({ min: midnight, max: midnight + 9 * dayMs }),
      }),
      { maxLength: 4 },
    ),
    days: fc.constant(days),
  });

  test("a chance lies within 0 and 1, and within its own range", () => {
    fc.assert(
      fc.property(facts, (given) => {
        for (const { probability: p, ratio } of foresee(given, now)) {
          expect(ratio).toBeGreaterThan(0);
          expect(ratio).toBeLessThanOrEqual(factorMax);
          if (p === null) continue;
          expect(p.low).toBeGreaterThanOrEqual(0);
          expect(p.low).toBeLessThanOrEqual(p.expected);
          expect(p.expected).toBeLessThanOrEqual(p.high);
          expect(p.high).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  const rank = { low: 0, elevated: 1, high: 2 };
  test("one more sign, or one more event, never lowers a day", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const worse = {
          ...given,
          signs: {
            watches: 9,
            nearAlarms: given.signs.nearAlarms,
            badLooks: 9,
            officialTrouble: true,
          },
          occasions: [...given.occasions, party],
        };
        const before = foresee(given, now);
        foresee(worse, now).forEach((day, index) => {
          const was = before[index];
          expect(day.ratio).toBeGreaterThanOrEqual((was?.ratio ?? 0) - 1e-12);
          expect(rank[day.level]).toBeGreaterThanOrEqual(rank[was?.level ?? "low"]);
        });
      }),
    );
  });

  test("the word climbs with the chance and with the ratio", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const ratio = fc.double({ min: 0, max: factorMax, noNaN: true });
    fc.assert(
      fc.property(share, ratio, share, ratio, (expected, each, more, further) => {
        const low = levelOf({ expected, ratio: each });
        const high = levelOf({
          expected: Math.max(expected, more),
          ratio: Math.max(each, further),
        });
        expect(rank[high]).toBeGreaterThanOrEqual(rank[low]);
      }),
    );
  });
});

test("few days of watching hardly move the rate, many do", () => {
  const prior = riskPolicy.prior;
  const usual = prior.incidents / prior.days;
  expect(meanOf(rateOf({ incidents: 1, days: 1 }, prior))).toBeLessThan(2 * usual);
  expect(meanOf(rateOf({ incidents: 50, days: 365 }, prior))).toBeCloseTo(50 / 365, 1);
  const wide = rangeOf(rateOf({ incidents: 0, days: 0 }, prior));
  const narrow = rangeOf(rateOf({ incidents: 15, days: 365 }, prior));
  expect(wide.high / wide.low).toBeGreaterThan(narrow.high / narrow.low);
});

test("the range is that of the Gamma distribution", () => {
  // Quantiles of a Gamma of shape 10 and rate 1, from the chi-squared table (20 degrees): 12.443/2, 28.412/2.
  const { low, high } = rangeOf({ shape: 10, days: 1 });
  expect(low).toBeCloseTo(6.22, 1);
  expect(high).toBeCloseTo(14.21, 1);
  expect(chanceOf(0)).toBe(0);
  expect(ratioOf([])).toBe(1);
});
