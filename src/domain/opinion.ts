import { type Shares, type Surroundings, unknownSurroundings } from "./detection/classify.ts";
import { crowdOf } from "./detection/crowd.ts";
import type { Evidence } from "./detection/evidence.ts";
import type { StreamReading, StreamState } from "./detection/stream.ts";
import type { Sentence } from "./sentence.ts";

const minuteMs = 60_000;
export const excessWindowMs = 60 * minuteMs;
/** What a source said longer ago than this many of its rounds says nothing about now. */
const staleRounds = 4;
const staleMinMs = 5 * minuteMs;
const usualShareDefault = 0.95;

/** What one of our sources saw last. */
export type Sight = {
  sourceId: string;
  kind: "probe" | "official" | "deliveries";
  place: string;
  at: number;
  everyMs: number;
  verdict: "up" | "degraded" | "down" | "unknown";
  evidence: Sentence;
  detail: Record<string, unknown>;
};

/** What a crowd says: the newest buckets of its stream, oldest first. */
export type Voices = {
  kind: "reports" | "social";
  state: StreamState;
  readings: readonly StreamReading[];
};
export type Sibling = { platform: string; confirmed: boolean };

/** Everything that speaks for or against trouble at the moment `at`. */
export function evidenceAt(
  known: { voices: readonly Voices[]; sights: readonly Sight[]; siblings: readonly Sibling[] },
  at: number,
): Evidence[] {
  const sights = known.sights.filter((sight) => isFresh(sight, at));
  return [
    ...known.voices.flatMap(crowdEvidence),
    ...probeEvidence(sights),
    ...sights.flatMap(officialEvidence),
    ...sights.flatMap(deliveriesEvidence),
    ...known.siblings.map((sibling) => ({ kind: "sibling" as const, ...sibling })),
  ];
}

function isFresh(sight: Sight, at: number): boolean {
  return at - sight.at <= Math.max(staleMinMs, staleRounds * sight.everyMs);
}

function crowdEvidence({ kind, state, readings }: Voices): Evidence[] {
  const last = readings.at(-1);
  return last ? [{ kind, ...crowdOf(state, last) }] : [];
}

function probeEvidence(sights: readonly Sight[]): Evidence[] {
  const vantages = sights
    .filter(({ kind }) => kind === "probe")
    .map(({ place, verdict, evidence }) => ({ place, verdict, controlOk: !isOurLine(evidence) }));
  return vantages.length === 0 ? [] : [{ kind: "probe", vantages }];
}

const isOurLine = (evidence: Sentence): boolean => evidence.code === "crisis:look.anchors";

function officialEvidence(sight: Sight): Evidence[] {
  if (sight.kind !== "official") return [];
  const said = { up: "fine", degraded: "minor", down: "major", unknown: "unknown" } as const;
  return [{ kind: "official", status: said[sight.verdict] }];
}

function deliveriesEvidence({ kind, detail }: Sight): Evidence[] {
  const { sent, delivered, usualShare = usualShareDefault } = detail;
  if (kind !== "deliveries" || typeof usualShare !== "number") return [];
  if (typeof sent !== "number" || typeof delivered !== "number") return [];
  return [{ kind: "deliveries", sent, delivered, usualShare }];
}

export type Excess = { excess: number; expected: number; ratio: number };

/** How far the reports of the last hour stand above the usual: in number, and as a ratio. */
export function excessOf(readings: readonly StreamReading[]): Excess {
  const last = readings.at(-1);
  if (!last) return { excess: 0, expected: 0, ratio: 1 };
  const recent = readings.filter(({ at }) => at > last.at - excessWindowMs);
  const excess = recent.reduce((total, reading) => total + reading.excess, 0);
  const expected = recent.reduce((total, reading) => total + reading.expected, 0);
  const count = recent.reduce((total, reading) => total + (reading.count ?? reading.expected), 0);
  return { excess, expected, ratio: (count + 1) / (expected + 1) };
}

export type Parts = Record<"bySymptom" | "byCountry" | "byVersion", Record<string, number>>;

/** What is known around a trouble, as far as our own reports and sources tell. */
export function surroundingsOf(known: {
  crowd: Excess & { rampMinutes: number };
  now: Parts;
  usual: Parts;
  others: Surroundings["others"];
  sights: readonly Sight[];
}): Surroundings {
  const { crowd, now, usual, others, sights } = known;
  const probes = sights.filter(({ kind }) => kind === "probe");
  const ours = sights.find(({ kind }) => kind === "deliveries");
  return {
    ...unknownSurroundings,
    excess: crowd.excess,
    ratio: crowd.ratio,
    rampMinutes: crowd.rampMinutes,
    bySymptom: sharesOf(now.bySymptom, usual.bySymptom, crowd.expected),
    byCountry: sharesOf(now.byCountry, usual.byCountry, crowd.expected),
    byVersion: sharesOf(now.byVersion, usual.byVersion, crowd.expected),
    textProbe: ours?.verdict === "up" || ours?.verdict === "down" ? ours.verdict : "unknown",
    controlsFail: probes.length > 0 && probes.every(({ evidence }) => isOurLine(evidence)),
    others,
  };
}

/** A part's excess is what it has beyond its usual share of all reports. */
function sharesOf(
  now: Record<string, number>,
  usual: Record<string, number>,
  expected: number,
): Shares {
  const total = sumOf(usual);
  return Object.fromEntries(
    Object.entries(now).map(([name, count]) => {
      const usualShare = total === 0 ? 0 : (usual[name] ?? 0) / total;
      return [name, { excess: Math.max(0, count - usualShare * expected), usualShare }];
    }),
  );
}

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
