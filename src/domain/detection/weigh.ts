import {
  type Addend,
  type Crowd,
  type Evidence,
  isUsable,
  sentMin,
  type Vantage,
  weightMax,
} from "./evidence.ts";

/**
 * A single sharp burst, however rare, is not yet trouble: it takes about forty strong minutes as well, and fewer the
 * higher it stands above the usual.
 */
const perTenfoldRarity = 0.65;
const rarityWeightMax = 1.9;
const perStrongMinute = 0.06;
const strongWeightMax = 4.6;
const perTenfoldHeight = 1.2;
const heightFrom = 5;
const heightCountMin = 60;
const heightWeightMax = 2.4;
const heightAfterMinutes = 10;
const heightAfterBuckets = 2;
const watchWeight = 0.5;
const socialShare = 0.5;
const everDays = 36_500;

const allPlacesDown = 4.5;
const onePlaceDown = 2.5;
const somePlacesDown = 1.5;
const degradedWeight = 1;
const reachableWeight = -0.5;
const canaryWeight = { up: -1.5, degraded: 1.5, down: 4.5, unknown: 0 };
const officialWeight = { none: 0, fine: 0, minor: 3, major: 7, unknown: 0 };
const perLostShare = 5;
const lostShareMin = 0.15;

/** What one piece of evidence adds to the log-odds of trouble, in a sentence. */
export function weigh(evidence: Evidence): Addend {
  const { weight, code, params = {} } = spoken(evidence);
  const capped = Math.min(weight, weightMax[evidence.kind]);
  return { kind: evidence.kind, weight: capped, code: `${evidence.kind}_${code}`, params };
}

type Spoken = { weight: number; code: string; params?: Addend["params"] };

function spoken(evidence: Evidence): Spoken {
  switch (evidence.kind) {
    case "reports":
      return crowd(evidence, 1);
    case "social":
      return crowd(evidence, socialShare);
    case "probe":
      return probe(evidence.vantages);
    case "canary":
      return canary(evidence);
    case "official":
      return { weight: officialWeight[evidence.status], code: evidence.status };
    case "deliveries":
      return deliveries(evidence);
    case "inbound":
      return inbound(evidence);
    case "sibling":
      return sibling(evidence);
    case "account":
      return { weight: 0, code: evidence.state, params: { channel: evidence.channel } };
    default:
      return evidence satisfies never;
  }
}

function crowd(seen: Crowd, share: number): Spoken {
  if (seen.count === null) return { weight: 0, code: "missing" };
  const { count, minutes } = seen;
  const expected = Math.round(seen.expected * 10) / 10;
  const params = { count, minutes, expected };
  if (seen.explained === true) return { weight: 0, code: "explained", params };
  if (seen.state === "quiet") return { weight: 0, code: "quiet", params };
  if (seen.state === "watch") return { weight: watchWeight * share, code: "watch", params };
  return alert(seen, params, share);
}

/** What an alert says now: that it is at its highest, that it was higher, or that the counts are back. */
function alert(seen: Crowd, params: Addend["params"], share: number): Spoken {
  const weight = alertWeight(seen) * share * (1 - seen.eased);
  const { backMinutes, scoreDays, highest } = seen;
  if (backMinutes > 0) {
    const code = weight > 0 ? "fading" : "back";
    return { weight, code, params: { ...params, since: Math.round(backMinutes) } };
  }
  const isEver = scoreDays >= everDays;
  const rare = isEver ? params : { ...params, days: Math.round(scoreDays) };
  if ((seen.count ?? 0) >= highest)
    return { weight, code: isEver ? "never" : "alert", params: rare };
  return { weight, code: isEver ? "past_never" : "past", params: { ...rare, highest } };
}

function alertWeight(seen: Crowd): number {
  const tenfolds = Math.log10(Math.max(1, seen.scoreDays));
  const rarity = Math.min(rarityWeightMax, perTenfoldRarity * tenfolds);
  const extent = Math.min(strongWeightMax, perStrongMinute * seen.strongMinutes);
  return rarity + Math.min(strongWeightMax, extent + heightWeight(seen));
}

/** What fifty times the usual says that five times does not, where enough people go on saying it. */
function heightWeight({ highest, expected, strongMinutes, strongBuckets }: Crowd): number {
  if (highest < heightCountMin || strongBuckets < heightAfterBuckets) return 0;
  const height = highest / (heightFrom * Math.max(1, expected));
  const lasting = Math.min(1, strongMinutes / heightAfterMinutes);
  const weight = perTenfoldHeight * Math.log10(Math.max(1, height));
  return lasting * Math.min(heightWeightMax, weight);
}

/** Down only where every place that can look agrees; a platform half reachable is not down. */
function probe(vantages: Vantage[]): Spoken {
  const usable = vantages.filter(isUsable);
  if (usable.length === 0) return blindProbe(vantages);
  const down = usable.filter((vantage) => vantage.verdict === "down").length;
  const params = { down, count: usable.length };
  if (down === usable.length) {
    return { weight: down > 1 ? allPlacesDown : onePlaceDown, code: "down", params };
  }
  if (down > 0) return { weight: somePlacesDown, code: "partly", params };
  const slow = usable.some((vantage) => vantage.verdict === "degraded");
  if (slow) return { weight: degradedWeight, code: "degraded", params };
  return { weight: reachableWeight, code: "up", params };
}

function blindProbe(vantages: Vantage[]): Spoken {
  const ours = vantages.some((vantage) => !vantage.controlOk);
  return { weight: 0, code: ours ? "our_network" : "unknown" };
}

function canary(seen: Extract<Evidence, { kind: "canary" }>): Spoken {
  const weight = canaryWeight[seen.verdict];
  const isTimed = seen.seconds !== null && (seen.verdict === "up" || seen.verdict === "degraded");
  if (!isTimed) return { weight, code: seen.verdict === "up" ? "arrived" : seen.verdict };
  return { weight, code: seen.verdict, params: { count: Math.round(seen.seconds ?? 0) } };
}

/** Messages that nobody sent cannot be missing: little sent says nothing. */
function deliveries(seen: Extract<Evidence, { kind: "deliveries" }>): Spoken {
  const { sent, delivered, usualShare, country } = seen;
  if (sent < sentMin) return { weight: 0, code: "few", params: { count: sent } };
  const share = delivered / sent;
  const lost = usualShare > 0 ? Math.max(0, 1 - share / usualShare) : 0;
  const params = { delivered, sent, usual: Math.round(usualShare * 100) };
  if (lost < lostShareMin) return { weight: -0.5, code: "fine", params };
  if (country !== undefined) {
    return { weight: perLostShare * lost, code: "lost_in", params: { ...params, country } };
  }
  return { weight: perLostShare * lost, code: "lost", params };
}

/** That people write is no proof of health: they may write that nothing works. */
function inbound({ seen, expected, silent }: Extract<Evidence, { kind: "inbound" }>): Spoken {
  const params = { seen, expected };
  if (!silent) return { weight: 0, code: "lively", params };
  return { weight: weightMax.inbound, code: "silent", params };
}

function sibling(seen: Extract<Evidence, { kind: "sibling" }>): Spoken {
  const params = { platform: seen.platform };
  if (!seen.confirmed) return { weight: 0, code: "calm", params };
  return { weight: weightMax.sibling, code: "confirmed", params };
}
