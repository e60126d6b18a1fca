import {
  createListening,
  freshnessOf,
  grow,
  hasSpoken,
  isDelivered,
  type ListeningMemory,
  minuteOf,
  nearestMinute,
  type Tally,
} from "./memory.ts";
import type { SocialPost } from "./post.ts";
import { isAbout, soundsNegative, weighTestimony } from "./testimony.ts";

const minuteMs = 60_000;
/** A post that reaches us later than this says nothing about now. */
const lateMaxMs = 15 * minuteMs;
/** In a flood no more posts of a minute are read: their number is a lower bound already. */
const readPerMinuteMax = 2_000;
/** Minutes told at a time: after an absence the rest is too long ago to act upon. */
const toldMax = 60;
/** An account is young for a week. Young ones together weigh no more than half the others. */
const youngMs = 7 * 24 * 60 * minuteMs;
const youngShareMax = 0.5;
const youngAlwaysMax = 1;

/** Whoever looks for the first time looks back this far. */
const firstBackMs = 10 * minuteMs;

export type About = { platform: string; sourceId: string };

/** The minutes that are over, and what stood behind their counts. */
export type Told = {
  counts: { at: number; count: number }[];
  posts: number;
  negative: number;
};

/** Takes in one post, once: who says what everybody says, or speaks again, hardly counts. */
export function hear(memory: ListeningMemory, post: SocialPost, about: About): void {
  grow(memory, post.at);
  if (post.at < memory.toldTo - lateMaxMs || !isAbout(post, about.platform)) return;
  if (isDelivered(memory, post.id)) return;
  const tally = tallyAt(memory, post.at);
  if (tally.read >= readPerMinuteMax) return;
  tally.read++;
  const weight = weighTestimony(post, about.platform);
  if (weight === 0 || hasSpoken(memory, post.author, about.sourceId)) return;
  const fresh = weight * freshnessOf(memory, post.text);
  if (fresh === 0) return;
  tally.posts++;
  if (soundsNegative(post.text)) tally.negative++;
  if (isYoung(post)) tally.young += fresh;
  else tally.grown += fresh;
}

const isYoung = ({ at, authorSince }: SocialPost): boolean =>
  typeof authorSince === "number" && at - authorSince < youngMs;

/** A minute that has been told stays as it is: who comes late counts in the present one. */
function tallyAt(memory: ListeningMemory, at: number): Tally {
  const key = String(Math.max(minuteOf(at), memory.toldTo));
  const known = memory.tallies[key];
  if (known) return known;
  const fresh = { posts: 0, negative: 0, grown: 0, young: 0, read: 0 };
  memory.tallies[key] = fresh;
  return fresh;
}

/** Tells every minute that is over at `upTo`, once. Silence counts, too. */
export function tell(memory: ListeningMemory, upTo: number): Told {
  const end = minuteOf(upTo);
  const told: Told = { counts: [], posts: 0, negative: 0 };
  if (end <= memory.toldTo) return told;
  const from = Math.max(memory.toldTo, end - toldMax * minuteMs);
  for (let at = from; at < end; at += minuteMs) {
    const tally = memory.tallies[String(at)];
    const sum = memory.rest + (tally ? weightOfTally(tally) : 0);
    const count = Math.max(0, Math.round(sum));
    // What rounding takes from one minute it gives to the next.
    memory.rest = sum - count;
    told.posts += tally?.posts ?? 0;
    told.negative += tally?.negative ?? 0;
    told.counts.push({ at, count });
  }
  memory.toldTo = end;
  memory.tallies = Object.fromEntries(
    Object.entries(memory.tallies).filter(([at]) => Number(at) >= end),
  );
  return told;
}

function weightOfTally({ grown, young }: Tally): number {
  return grown + Math.min(young, youngAlwaysMax + youngShareMax * grown);
}

/**
 * We hear again since `at`, and missed what lies between. Minutes of which we heard half are told;
 * the others were not heard, which is not silence. What was heard of them counts in the next one.
 */
export function resume(memory: ListeningMemory, at: number): Told {
  const told = tell(memory, nearestMinute(memory.heardTo));
  const next = Math.max(memory.toldTo, nearestMinute(at));
  const open = Object.values(memory.tallies);
  const isNear = next - memory.toldTo <= minuteMs;
  memory.toldTo = next;
  memory.tallies = open.length > 0 && isNear ? { [String(next)]: sumOf(open) } : {};
  grow(memory, at);
  return told;
}

const sumOf = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, each) => ({
    posts: sum.posts + each.posts,
    negative: sum.negative + each.negative,
    grown: sum.grown + each.grown,
    young: sum.young + each.young,
    read: sum.read + each.read,
  }));

type Page = { posts: readonly SocialPost[]; completeFrom: number };

/** Takes in what one look brought: all that was written since `completeFrom`. */
export function hearPage(
  known: ListeningMemory | null,
  page: Page,
  { about, now }: { about: About; now: number },
): { memory: ListeningMemory; told: Told } {
  const memory = known ?? createListening(Math.max(page.completeFrom, now - firstBackMs));
  const before = page.completeFrom > memory.heardTo ? resume(memory, page.completeFrom) : null;
  for (const post of page.posts.toSorted((a, b) => a.at - b.at)) hear(memory, post, about);
  grow(memory, now);
  const after = tell(memory, now);
  return { memory, told: before ? together(before, after) : after };
}

export const together = (first: Told, second: Told): Told => ({
  counts: [...first.counts, ...second.counts],
  posts: first.posts + second.posts,
  negative: first.negative + second.negative,
});
