import { chance } from "../lib/chance.ts";
/** What becomes of a message at one person's end. */
export type Life = {
  /** Whether the address works at all. */
  reachable: boolean;
  deliveredAfterMs: number;
  readAfterMs: number | null;
  answer: { text: string; afterMs: number } | null;
};

/** A public: shares are between 0 and 1, and times are the longest ones. */
export type Habits = {
  seed: number;
  unreachable: number;
  reads: number;
  /** Of those who read: what they answer, and how many. */
  answers: Readonly<Record<string, number>>;
  deliveryMsMax: number;
  readingMsMax: number;
  answeringMsMax: number;
};

export const usualHabits: Habits = {
  seed: 1,
  unreachable: 0.02,
  reads: 0.75,
  answers: { "1": 0.45, "2": 0.03, STOP: 0.005, Merci: 0.03, "Where do I go?": 0.02 },
  deliveryMsMax: 4_000,
  readingMsMax: 60_000,
  answeringMsMax: 120_000,
};

/** Everybody gets everything at once and says nothing: for benchmarks and exact counts. */
export const promptHabits: Habits = {
  ...usualHabits,
  unreachable: 0,
  reads: 1,
  answers: {},
  deliveryMsMax: 50,
  readingMsMax: 50,
  answeringMsMax: 50,
};

export type People = (address: string) => Life;

/** The same person does the same thing on each run. Named people may have a life of their own. */
export function createPeople(
  habits: Habits = usualHabits,
  named: Readonly<Record<string, Partial<Life>>> = {},
): People {
  return (address) => ({ ...lifeOf(address, habits), ...named[address] });
}

function lifeOf(address: string, habits: Habits): Life {
  const next = chance(seedOf(address, habits.seed));
  const reachable = next() >= habits.unreachable;
  const deliveredAfterMs = squared(next()) * habits.deliveryMsMax;
  const reads = next() < habits.reads;
  const readAfterMs = deliveredAfterMs + squared(next()) * habits.readingMsMax;
  const text = reads ? chosen(next(), habits.answers) : null;
  const afterMs = readAfterMs + squared(next()) * habits.answeringMsMax;
  return {
    reachable,
    deliveredAfterMs,
    readAfterMs: reads ? readAfterMs : null,
    answer: text === null ? null : { text, afterMs },
  };
}

/** Most people are quick and a few are slow. */
const squared = (share: number): number => share * share;

function chosen(draw: number, answers: Habits["answers"]): string | null {
  let upTo = 0;
  for (const [text, share] of Object.entries(answers)) {
    upTo += share;
    if (draw < upTo) return text;
  }
  return null;
}

/** FNV-1a. */
function seedOf(address: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < address.length; at++) {
    hash = Math.imul(hash ^ address.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash;
}
