import { isTrouble } from "../../src/domain/incident.ts";
import { type Detection, normalised, worthOf } from "./nab.ts";
import { type Played, type Quiet } from "./scenarios.ts";
import { isTroubleOf, type Kind, kinds, named } from "./troubles.ts";
import { bucketMs } from "./world.ts";

/** When something happened, and how long before the official word: medians, and how often before it. */
export type Lead = {
  times: number;
  afterMinutes: number | null;
  leadMinutes: number | null;
  ahead: number;
};

/** One line of the sheet: what became of all troubles of one kind. */
export type KindScore = {
  kind: Kind;
  played: number;
  /** How often its stream of reports went into alert, and how often an incident opened. */
  alerted: number;
  opened: number;
  /** All incidents of all troubles: one each is what is wanted. */
  incidents: number;
  confirmed: number;
  alert: Lead;
  incident: Lead;
  calledRight: number;
};

const monthMs = 30.44 * 86_400_000;

export const scoreKinds = (played: readonly Played[]): KindScore[] =>
  kinds.map((kind) =>
    scoreKind(
      kind,
      played.filter((each) => each.kind === kind),
    ),
  );

function scoreKind(kind: Kind, played: readonly Played[]): KindScore {
  const opened = played.filter(({ book }) => book.opened > 0);
  const alerts = leadOf(played, ({ alertMinutes }) => alertMinutes);
  const incidents = leadOf(played, ({ openMinutes }) => openMinutes);
  return {
    kind,
    played: played.length,
    opened: opened.length,
    incidents: opened.reduce((sum, { book }) => sum + book.opened, 0),
    confirmed: played.filter(({ book }) => book.confirmed).length,
    alerted: alerts.times,
    alert: alerts,
    incident: incidents,
    calledRight: played.filter(({ called }) => called === named[kind]).length,
  };
}

/** How long something took, how long before the official word that was, and how often before it. */
function leadOf(played: readonly Played[], minutesOf: (each: Played) => number | null): Lead {
  const seen = played.flatMap((each) => {
    const minutes = minutesOf(each);
    return minutes === null ? [] : [{ minutes, lead: each.declaredMinutes - minutes }];
  });
  return {
    times: seen.length,
    afterMinutes: median(seen.map(({ minutes }) => minutes)),
    leadMinutes: median(seen.map(({ lead }) => lead)),
    ahead: seen.filter(({ lead }) => lead > 0).length,
  };
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** Of all troubles of the platform itself: how many the stream alerted to, and how many became an incident. */
export function recallOf(played: readonly Played[]) {
  const real = played.filter(({ kind }) => isTroubleOf(kind));
  return {
    of: real.length,
    alerted: real.filter(({ alertMinutes }) => alertMinutes !== null).length,
    opened: real.filter(({ book }) => book.opened > 0).length,
  };
}

/** How often each kind was called by each name. */
export function confusionOf(played: readonly Played[]): {
  names: string[];
  rows: [Kind, number[]][];
} {
  const names = [
    ...new Set([
      ...Object.values(named),
      "only_us",
      "unknown_yet",
      ...played.map(({ called }) => called),
    ]),
  ];
  const count = (kind: Kind, name: string) =>
    played.filter((each) => each.kind === kind && each.called === name).length;
  return { names, rows: kinds.map((kind) => [kind, names.map((name) => count(kind, name))]) };
}

/** Alerts and incidents in weeks without trouble, per month of one service. */
export function quietRates({ buckets, alerts, alertBuckets, incidents }: Quiet) {
  const months = (buckets * bucketMs) / monthMs;
  return {
    months,
    alertsPerMonth: alerts / months,
    incidentsPerMonth: incidents / months,
    alertShare: alertBuckets / buckets,
  };
}

/** The scoring of the Numenta Anomaly Benchmark over the troubles that people report on. */
export function nabOf(played: readonly Played[], alertScore: number): number {
  const shown = played.filter(({ kind }) => isTroubleOf(kind));
  const detections = shown.flatMap(({ scores, troubleBuckets }, index): Detection[] =>
    scores.flatMap((score, at) => {
      if (score < alertScore) return [];
      const worth = worthOf([{ from: 0, to: troubleBuckets - 1 }], at, String(index));
      return [{ score, opens: true, ...worth }];
    }),
  );
  return normalised(detections, shown.length);
}

/** Of troubles of one feature: how often its capability was in trouble half-way, and how often another one was. */
export function capabilityScore(played: readonly Played[]): {
  right: number;
  wrong: number;
  of: number;
} {
  const features = played.filter(({ kind }) => kind === "feature");
  const inTrouble = features.map(({ capabilities }) =>
    Object.entries(capabilities).flatMap(([name, { level }]) => (isTrouble(level) ? [name] : [])),
  );
  return {
    right: inTrouble.filter((names) => names.includes("calls")).length,
    wrong: inTrouble.filter((names) => names.some((name) => name !== "calls")).length,
    of: features.length,
  };
}
