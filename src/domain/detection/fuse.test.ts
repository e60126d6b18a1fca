import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsFor } from "../../lib/words.ts";
import { type Surroundings, unknownSurroundings } from "./classify.ts";
import type { Crowd, Evidence } from "./evidence.ts";
import { type Assessment, fuse, nextAssessment } from "./fuse.ts";

const minuteMs = 60_000;

const crowd: Crowd = {
  count: 312,
  expected: 4,
  minutes: 15,
  state: "alert",
  scoreDays: 90,
  highest: 312,
  strongMinutes: 20,
  strongBuckets: 20,
  backMinutes: 0,
  eased: 0,
};
const reports = (change: Partial<Crowd> = {}): Evidence => ({
  kind: "reports",
  ...crowd,
  ...change,
});
const outcry = reports({ scoreDays: 1_000_000, strongMinutes: 90, strongBuckets: 90 });
const calm = reports({
  count: 4,
  state: "quiet",
  scoreDays: 0,
  strongMinutes: 0,
  strongBuckets: 0,
});
const noCount = reports({
  count: null,
  state: "quiet",
  scoreDays: 0,
  strongMinutes: 0,
  strongBuckets: 0,
});
const official = (status: "none" | "fine" | "minor" | "major" | "unknown"): Evidence => ({
  kind: "official",
  status,
});
const probe = (...places: ["up" | "degraded" | "down" | "unknown", boolean][]): Evidence => ({
  kind: "probe",
  vantages: places.map(([verdict, controlOk], index) => ({
    place: `place ${index}`,
    verdict,
    controlOk,
  })),
});
const deliveries = (sent: number, delivered: number): Evidence => ({
  kind: "deliveries",
  sent,
  delivered,
  usualShare: 0.95,
});
const down = probe(["down", true], ["down", true]);

const assess = (evidence: Evidence[], previous: Assessment | null = null, now = 0) =>
  nextAssessment(previous, { evidence, surroundings: unknownSurroundings }, now);

test.each([
  ["nothing unusual", [calm], "healthy", false],
  ["a first wave of reports", [reports()], "unclear", true],
  ["a lasting outcry of the crowd", [outcry], "confirmed", true],
  ["two places that cannot reach it", [down], "suspected", false],
  ["one place that cannot reach it", [probe(["down", true])], "unclear", false],
  ["reports and probes together", [reports(), down], "confirmed", false],
  ["an official major incident", [official("major")], "confirmed", false],
  ["our messages do not arrive", [deliveries(400, 20)], "suspected", false],
  [
    "our messages do not arrive, and people complain",
    [deliveries(400, 20), reports()],
    "confirmed",
    false,
  ],
] as const)("%s", (_, evidence, level, crowdOnly) => {
  expect(assess([...evidence])).toMatchObject({ level, crowdOnly, blind: false });
});

test("an official all-is-fine adds nothing and takes nothing away", () => {
  for (const status of ["fine", "none", "unknown"] as const) {
    expect(fuse([outcry, down, official(status)]).logOdds).toBe(fuse([outcry, down]).logOdds);
  }
});

const silent: Evidence[] = [
  calm,
  noCount,
  deliveries(0, 0),
  probe(["unknown", true]),
  probe(["down", false], ["down", false]),
  probe(),
  { kind: "canary", verdict: "unknown", seconds: null },
  official("unknown"),
  official("none"),
  { kind: "sibling", platform: "Messenger", confirmed: false },
];

test("silence of any kind opens nothing", () => {
  fc.assert(
    fc.property(fc.subarray(silent), (evidence) => {
      expect(["healthy", "unclear"]).toContain(assess(evidence).level);
    }),
  );
});

test("who sees nothing says unclear, never healthy, whatever the official page says", () => {
  const blind = assess([noCount, official("fine"), probe(["unknown", true])]);
  expect(blind).toMatchObject({ level: "unclear", confidence: null, blind: true });
  expect(blind.addends.map((addend) => addend.code)).toContain("blind");
  expect(assess([])).toMatchObject({ level: "unclear", blind: true });
});

