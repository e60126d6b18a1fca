import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { someChunkDue } from "../store/chunks.ts";
import type { Db } from "../store/database.ts";
import { oldestInbox } from "../store/inbox.ts";
import { opinionOf } from "../store/streams.ts";

/** What the machine may be behind: a source looks once a minute, and a bucket has to be over. */
const SEEN_LATE_MAX_MS = 3 * MINUTE_MS;
const HEARD_LATE_MAX_MS = 3 * MINUTE_MS;
/** A machine that has stumbled must not hold up the play for ever: some ten seconds for a minute. */
const ROUNDS_BEHIND_MAX = 250;
/** While messages go out, time goes in such steps, and the machine has a moment for each. */
const STEP_MS = 4 * SECOND_MS;

/** How far the machine is with what happened: behind, sending what it may, or done with all of it. */
export type MachineState = "behind" | "sending" | "idle";

/** A play in minutes: who holds the clock, what a minute does, and whether all is over after it. */
export type Minutes = {
  now(): number;
  mayReach(at: number): void;
  signal: AbortSignal;
  /** The last minute, if nothing ends it before. */
  most: number;
  /** How far the machine is with what happened until now. */
  machine(): Promise<MachineState>;
  play(minute: number): Promise<{ over: boolean }>;
  /** A moment of real time. */
  pause(): Promise<void>;
};

/**
 * Plays minute by minute. The clock never comes to the next one before this one was played, nor far
 * ahead of what the machine has seen: however fast it is told to go, it tells the same story.
 */
export async function playMinutes(minutes: Minutes): Promise<void> {
  // Whole minutes of the clock, as those count who look.
  const startAt = Math.ceil(minutes.now() / MINUTE_MS) * MINUTE_MS;
  minutes.mayReach(startAt);
  for (let minute = 0; minute < minutes.most; minute++) {
    const at = startAt + minute * MINUTE_MS;
    const state = await onceSeen(minutes);
    const isTooFast = state === "sending" && (await inSteps(minutes, at));
    // What this minute brings is noted in this minute, however long that takes.
    if (!isTooFast) minutes.mayReach(at + MINUTE_MS - 1);
    await until(minutes, at);
    if (minutes.signal.aborted || (await minutes.play(minute)).over) return;
  }
}

async function onceSeen({ machine, pause, signal }: Minutes): Promise<MachineState> {
  let state = await machine();
  for (let round = 0; state === "behind" && round < ROUNDS_BEHIND_MAX; round++) {
    if (signal.aborted) return state;
    await pause();
    state = await machine();
  }
  return state;
}

/**
 * What a channel may send in a second of the story is only sent if somebody looks in that second. Answers
 * whether the clock had to be held for it: one that is slow by itself goes on without a halt.
 */
async function inSteps(minutes: Minutes, end: number): Promise<boolean> {
  const { now, mayReach, pause, signal } = minutes;
  let [steps, held] = [0, 0];
  for (let at = now(); at < end && !signal.aborted; at = now()) {
    const most = Math.min(end, at + STEP_MS);
    mayReach(most);
    do await pause();
    while (now() < Math.min(end, at + STEP_MS / 2) && !signal.aborted);
    steps += 1;
    if (now() >= most) held += 1;
  }
  return held >= steps / 2;
}

async function until({ now, pause, signal }: Minutes, at: number): Promise<void> {
  while (now() < at && !signal.aborted) await pause();
}

/** Whether reports are judged, receipts heard and messages sent, but for what only more time can bring. */
export async function machineAt(
  db: Db,
  { platformId, now }: { platformId: string; now: number },
): Promise<MachineState> {
  const heard = await oldestInbox(db);
  if (heard !== null && heard < now - HEARD_LATE_MAX_MS) return "behind";
  const opinion = await opinionOf(db, platformId);
  if (opinion !== undefined && opinion.at < now - SEEN_LATE_MAX_MS) return "behind";
  return (await someChunkDue(db, now)) ? "sending" : "idle";
}
