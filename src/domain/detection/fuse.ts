import { classify, type Surroundings } from "./classify.ts";
import {
  type Addend,
  accountKinds,
  crowdKinds,
  type Evidence,
  isSighted,
  ownKinds,
} from "./evidence.ts";
import { type Naming, nextNaming } from "./naming.ts";
import { weigh } from "./weigh.ts";

export type Level = "healthy" | "unclear" | "suspected" | "confirmed";

/** What all evidence on one platform amounts to, with every addend of the sum. */
export type Assessment = Naming & {
  level: Level;
  /** How sure we are of the level; null while nothing speaks for it or against it. */
  confidence: number | null;
  logOdds: number;
  addends: Addend[];
  /** True when nothing but crowds speaks for trouble: show it, but write to nobody. */
  crowdOnly: boolean;
  blind: boolean;
  since: number;
  /** Since when the evidence has been below the level, or null. */
  easingSince: number | null;
};

/** What is known of a platform at one moment. */
export type Scene = { evidence: Evidence[]; surroundings: Surroundings };

/** Trouble is rare: without evidence it has odds of one to fifty-five. */
const priorLogOdds = -4;
const confirmedFrom = 2;
const suspectedFrom = 0;
const unclearFrom = -2.5;
const easing = { confirmed: 0.5, suspected: -1.5, unclear: -3.5 };
const minuteMs = 60_000;
const easingHoldMs = 12 * minuteMs;
/** What crowds say of a platform while a larger trouble elsewhere explains it: suspected, no more. */
const spillOverMost = 0.4;
/** What our own looks say while unrelated targets fail with it: nothing that opens an incident. */
const onlyUsMost = -0.5;

/** The sum of what independent kinds of evidence say; of one kind only the strongest voice counts. */
export function fuse(evidence: Evidence[]): { logOdds: number; addends: Addend[] } {
  const strongest = new Map<string, Addend>();
  for (const addend of evidence.map(weigh)) {
    const before = strongest.get(addend.kind);
    if (before === undefined || addend.weight > before.weight) strongest.set(addend.kind, addend);
  }
  const addends = [...strongest.values()].sort((a, b) => b.weight - a.weight);
  const logOdds = addends.reduce((total, addend) => total + addend.weight, priorLogOdds);
  return { logOdds, addends };
}

/** The next assessment of a platform: it climbs at once, and comes down only after calm that lasts. */
export function nextAssessment(previous: Assessment | null, scene: Scene, now: number): Assessment {
  const { evidence, surroundings } = withoutAccount(scene);
  const sum = fuse(evidence);
  // An account that is blocked while the platform fails as well is no name for the platform's trouble.
  const accountBlocked = surroundings.accountBlocked && sum.logOdds < suspectedFrom;
  const naming = nameOf(previous, { ...surroundings, accountBlocked }, now);
  const { logOdds, addends } = explainAway(sum, naming);
  const blind = !evidence.some(isSighted) && !addends.some((addend) => addend.weight > 0);
  const stance = blind ? stayBlind(previous, now) : step(previous, logOdds, now);
  return {
    ...stance,
    ...naming,
    confidence: blind ? null : confidenceOf({ logOdds, addends }, stance.level),
    logOdds,
    addends: [...addends, ...(blind ? [blindness] : holding(stance, now))],
    // While trouble eases nothing speaks any more, and what it rested on has not changed.
    crowdOnly: speaking(addends).length > 0 ? isCrowdOnly(addends) : (previous?.crowdOnly ?? false),
    blind,
  };
}

/** What our own messages say while our account is blocked is said of the account. */
function withoutAccount({ evidence, surroundings }: Scene): Scene {
  if (!surroundings.accountBlocked) return { evidence, surroundings };
  return { evidence: evidence.filter(({ kind }) => !accountKinds.has(kind)), surroundings };
}

