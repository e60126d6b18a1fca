import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  earlyMaxMs,
  type FeedLook,
  feedRecord,
  feedWord,
  gradedMinutes,
  gradeOf,
  type LagFacts,
  lagSentence,
  lateMaxMs,
  neverMinutes,
  officialDelay,
} from "./feed-lag.ts";

const minute = 60_000;
const hour = 60 * minute;
const at = 100 * hour;
const open = { suspectedAt: at, closedAt: null };
const over = { suspectedAt: at, closedAt: at + 2 * hour };

const look = (minutes: number, verdict: FeedLook["verdict"], declaredAt: number | null = null) => ({
  at: at + minutes * minute,
  verdict,
  declaredAt,
});
const word = (looks: FeedLook[], now: number, span: typeof open | typeof over = over) =>
  feedWord({ looks, lookedAt: now }, span, now);

describe("the first word of a feed", () => {
  test.each([
    ["after us", [look(-5, "up"), look(23, "degraded"), look(25, "down")], at + 23 * minute],
    ["before us", [look(-50, "up"), look(-12, "down")], at - 12 * minute],
    [
      "after other trouble was over",
      [look(-30, "down"), look(-20, "up"), look(9, "down")],
      at + 9 * minute,
    ],
    ["of a feed that is silent while all is well", [look(40, "degraded")], at + 40 * minute],
    ["even after the end", [look(0, "up"), look(200, "degraded")], at + 200 * minute],
    [
      "a new trouble, half an hour after the last word of another",
      [look(-70, "down"), look(5, "down")],
      at + 5 * minute,
    ],
  ])("%s", (_name, looks, heard) => {
    expect(word(looks, at + 12 * hour)).toMatchObject({ kind: "heard", at: heard });
  });

  test("comes with the start that the platform declares", () => {
    expect(word([look(-9, "up"), look(30, "down", at - 4 * minute)], at + 5 * hour)).toEqual({
      kind: "heard",
      at: at + 30 * minute,
      declaredAt: at - 4 * minute,
    });
  });

  test("is waited for while the incident lasts and four hours more; then there was none", () => {
    const looks = [look(-5, "up"), look(10, "up")];
    expect(word(looks, at + hour, open).kind).toBe("waiting");
    expect(word(looks, at + 2 * hour).kind).toBe("waiting");
    expect(word(looks, at + 2 * hour + lateMaxMs).kind).toBe("never");
  });

  test("a word that comes too late to be about it is not one", () => {
    const looks = [look(-5, "up"), look(120 + 241, "down")];
    expect(word(looks, at + 20 * hour).kind).toBe("never");
  });

  test("a feed that stood on trouble before cannot be compared, until it says something new", () => {
    const standing = [look(-80, "down"), look(-61, "down"), look(-40, "down"), look(-12, "down")];
    expect(word(standing, at + hour, open).kind).toBe("already");
  });

  test("a feed that nobody could read is blind, not silent", () => {
    expect(word([look(2, "unknown"), look(8, "unknown")], at + 9 * hour).kind).toBe("blind");
    expect(feedWord({ looks: [], lookedAt: null }, over, at + 9 * hour).kind).toBe("blind");
    const before = { looks: [], lookedAt: at - earlyMaxMs - 1 };
    expect(feedWord(before, over, at + 9 * hour).kind).toBe("blind");
  });
});

const lag = (minutes: number | null, more: Partial<LagFacts> = {}): LagFacts => ({
  word: minutes === null ? "never" : "heard",
  suspectedAt: at - 10 * minute,
  confirmedAt: at,
  heardAt: minutes === null ? null : at + minutes * minute,
  ...more,
});

test.each([
  [0, "A"],
  [14, "A"],
  [15, "B"],
  [29, "B"],
  [30, "C"],
  [119, "C"],
  [120, "D"],
  [239, "D"],
  [240, "F"],
  [900, "F"],
])("%i minutes are graded %s", (minutes, grade) => {
  expect(gradeOf(minutes)).toBe(grade);
});

test("a feed is graded by its median; silence counts four hours, and being first counts nothing less than zero", () => {
  expect(feedRecord([lag(-7), lag(20), lag(null), lag(600)])).toEqual({
    grade: "D",
    medianMinutes: 130,
    incidents: 4,
    never: 1,
    beforeUs: 1,
  });
  expect(gradedMinutes(lag(-7))).toBe(0);
  expect(gradedMinutes(lag(600))).toBe(neverMinutes);
});

test("what cannot be compared is not graded", () => {
  const lags = (["waiting", "already", "blind"] as const).map((kind) => lag(null, { word: kind }));
  expect(feedRecord(lags)).toMatchObject({ grade: null, medianMinutes: null, incidents: 0 });
});

describe("how late the official word usually is", () => {
  const each = (...minutes: (number | null)[]) =>
    minutes.map((late, at) => ({ ...lag(late), incidentId: String(at) }));

  test.each([
    ["nobody can say after two incidents", each(40, 50), null],
    ["the middle of three", each(40, 10, 90), { medianMinutes: 40, incidents: 3, never: 0 }],
    ["silence is four hours", each(40, null, null), { medianMinutes: 240, incidents: 3, never: 2 }],
    ["what cannot be compared is left out", [...each(5, 6), ...waiting()], null],
  ])("%s", (_, lags, delay) => {
    expect(officialDelay(lags)).toEqual(delay);
  });

  test("of two feeds about one incident, the first to speak counts, and silence does not", () => {
    const twice = each(40, 10, 90).flatMap((one) => [
      one,
      { ...lag(null), incidentId: one.incidentId },
    ]);
    expect(officialDelay(twice)).toEqual({ medianMinutes: 40, incidents: 3, never: 0 });
  });

  function waiting() {
    return [{ ...lag(null, { word: "waiting" }), incidentId: "waiting" }];
  }
});

test("without a confirmation of ours, our suspicion is what counts", () => {
  expect(gradedMinutes(lag(20, { confirmedAt: null }))).toBe(30);
});

test("the lag is told as it was", () => {
  expect(lagSentence(lag(-7))).toEqual({ code: "foresight:lag.before", params: { count: 7 } });
  expect(lagSentence(lag(7))).toEqual({ code: "foresight:lag.after", params: { count: 7 } });
  expect(lagSentence(lag(0)).code).toBe("foresight:lag.same");
  expect(lagSentence(lag(null)).code).toBe("foresight:lag.never");
});

test("looking again later never takes a first word back", () => {
  const looks = fc.array(
    fc.record({
      at: fc.integer({ min: at - 2 * hour, max: at + 8 * hour }),
      verdict: fc.constantFrom("up", "degraded", "down", "unknown"),
      declaredAt: fc.constant(null),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(looks, fc.nat(7 * 60), fc.nat(7 * 60), (all, early, more) => {
      const sorted = all.toSorted((a, b) => a.at - b.at);
      const seen = (now: number) =>
        word(
          sorted.filter((each) => each.at <= now),
          now,
          over,
        );
      const first = seen(at + early * minute);
      const later = seen(at + (early + more) * minute);
      if (first.kind === "heard") expect(later).toEqual(first);
    }),
  );
});
