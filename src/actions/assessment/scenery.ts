import type { Surroundings } from "../../domain/detection/classify.ts";
import type { Assessment } from "../../domain/detection/fuse.ts";
import {
  excessOf,
  excessWindowMs,
  rampMinutesOf,
  type Sibling,
  type Sight,
  surroundingsOf,
  type Voices,
} from "../../domain/opinion.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { calmParts, networksIn } from "../../store/part-streams.ts";
import { reportParts } from "../../store/reports.ts";
import { readingsIn, type Span } from "../../store/signals.ts";
import type { SourceRow } from "../../store/sources.ts";
import { listOpinions, type OpinionRow } from "../../store/streams.ts";

const SIGHT_BACK_MS = 2 * HOUR_MS;
const USUAL_BACK_MS = 14 * DAY_MS;
/** An opinion older than this belongs to a platform that nobody watches any more. */
const OPINION_FRESH_MS = HOUR_MS;

/** What everybody else's state is, read once for a run of buckets. */
export type Neighbours = {
  own: { assessment: Assessment | null; capabilities: Record<string, Assessment> };
  domain: string;
  all: (OpinionRow & { failureDomain: string })[];
};

export async function readNeighbours(tx: Tx, platformId: string): Promise<Neighbours> {
  const opinions = await listOpinions(tx);
  const own = opinions.find((opinion) => opinion.platformId === platformId);
  return {
    own: { assessment: own?.assessment ?? null, capabilities: own?.capabilities ?? {} },
    domain: own?.failureDomain ?? "",
    all: opinions.filter((opinion) => opinion !== own),
  };
}

/** Platforms of the same owner that are in confirmed trouble: they share a prior. */
export function siblingsAt({ all, domain }: Neighbours, at: number): Sibling[] {
  return all
    .filter((opinion) => opinion.failureDomain === domain && isFresh(opinion, at))
    .filter(({ assessment }) => assessment.level === "confirmed" && !assessment.crowdOnly)
    .map(({ platformId }) => ({ platform: platformId, confirmed: true }));
}

/** A failure elsewhere counts as one with ours only when both were seen in the same few minutes. */
const TOGETHER_MS = 5 * MINUTE_MS;

/** How many other owners' platforms our probes do not reach either: their failing together is our own. */
function unrelatedDownAt({ all, domain }: Neighbours, at: number): number {
  const failing = all.filter(
    ({ failureDomain, at: seenAt, assessment }) =>
      failureDomain !== domain &&
      Math.abs(seenAt - at) <= TOGETHER_MS &&
      assessment.addends.some(({ code }) => code === "probe_down"),
  );
  return new Set(failing.map(({ failureDomain }) => failureDomain)).size;
}

const isFresh = (opinion: OpinionRow, at: number): boolean =>
  Math.abs(opinion.at - at) <= OPINION_FRESH_MS;

/** Every reading that may count within the span, for `sightsAt` to choose from. */
export async function readSights(tx: Tx, sources: readonly SourceRow[], span: Span) {
  const platformId = sources[0]?.platform_id ?? null;
  if (platformId === null) return [];
  const from = span.from - SIGHT_BACK_MS;
  const readings = await readingsIn(tx, platformId, { from, to: span.to });
  return readings.flatMap(({ kind, ...reading }): Sight[] => {
    const source = sources.find(({ id }) => id === reading.sourceId);
    if (!source || (kind !== "probe" && kind !== "official" && kind !== "deliveries")) return [];
    return [{ ...reading, kind, place: source.name, everyMs: source.every_ms }];
  });
}

/** The last thing each source said before `at`. */
export function sightsAt(readings: readonly Sight[], at: number): Sight[] {
  const last = new Map<string, Sight>();
  for (const reading of readings) {
    if (reading.at < at) last.set(reading.sourceId, reading);
  }
  return [...last.values()];
}

/** What stands around the trouble at `at`; asked only when there is some. */
export async function readSurroundings(
  tx: Tx,
  seen: { platformId: string; voices: Voices; sights: Sight[]; neighbours: Neighbours },
  at: number,
): Promise<Surroundings> {
  const { platformId, voices, sights, neighbours } = seen;
  const hour = { from: at - excessWindowMs, to: at };
  const now = await reportParts(tx, platformId, hour);
  const anybody = Object.keys(now.bySymptom).length > 0;
  const past = { from: hour.from - USUAL_BACK_MS, to: hour.from };
  const usual = anybody ? await calmParts(tx, platformId, past) : now;
  const since = voices.readings.at(-1)?.since ?? at;
  return surroundingsOf({
    crowd: { ...excessOf(voices.readings), rampMinutes: rampMinutesOf(voices.readings, since) },
    now,
    usual,
    networks: await networksIn(tx, platformId, hour),
    unrelatedDown: unrelatedDownAt(neighbours, at),
    sights,
    others: neighbours.all
      .filter((opinion) => isFresh(opinion, at))
      .map(({ platformId: platform, excess, ratio }) => ({ platform, excess, ratio })),
  });
}
