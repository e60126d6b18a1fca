import { expect, test } from "vitest";
import { unknownSurroundings } from "./classify.ts";
import { crowdOf } from "./crowd.ts";
import type { Evidence } from "./evidence.ts";
import { type Assessment, type Level, nextAssessment } from "./fuse.ts";
import { createStream, observe } from "./stream.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

type Bucket = { count: number; down?: boolean };

/** After two weeks of calm, what the page says at the end of each of these buckets. */
function watched(bucketMs: number, buckets: Bucket[]): Assessment[] {
  const stream = createStream({ bucketMs });
  const calm = (14 * dayMs) / bucketMs;
  for (let index = 0; index < calm; index++) observe(stream, index * bucketMs, usual(index));
  const assessments: Assessment[] = [];
  for (const [index, { count, down }] of buckets.entries()) {
    const seen = observe(stream, (calm + index) * bucketMs, count);
    if (seen.kind === "refused") throw new Error(seen.why);
    const reports: Evidence = { kind: "reports", ...crowdOf(stream, seen.reading) };
    const scene = { evidence: [reports, ...probe(down)], surroundings: unknownSurroundings };
    const now = (calm + index + 1) * bucketMs;
    assessments.push(nextAssessment(assessments.at(-1) ?? null, scene, now));
  }
  return assessments;
}

const usual = (index: number): number => (index * 7) % 5;

function probe(down: boolean | undefined): Evidence[] {
  if (down === undefined) return [];
  const verdict = down ? ("down" as const) : ("up" as const);
  return [{ kind: "probe", vantages: [{ place: "here", verdict, controlOk: true }] }];
}

const bad = (count: number, change: Partial<Bucket> = {}): Bucket[] =>
  new Array<Bucket>(count).fill({ count: 55, ...change });
const good = (count: number, change: Partial<Bucket> = {}): Bucket[] =>
  Array.from({ length: count }, (_, index) => ({ count: usual(index), ...change }));

test.each([
  ["the crowd alone", {}],
  ["a probe as well", { down: true }],
])("minute by minute, an outage seen by %s is over after twenty calm minutes", (_, change) => {
  const outage = bad(60, change);
  const after = "down" in change ? { down: false } : {};
  const seen = watched(minuteMs, [...outage, ...good(60, after)]);
  expect(["suspected", "confirmed"]).toContain(seen[59]?.level);
  const calmMinutes = seen.slice(60).findIndex(({ level }) => level === "healthy") + 1;
  expect(calmMinutes).toBeGreaterThanOrEqual(15);
  expect(calmMinutes).toBeLessThanOrEqual(20);
});

test("by twenty minutes, it is over within the hour", () => {
  const seen = watched(20 * minuteMs, [...bad(9), ...good(9)]);
  expect(seen[8]?.level).toBe("confirmed");
  expect(seen.slice(9, 12).map(({ level }) => level)).toContain("healthy");
});

test("no sentence says never this high once the counts have fallen, and its weight only falls", () => {
  const seen = watched(minuteMs, [...bad(60), ...good(60)]).slice(63);
  const reports = seen.flatMap(({ addends }) => addends.filter(({ kind }) => kind === "reports"));
  for (const [index, { code, weight }] of reports.entries()) {
    expect(["reports_never", "reports_alert"]).not.toContain(code);
    expect(weight).toBeLessThanOrEqual(reports[index - 1]?.weight ?? 6.5);
  }
  expect(reports[9]?.weight).toBe(0);
});

const flapping = [2, 5, 10].flatMap((period) =>
  [12, 20, 55, 300].flatMap((count) => [false, true].map((probed) => ({ period, count, probed }))),
);

test.each(flapping)(
  "R6: trouble on and off every $period minutes makes no storm of alarms ($count a minute, probed $probed)",
  ({ period, count, probed }) => {
    const on = { count, ...(probed && { down: true }) };
    const off = probed ? { down: false } : {};
    const round = [...bad(period, on), ...good(period, off)];
    const rounds = new Array<Bucket[]>(Math.floor(240 / (2 * period))).fill(round).flat();
    const levels = watched(minuteMs, [...rounds, ...good(60, off)]).map(({ level }) => level);
    const changes = changedAt(levels);
    for (const [index, minute] of changes.entries()) {
      expect(minute - (changes[index - 1] ?? -5)).toBeGreaterThanOrEqual(5);
    }
    expect(changes.length).toBeLessThanOrEqual(3);
    expect(levels.at(-1)).toBe("healthy");
  },
);

/** The minutes at which the level became another one. */
function changedAt(levels: Level[]): number[] {
  return levels.flatMap((level, minute) =>
    minute > 0 && level !== levels[minute - 1] ? [minute] : [],
  );
}
