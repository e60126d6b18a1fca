export type TroubleClass =
  | "general"
  | "regional"
  | "feature"
  | "app_version"
  | "only_us"
  | "blocked_account"
  | "spill_over"
  | "unknown_yet";

/** Excess reports by one property, each with the share it has on calm days. */
export type Shares = Record<string, { excess: number; usualShare: number }>;

/** What is known around a trouble; shares of the excess, never of raw counts. */
export type Surroundings = {
  excess: number;
  /** Observed over expected, to compare platforms with each other. */
  ratio: number;
  byCountry: Shares;
  byNetwork: Shares;
  bySymptom: Shares;
  byVersion: Shares;
  /** Our own messages that are missing, by the country they went to. */
  lostByCountry: Shares;
  rampMinutes: number;
  textProbe: "up" | "down" | "unknown";
  controlsFail: boolean;
  unrelatedDown: number;
  accountBlocked: boolean;
  others: { platform: string; excess: number; ratio: number }[];
};

/** The class of a trouble, and the country, feature, version or platform it is about. */
export type Classified = { class: TroubleClass; subject: string | null };

/** With fewer reports beyond the usual, nothing is said about whom a trouble concerns. */
export const excessMin = 20;
const outcryRatio = 2;
const unrelatedMin = 3;
const regionShareMin = 0.8;
const symptomShareMin = 0.7;
const versionShareMin = 0.7;
const versionSurplusMin = 0.3;
const slowRampMinutes = 60;
const spillRatio = 3;

/** Surroundings of which nothing is known. */
export const unknownSurroundings: Surroundings = {
  excess: 0,
  ratio: 1,
  byCountry: {},
  byNetwork: {},
  bySymptom: {},
  byVersion: {},
  lostByCountry: {},
  rampMinutes: 0,
  textProbe: "unknown",
  controlsFail: false,
  unrelatedDown: 0,
  accountBlocked: false,
  others: [],
};

/** Names the trouble: first whether it is ours at all, then whose, then how far it reaches. */
export function classify(seen: Surroundings): Classified {
  if (seen.accountBlocked) return { class: "blocked_account", subject: null };
  if (isOnlyUs(seen)) return { class: "only_us", subject: null };
  if (seen.excess < excessMin) {
    return regional(seen.lostByCountry) ?? { class: "unknown_yet", subject: null };
  }
  return (
    spillOver(seen) ??
    regional(seen.byCountry) ??
    regional(seen.byNetwork) ??
    feature(seen) ??
    appVersion(seen) ?? { class: "general", subject: null }
  );
}

/** Our own line is at fault when unrelated targets fail with it and nobody outside complains. */
function isOnlyUs(seen: Surroundings): boolean {
  const lineFails = seen.controlsFail || seen.unrelatedDown >= unrelatedMin;
  const isOutcry = seen.excess >= excessMin && seen.ratio >= outcryRatio;
  return lineFails && !isOutcry;
}

/** People blame their own platform when another fails: the largest relative excess explains the others. */
function spillOver(seen: Surroundings): Classified | null {
  const louder = seen.others
    .filter((other) => other.excess > seen.excess && other.ratio >= spillRatio * seen.ratio)
    .sort((a, b) => b.ratio - a.ratio)[0];
  return louder === undefined ? null : { class: "spill_over", subject: louder.platform };
}

/** One place holds the excess and the rest is calm, unless nearly everybody is from that place. */
function regional(shares: Shares): Classified | null {
  const top = largest(shares);
  if (top === null || top.share < regionShareMin) return null;
  const isHome = top.usualShare >= regionShareMin;
  if (isHome) return null;
  return { class: "regional", subject: top.name };
}

function feature(seen: Surroundings): Classified | null {
  const top = largest(seen.bySymptom);
  if (top === null || top.share < symptomShareMin || seen.textProbe !== "up") return null;
  return { class: "feature", subject: top.name };
}

/** A bad release spreads as people update: slowly, and in one version beyond its share. */
function appVersion(seen: Surroundings): Classified | null {
  const top = largest(seen.byVersion);
  if (top === null || top.share < versionShareMin) return null;
  if (top.share - top.usualShare < versionSurplusMin) return null;
  if (seen.rampMinutes < slowRampMinutes) return null;
  return { class: "app_version", subject: top.name };
}

function largest(shares: Shares): { name: string; share: number; usualShare: number } | null {
  const entries = Object.entries(shares).filter(([, part]) => part.excess > 0);
  const total = entries.reduce((sum, [, part]) => sum + part.excess, 0);
  const [first] = entries.sort(([, a], [, b]) => b.excess - a.excess);
  if (first === undefined || total <= 0) return null;
  const [name, part] = first;
  return { name, share: part.excess / total, usualShare: part.usualShare };
}