/** Out of trouble every look names anew; within one, a name holds; and what eases tells nothing new about it. */
function nameOf(previous: Assessment | null, seen: Surroundings, now: number): Naming {
  const named = classify(seen);
  const isOpen = previous !== null && ranks[previous.level] >= ranks.suspected;
  if (isOpen && previous.easingSince !== null && previous.class !== "unknown_yet") {
    return { class: previous.class, subject: previous.subject, contender: null };
  }
  return isOpen ? nextNaming(previous, named, now) : { ...named, contender: null };
}

type Sum = { logOdds: number; addends: Addend[] };

/**
 * People blame their own platform when another fails: that adds up to suspicion, never to certainty. And what we see through
 * a line that shows us unrelated targets failing as well is a fault of the line.
 */
function explainAway(sum: Sum, { class: kind, subject }: Naming): Sum {
  if (kind === "spill_over" && subject !== null && isCrowdOnly(sum.addends)) {
    const params = { platform: subject };
    return capped(sum, spillOverMost, { kind, code: "spill_over_explained", params });
  }
  if (kind === "only_us" && speaking(sum.addends).every((addend) => ownKinds.has(addend.kind)))
    return capped(sum, onlyUsMost, { kind, code: "only_us_explained", params: {} });
  return sum;
}

function capped({ logOdds, addends }: Sum, most: number, why: Omit<Addend, "weight">): Sum {
  if (logOdds <= most) return { logOdds, addends };
  return { logOdds: most, addends: [...addends, { ...why, weight: most - logOdds }] };
}

/** A level above what the evidence says is held for a while, and says how long. */
function holding({ easingSince }: Stance, now: number): Addend[] {
  if (easingSince === null) return [];
  const count = Math.ceil((easingHoldMs - (now - easingSince)) / minuteMs);
  if (count <= 0) return [];
  return [{ kind: "hold", weight: 0, code: "hold_level", params: { count } }];
}

type Stance = Pick<Assessment, "level" | "since" | "easingSince">;

const blindness: Addend = { kind: "blind", weight: 0, code: "blind", params: {} };
const ranks: Record<Level, number> = { healthy: 0, unclear: 1, suspected: 2, confirmed: 3 };

/** Silence opens nothing and closes nothing; what was healthy becomes unclear. */
function stayBlind(previous: Assessment | null, now: number): Stance {
  if (previous === null || previous.level === "healthy") {
    return { level: "unclear", since: now, easingSince: null };
  }
  return { level: previous.level, since: previous.since, easingSince: null };
}

function step(previous: Assessment | null, logOdds: number, now: number): Stance {
  const reached = levelFrom(logOdds);
  if (previous === null) return { level: reached, since: now, easingSince: null };
  const stay = { level: previous.level, since: previous.since };
  if (ranks[reached] > ranks[previous.level]) {
    return { level: reached, since: now, easingSince: null };
  }
  if (previous.level === "healthy" || logOdds >= easing[previous.level]) {
    return { ...stay, easingSince: null };
  }
  const easingSince = previous.easingSince ?? now;
  // Evidence that grows again would bring the level back a moment later: it does not go down in between.
  const isGrowing = logOdds > previous.logOdds;
  if (isGrowing || now - easingSince < easingHoldMs) return { ...stay, easingSince };
  return { level: reached, since: now, easingSince: null };
}

function levelFrom(logOdds: number): Level {
  if (logOdds >= confirmedFrom) return "confirmed";
  if (logOdds >= suspectedFrom) return "suspected";
  return logOdds >= unclearFrom ? "unclear" : "healthy";
}

/**
 * How sure we are of the level shown: of trouble when it says trouble, of health when it says health. Where nothing
 * weighs, the sum is what is true of most days, and nobody has looked at this one.
 */
function confidenceOf({ logOdds, addends }: Sum, level: Level): number | null {
  if (addends.every(({ weight }) => weight === 0)) return null;
  const trouble = 1 / (1 + Math.exp(-logOdds));
  return level === "healthy" ? 1 - trouble : trouble;
}

function isCrowdOnly(addends: Addend[]): boolean {
  const voices = speaking(addends);
  return voices.length > 0 && voices.every((addend) => crowdKinds.has(addend.kind));
}

const speaking = (addends: Addend[]): Addend[] => addends.filter(({ weight }) => weight > 0);
