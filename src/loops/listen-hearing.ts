import { evidenceOf } from "../domain/listening/evidence.ts";
import { hear, resume, type Told, tell, together } from "../domain/listening/hearing.ts";
import {
  createListening,
  grow,
  type ListeningMemory,
  minuteOf,
} from "../domain/listening/memory.ts";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { SECOND_MS } from "../lib/clock.ts";
import type { Listened } from "../sensors/listener.ts";
import type { Remembered } from "../store/listening.ts";
import type { NewSignal } from "../store/signals.ts";
import type { SourceRow } from "../store/sources.ts";

/** Posts overtake each other a little: a minute is over when the next one is so old. */
const SETTLE_MS = 2 * SECOND_MS;

/** One line that is held: whose it is, where it is, and what is still to be written. */
export type Hearing = Remembered & {
  source: SourceRow;
  openedAt: number | null;
  renewedAt: number;
  /** Told when the line was found again, and not yet written. */
  before: Told | null;
  /** The line has just been opened, and the console should say so. */
  isNews: boolean;
};

export const openHearing = (source: SourceRow, kept: Remembered, now: number): Hearing => ({
  ...kept,
  source,
  openedAt: null,
  renewedAt: now,
  before: null,
  isNews: false,
});

export function takeIn(hearing: Hearing, item: Listened, now: number): void {
  const { platform_id: platform, id: sourceId } = hearing.source;
  switch (item.kind) {
    case "open":
      hearing.openedAt = now;
      hearing.isNews = true;
      hearing.cursor = item.cursor ?? hearing.cursor;
      reopen(hearing, item.gapless, now);
      return;
    case "post":
      hearing.cursor = item.cursor ?? hearing.cursor;
      if (platform !== null) hear(memoryOf(hearing, now), item.post, { platform, sourceId });
      return;
    case "alive":
      hearing.cursor = item.cursor ?? hearing.cursor;
      grow(memoryOf(hearing, now), item.at);
      return;
    default:
      item satisfies never;
  }
}

function memoryOf(hearing: Hearing, now: number): ListeningMemory {
  hearing.memory ??= createListening(now);
  return hearing.memory;
}

function reopen(hearing: Hearing, gapless: boolean, now: number): void {
  const memory = memoryOf(hearing, now);
  if (!gapless) hearing.before = resume(memory, now);
}

/** Whether there is something to write: a minute that is over, or that the line is open. */
export function isMinuteOver({ memory, before, isNews }: Hearing, now: number): boolean {
  if (isNews || (before !== null && before.counts.length > 0)) return true;
  return memory !== null && minuteOf(settledAt(memory, now)) > memory.toldTo;
}

const settledAt = (memory: ListeningMemory, now: number): number =>
  Math.min(memory.heardTo, now) - SETTLE_MS;

/** What the minutes that are over amount to. It is told once: who cannot write it starts anew. */
export function signalsOf(hearing: Hearing, now: number): { signals: NewSignal[]; note: Sentence } {
  const memory = memoryOf(hearing, now);
  const after = tell(memory, settledAt(memory, now));
  const told = hearing.before ? together(hearing.before, after) : after;
  hearing.before = null;
  hearing.isNews = false;
  const { id: sourceId, platform_id: platformId } = hearing.source;
  const evidence = evidenceOf(told);
  const signals = told.counts.flatMap(({ at, count }): NewSignal[] => {
    if (platformId === null) return [];
    const origin = { sourceId, platformId, kind: "social" as const, evidence };
    return [{ ...origin, at, count, verdict: null, detail: {} }];
  });
  return { signals, note: told.counts.length === 0 ? sentence("listening:open") : evidence };
}