test("no figure is given of how sure we are while nothing speaks for health or against it", () => {
  fc.assert(
    fc.property(fc.subarray(silent), (evidence) => {
      expect(assess(evidence).confidence).toBeNull();
      // A trouble that only lasts because it has not been calm for long enough is not known either.
      expect(assess(evidence, assess([outcry]), minuteMs).confidence).toBeNull();
    }),
  );
  expect(assess([calm, probe(["up", true])]).confidence).toBeGreaterThan(0.98);
  expect(assess([outcry]).confidence).toBeGreaterThan(0.5);
});

test("going blind does not end a trouble", () => {
  const open = assess([outcry]);
  const later = assess([noCount], open, 60 * minuteMs);
  expect(later).toMatchObject({ level: "confirmed", blind: true, since: open.since });
});

test("two voices of one kind are one voice", () => {
  expect(fuse([outcry, reports(), outcry]).logOdds).toBe(fuse([outcry]).logOdds);
});

test("no kind of evidence says more than its cap", () => {
  const days = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(days, fc.nat(), (scoreDays, strongMinutes) => {
      const seen = fuse([reports({ scoreDays, strongMinutes })]);
      expect(seen.addends[0]?.weight).toBeLessThanOrEqual(6.5);
      const social: Evidence = { ...crowd, kind: "social", scoreDays, strongMinutes };
      expect(fuse([social]).addends[0]?.weight).toBeLessThanOrEqual(3);
    }),
  );
});

test("social posts alone never confirm", () => {
  const loud = {
    ...crowd,
    count: 9_000,
    scoreDays: 1_000_000,
    strongMinutes: 600,
    strongBuckets: 600,
  };
  const social: Evidence = { kind: "social", ...loud };
  expect(assess([social])).toMatchObject({ level: "unclear", crowdOnly: true });
});

test("more evidence of trouble never lowers the sum", () => {
  const worse = fc.subarray([
    outcry,
    down,
    deliveries(100, 5),
    official("minor"),
    official("major"),
  ]);
  fc.assert(
    fc.property(worse, worse, (some, more) => {
      expect(fuse([...some, ...more]).logOdds).toBeGreaterThanOrEqual(fuse(some).logOdds - 1e-9);
    }),
  );
});

test("it climbs at once and comes down only after calm that lasts", () => {
  const open = assess([outcry], assess([calm], null, 0), minuteMs);
  expect(open).toMatchObject({ level: "confirmed", since: minuteMs });
  const easing = assess([calm], open, 2 * minuteMs);
  expect(easing).toMatchObject({ level: "confirmed", easingSince: 2 * minuteMs });
  const again = assess([outcry], easing, 10 * minuteMs);
  expect(again).toMatchObject({ level: "confirmed", easingSince: null, since: minuteMs });
  const calmAgain = assess([calm], again, 11 * minuteMs);
  const over = assess([calm], calmAgain, 26 * minuteMs);
  expect(over).toMatchObject({ level: "healthy", since: 26 * minuteMs });
});

const spilling: Surroundings = {
  ...unknownSurroundings,
  excess: 300,
  ratio: 5,
  others: [{ platform: "instagram", excess: 5_000, ratio: 300 }],
};

test("people who blame their own platform for another one's trouble raise suspicion, no more", () => {
  const at = (evidence: Evidence[], previous: Assessment | null, now: number) =>
    nextAssessment(previous, { evidence, surroundings: spilling }, now);
  const seen = at([outcry], null, 0);
  expect(seen).toMatchObject({ level: "suspected", class: "spill_over", subject: "instagram" });
  expect(seen.addends.reduce((sum, addend) => sum + addend.weight, -4)).toBeCloseTo(seen.logOdds);
  expect(seen.addends.map((addend) => addend.code)).toContain("spill_over_explained");
  expect(at([outcry, down], seen, minuteMs)).toMatchObject({ level: "confirmed" });
  expect(at([reports()], null, 0)).toMatchObject({ level: "unclear", class: "spill_over" });
});

