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

const risenRatio = 2;
const fullShare = 0.8;
const stutterMs = 15 * minuteMs;

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
    ...sights.flatMap(canaryEvidence),
    ...sights.flatMap(officialEvidence),
    ...sights.flatMap(deliveriesEvidence),
    ...sights.flatMap(inboundEvidence),
    ...sights.flatMap(accountEvidence),
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
    .filter((sight) => sight.kind === "probe" && !isCanary(sight) && !isAccount(sight))
    .map(({ place, verdict, evidence }) => ({ place, verdict, controlOk: !isOurLine(evidence) }));
  return vantages.length === 0 ? [] : [{ kind: "probe", vantages }];
}

/** A probe that sends a message and waits for it says so in its detail. */
const isCanary = ({ kind, detail }: Sight): boolean =>
  kind === "probe" && detail["canary"] === true;

/** What a look at our own account tells: of us, and nothing about the platform. */
const isAccount = ({ detail }: Sight): boolean => typeof detail["account"] === "string";
const isBlocked = ({ detail }: Sight): boolean => detail["account"] === "blocked";

function accountEvidence(sight: Sight): Evidence[] {
  const { account } = sight.detail;
  if (account !== "blocked" && account !== "limited") return [];
  return [{ kind: "account", channel: sight.place, state: account }];
}

function canaryEvidence(sight: Sight): Evidence[] {
  if (!isCanary(sight)) return [];
  const { seconds } = sight.detail;
  const took = typeof seconds === "number" ? seconds : null;
  return [{ kind: "canary", verdict: sight.verdict, seconds: took }];
}

const isOurLine = (evidence: Sentence): boolean => evidence.code === "crisis:look.anchors";

function officialEvidence(sight: Sight): Evidence[] {
  if (sight.kind !== "official") return [];
  const said = { up: "fine", degraded: "minor", down: "major", unknown: "unknown" } as const;
  return [{ kind: "official", status: said[sight.verdict] }];
}

function deliveriesEvidence({ kind, detail }: Sight): Evidence[] {
  const { sent, delivered, usualShare = usualShareDefault, country } = detail;
  if (kind !== "deliveries" || typeof usualShare !== "number") return [];
  if (typeof sent !== "number" || typeof delivered !== "number") return [];
  const where = typeof country === "string" ? { country } : {};
  return [{ kind: "deliveries", sent, delivered, usualShare, ...where }];
}

function inboundEvidence({ kind, verdict, detail }: Sight): Evidence[] {
  const { inboundSeen: seen, inboundUsual: expected } = detail;
  if (kind !== "deliveries" || typeof seen !== "number" || typeof expected !== "number") return [];
  return [{ kind: "inbound", seen, expected, silent: verdict === "degraded" }];
}

export type Excess = { excess: number; expected: number; ratio: number };

/** How far the reports of the last hour stand above the usual: in number, and as a ratio. */
export function excessOf(readings: readonly StreamReading[]): Excess {
  const last = readings.at(-1);
  if (!last) return { excess: 0, expected: 0, ratio: 1 };
  const recent = readings.filter(({ at }) => at > last.at - excessWindowMs);
  const expected = recent.reduce((total, reading) => total + reading.expected, 0);
  const count = recent.reduce((total, reading) => total + (reading.count ?? reading.expected), 0);
  const excess = Math.max(0, count - expected);
  return { excess, expected, ratio: (count + 1) / (expected + 1) };
}

/**
 * Minutes from the first count of the rise to the first near the highest of the alert: short is sudden, long is a spread. A
 * few calm buckets do not break a rise, since small streams stutter.
 */
export function rampMinutesOf(readings: readonly StreamReading[], since: number): number {
  const highest = readings.reduce(
    (high, { at, count }) => (at >= since ? Math.max(high, count ?? 0) : high),
    0,
  );
  const full = readings.find(({ at, count }) => at >= since && (count ?? 0) >= fullShare * highest);
  if (!full || highest === 0) return 0;
  let began = full.at;
  for (const { at, count, expected } of readings.filter(({ at }) => at < full.at).reverse()) {
    if (began - at > stutterMs) break;
    if (count !== null && count >= Math.max(1, risenRatio * expected)) began = at;
  }
  return (full.at - began) / minuteMs;
}

export type Parts = Record<"bySymptom" | "byCountry" | "byVersion", Record<string, number>>;

/** The reports of one network among all: whose they are is a secret, that they are of one is not. */
export type Networks = { largest: number; all: number };

/** What is known around a trouble, as far as our own reports and sources tell. */
export function surroundingsOf(known: {
  crowd: Excess & { rampMinutes: number };
  now: Parts;
  usual: Parts;
  networks: Networks;
  others: Surroundings["others"];
  /** Other owners whose platforms none of our probes reaches. */
  unrelatedDown: number;
  sights: readonly Sight[];
}): Surroundings {
  const { crowd, now, usual, networks, others, unrelatedDown, sights } = known;
  const isLook = (sight: Sight) => sight.kind === "probe" && !isCanary(sight) && !isAccount(sight);
  const probes = sights.filter(isLook);
  const ours = sights.find((sight) => isCount(sight) || isCanary(sight));
  return {
    ...unknownSurroundings,
    excess: crowd.excess,
    ratio: crowd.ratio,
    rampMinutes: crowd.rampMinutes,
    bySymptom: sharesOf(now.bySymptom, usual.bySymptom, crowd.expected),
    byCountry: sharesOf(now.byCountry, usual.byCountry, crowd.expected),
    byVersion: sharesOf(now.byVersion, usual.byVersion, crowd.expected),
    byNetwork: networkShares(networks),
    lostByCountry: lostIn(sights),
    accountBlocked: sights.some(isBlocked),
    textProbe: ours?.verdict === "up" || ours?.verdict === "down" ? ours.verdict : "unknown",
    controlsFail: probes.length > 0 && probes.every(({ evidence }) => isOurLine(evidence)),
    unrelatedDown,
    others,
  };
}

/** What our deliveries counted. What our account says of itself is of the same kind, and counts nothing. */
const isCount = ({ kind, detail }: Sight): boolean =>
  kind === "deliveries" && typeof detail["sent"] === "number";

/** Our own messages that are missing, by country, as our deliveries tell. */
function lostIn(sights: readonly Sight[]): Shares {
  const told = sights.find(isCount)?.detail["lost"];
  if (typeof told !== "object" || told === null) return {};
  return Object.fromEntries(
    Object.entries(told).flatMap(([country, part]: [string, unknown]) => {
      if (typeof part !== "object" || part === null) return [];
      const { excess, usualShare } = { excess: 0, usualShare: 0, ...part };
      return [[country, { excess: Number(excess), usualShare: Number(usualShare) }]];
    }),
  );
}

/** What a trouble is about that only one network has. */
export const NETWORK = "network";

/** No network holds much of the reports on calm days. */
function networkShares({ largest, all }: Networks): Shares {
  const rest = { excess: all - largest, usualShare: 1 };
  return { [NETWORK]: { excess: largest, usualShare: 0 }, rest };
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
