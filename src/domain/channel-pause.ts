import { restAfterFalls } from "./channel-rest.ts";
import { type Quiet, SHORT_HUSH_MS } from "./ways-ahead.ts";

/** What is told of a channel that sends nothing for a while, or less than it could. */
export type ChannelPause = {
  /** Its provider refuses everything for speed; it rests after a fall; it feels its way back. */
  kind: "silence" | "rest" | "slow";
  since: number;
  /** When it ends at the earliest; null where that moment has come, or nobody can know it. */
  until: number | null;
  /** Whether it is long enough for people to take their next way. */
  moves: boolean;
  /** How fast it goes, where it goes more slowly than it might. */
  perSecond: number | null;
};

/** How a channel stands, and what its provider has said of its speed. */
export type PacedChannel = {
  /** When our receipts took it down, and how often they did lately; null where they have not. */
  fell: { at: number; falls: number } | null;
  quiet: Quiet | null;
  full: number;
  pace: number;
  pacedAt: number | null;
};

/** A shorter pause is over before anybody has read of it. */
const toldMs = 10_000;
/** What is nearly its full speed is not worth a word. */
const slowShare = 0.95;

/** The one thing that an operator has to know of a channel's pauses; null where there is none. */
export function channelPauseOf(channel: PacedChannel, now: number): ChannelPause | null {
  if (channel.fell) return restOf(channel.fell, now);
  return silenceOf(channel.quiet, now) ?? slownessOf(channel);
}

function restOf({ at, falls }: { at: number; falls: number }, now: number): ChannelPause {
  const until = at + restAfterFalls(falls);
  return {
    kind: "rest",
    since: at,
    until: until > now ? until : null,
    moves: true,
    perSecond: null,
  };
}

function silenceOf(quiet: Quiet | null, now: number): ChannelPause | null {
  if (quiet === null || quiet.until - quiet.since < toldMs) return null;
  // After a minute without a refusal the row is over: nobody has tried since.
  if (quiet.until <= now - SHORT_HUSH_MS) return null;
  const { since, until } = quiet;
  return {
    kind: "silence",
    since,
    until: until > now ? until : null,
    moves: until - since > SHORT_HUSH_MS,
    perSecond: null,
  };
}

function slownessOf({ full, pace, pacedAt }: PacedChannel): ChannelPause | null {
  if (pacedAt === null || pace >= full * slowShare) return null;
  return { kind: "slow", since: pacedAt, until: null, moves: false, perSecond: pace };
}