test("a trouble confirmed by the crowd steps down when a larger one explains it", () => {
  let seen = assess([outcry]);
  for (let minute = 1; minute <= 12; minute++) {
    seen = nextAssessment(seen, { evidence: [outcry], surroundings: spilling }, minute * minuteMs);
    expect(seen).toMatchObject({ level: "confirmed", class: "spill_over" });
  }
  seen = nextAssessment(seen, { evidence: [outcry], surroundings: spilling }, 13 * minuteMs);
  expect(seen).toMatchObject({ level: "suspected", subject: "instagram" });
});

test("within a trouble the class does not flicker with its shares", () => {
  const excess = { FR: { excess: 300, usualShare: 0.4 }, ES: { excess: 70, usualShare: 0.3 } };
  const regional: Surroundings = { ...unknownSurroundings, excess: 370, byCountry: excess };
  const general: Surroundings = { ...regional, byCountry: {} };
  let seen = nextAssessment(null, { evidence: [outcry], surroundings: general }, 0);
  for (let minute = 1; minute <= 30; minute++) {
    const surroundings = minute % 4 < 2 ? regional : general;
    seen = nextAssessment(seen, { evidence: [outcry], surroundings }, minute * minuteMs);
    expect(seen).toMatchObject({ level: "confirmed", class: "general", subject: null });
  }
});

test("a level that is held says for how long", () => {
  const easing = assess([calm], assess([outcry]), minuteMs);
  expect(easing.addends.at(-1)).toEqual({
    kind: "hold",
    weight: 0,
    code: "hold_level",
    params: { count: 12 },
  });
  for (const language of ["fr", "en"] as const) {
    for (const { code, params } of easing.addends) {
      expect(wordsFor(language)(`detection:${code}`, params)).not.toMatch(/^detection:|[{}]/);
    }
  }
});

test("a level does not go down while what speaks for trouble grows again", () => {
  const faded = (eased: number) => reports({ scoreDays: 1_000_000, backMinutes: 5, eased });
  const easing = assess([faded(1)], assess([outcry]), minuteMs);
  const growing = assess([faded(0.8)], easing, 14 * minuteMs);
  expect(growing).toMatchObject({ level: "confirmed", easingSince: minuteMs });
  expect(assess([faded(0.8)], growing, 15 * minuteMs).level).not.toBe("confirmed");
});

test("the addends are the sum, strongest first", () => {
  const { logOdds, addends } = fuse([calm, down, official("minor")]);
  expect(addends.map((addend) => addend.kind)).toEqual(["probe", "official", "reports"]);
  expect(addends.reduce((sum, addend) => sum + addend.weight, -4)).toBeCloseTo(logOdds);
});

test("what our own line shows while unrelated targets fail with it opens nothing, and says why", () => {
  const surroundings = { ...unknownSurroundings, unrelatedDown: 3 };
  const seen = nextAssessment(null, { evidence: [calm, down], surroundings }, 0);
  expect(seen).toMatchObject({ level: "unclear", class: "only_us" });
  expect(seen.addends.at(-1)).toMatchObject({ kind: "only_us", code: "only_us_explained" });
  const announced = [calm, down, official("major")];
  expect(nextAssessment(null, { evidence: announced, surroundings }, 0).level).toBe("confirmed");
});

test("that nobody writes to us any more is a hint, and never an incident by itself", () => {
  const silent = { kind: "inbound", seen: 0, expected: 200, silent: true } as const;
  let seen = nextAssessment(
    null,
    { evidence: [calm, silent], surroundings: unknownSurroundings },
    0,
  );
  expect(seen.addends.some(({ code }) => code === "inbound_silent")).toBe(true);
  for (let minute = 1; minute < 600; minute++) {
    const scene = { evidence: [calm, silent], surroundings: unknownSurroundings };
    seen = nextAssessment(seen, scene, minute * 60_000);
    expect(["healthy", "unclear"]).toContain(seen.level);
    expect(seen.crowdOnly).toBe(true);
  }
});
