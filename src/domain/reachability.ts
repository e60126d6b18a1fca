/** What proved that an address works. */
export type VerifiedBy = "delivered" | "reply" | "code";
export type Verified = { by: VerifiedBy; at: number };

/** One address of a person. `open`: it works, they agreed, and a channel of ours uses it. */
export type KnownWay = { kind: string; open: boolean; verified: Verified | null };

export type Proof = "fresh" | "old" | "never";
/** Ways that fail together count as one: it is worth what the best proved of them is worth. */
export type IndependentWay = {
  domain: string;
  kinds: string[];
  proof: Proof;
  verified: Verified | null;
  points: number;
};
export type Reachability = { score: number; ways: IndependentWay[] };

const DAY_MS = 86_400_000;
/** A proof that is older than this counts for less: people change their numbers. */
export const FRESH_DAYS = 180;
export const freshMs = FRESH_DAYS * DAY_MS;
/** Two ways that have proved themselves lately are all that one can wish for. */
export const SCORE_MAX = 100;
export const POINTS: Readonly<Record<Proof, number>> = { fresh: 50, old: 35, never: 25 };

/** WhatsApp and Messenger fall with Meta, a text and a call with the carrier of the number. */
const SHARED_DOMAINS: Readonly<Record<string, string>> = {
  whatsapp: "meta",
  messenger: "meta",
  sms: "carrier",
  voice: "carrier",
};
export const domainOfKind = (kind: string): string =>
  Object.hasOwn(SHARED_DOMAINS, kind) ? (SHARED_DOMAINS[kind] ?? kind) : kind;

/** How well a person can be reached when something fails, and why. The best way first. */
export function reachabilityOf(known: readonly KnownWay[], now: number): Reachability {
  const domains = Map.groupBy(
    known.filter(({ open }) => open),
    ({ kind }) => domainOfKind(kind),
  );
  const ways = [...domains].map(([domain, own]) => independent(domain, own, now));
  ways.sort((a, b) => b.points - a.points || (a.domain < b.domain ? -1 : 1));
  const sum = ways.reduce((total, { points }) => total + points, 0);
  return { score: Math.min(SCORE_MAX, sum), ways };
}

function independent(domain: string, own: readonly KnownWay[], now: number): IndependentWay {
  const proofs = own.flatMap(({ verified }) => (verified ? [verified] : []));
  const verified = proofs.toSorted((a, b) => b.at - a.at)[0] ?? null;
  const proof = proofOf(verified, now);
  const kinds = own.map(({ kind }) => kind).toSorted();
  return { domain, kinds, proof, verified, points: POINTS[proof] };
}

function proofOf(verified: Verified | null, now: number): Proof {
  if (verified === null) return "never";
  return verified.at >= now - freshMs ? "fresh" : "old";
}

export type ReachOverview = {
  people: number;
  /** How many have no way, one, or several independent ones. */
  none: number;
  several: number;
  /** Whoever hangs on one way alone, by that way. */
  single: { domain: string; people: number }[];
};

type WaysAsked = { ways?: "none" | "one" | "several"; only?: string; scoreMax?: number };

/** How many people the overview has for such a question; null where it does not tell them apart. */
export function peopleIn(overview: ReachOverview, asked: WaysAsked): number | null {
  const { none, several, single } = overview;
  const alone = (those: ReachOverview["single"]) =>
    those.reduce((sum, { people }) => sum + people, 0);
  if (asked.scoreMax !== undefined) return null;
  if (asked.only !== undefined) {
    if (asked.ways !== undefined) return null;
    return alone(single.filter(({ domain }) => domain === asked.only));
  }
  if (asked.ways === "one") return alone(single);
  if (asked.ways === "none") return none;
  return asked.ways === "several" ? several : null;
}

/** Of so many people and more, how they could be reached is counted now and then, and kept. */
export const KEPT_FROM_PEOPLE = 20_000;
/** To count somebody takes some ten microseconds: the pause makes it a hundredth of the time. */
const PAUSE_MS_EACH = 1;
const HOUR_MS = 3_600_000;

/** Whether it is time to count again: after a while when something came in, else once an hour. */
export function isCountDue(
  kept: { people: number; countedAt: number; isChanged: boolean } | null,
  now: number,
): boolean {
  if (kept === null) return true;
  const ageMs = now - kept.countedAt;
  return ageMs >= (kept.isChanged ? kept.people * PAUSE_MS_EACH : HOUR_MS);
}
