import type { DryFallback } from "./dry-run.ts";
import type { DryLine, Places } from "./dry-run-sheet.ts";
import { firstPosition, isOrder, nextStep, type Position, type Terms } from "./next-step.ts";

/** One further attempt: on which rung, and how long after the one before it. */
export type FallbackStep = {
  rung: number;
  afterSeconds: number;
  /** The place among the people of 24 hours that it needs; ways to one address need the same one. */
  place?: number | null;
};
/** What a person is sent after their first message, if no message of ours is ever confirmed. */
export type SilentChain = readonly FallbackStep[];

const MS = 1_000;
const ACCEPTED = { kind: "accepted", providerId: null } as const;

/**
 * Plays a person's cascade to its end with a clock that jumps from one due time to the next: every
 * provider accepts, and nothing more is heard. The decision is that of the deliver loop.
 */
export function silentChain(terms: Terms): SilentChain {
  const endless = { ...terms, expiresAt: Number.MAX_SAFE_INTEGER };
  const steps: FallbackStep[] = [];
  let now = 0;
  let sent = nextStep(endless, firstPosition(now), { kind: "time" }, now);
  while (sent.settled === null && sent.attemptedAt === now) {
    const waiting = nextStep(endless, sent, { kind: "outcome", outcome: ACCEPTED }, now);
    if (waiting.settled !== null) break;
    const after: Position = nextStep(endless, waiting, { kind: "time" }, waiting.dueAt);
    if (!isOrder(waiting, after)) break;
    steps.push({ rung: after.rung, afterSeconds: (waiting.dueAt - now) / MS });
    now = waiting.dueAt;
    sent = after;
  }
  return steps;
}

type Batch = {
  at: number;
  people: number;
  chain: SilentChain;
  index: number;
  /** The places that these people have got on the way. */
  held: readonly number[];
};
type Fall = { arrive: (batch: Batch) => boolean; lost: { tooLate: number; full: number } };

/** How people go down the cascade in time, each channel at its rate: whoever comes first is served first. */
export class SilentFall {
  readonly #lines: readonly DryLine[];
  readonly #endSeconds: number;
  /** When first messages left, second by second, for each way the rest may go. */
  readonly #left = new Map<SilentChain, Map<number, number>>();
  readonly #first = new Map<number, number>();
  /** What the first messages leave of the places that channels share. */
  readonly #places = new Map<Places, number>();

  /** The lines in the order of the rungs. */
  constructor(lines: readonly DryLine[], endSeconds: number) {
    this.#lines = lines;
    this.#endSeconds = endSeconds;
  }

  /** Somebody starts on this channel and goes on like this. */
  start(channelId: number, chain: SilentChain): void {
    const count = (this.#first.get(channelId) ?? 0) + 1;
    this.#first.set(channelId, count);
    const perSecond = this.#lines.find((line) => line.channelId === channelId)?.perSecond ?? 1;
    const second = Math.ceil(count / perSecond);
    let seconds = this.#left.get(chain);
    if (!seconds) this.#left.set(chain, (seconds = new Map()));
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }

  /** Lets everybody fall, rung by rung: no chain ever goes back to an earlier one. */
  play(): { channels: DryFallback[]; tooLate: number; full: number } {
    const arrivals: Batch[][] = this.#lines.map(() => []);
    const arrive = (batch: Batch): boolean => {
      const step = batch.chain[batch.index];
      if (step) arrivals[step.rung]?.push(batch);
      return step !== undefined;
    };
    for (const [chain, seconds] of this.#left) {
      for (const [second, people] of seconds) {
        const at = second + (chain[0]?.afterSeconds ?? 0);
        arrive({ at, people, chain, index: 0, held: [] });
      }
    }
    const lost = { tooLate: 0, full: 0 };
    const channels = this.#lines.flatMap((line, rung) => {
      const fallback = this.#serve(line, arrivals[rung] ?? [], { arrive, lost });
      return fallback.people > 0 ? [fallback] : [];
    });
    return { channels, ...lost };
  }

  #serve(line: DryLine, batches: Batch[], { arrive, lost }: Fall): DryFallback {
    const { channelId, perSecond, messageCents, leftToday } = line;
    const started = this.#first.get(channelId) ?? 0;
    let room = leftToday === null ? Number.POSITIVE_INFINITY : Math.max(0, leftToday - started);
    let freeAt = started / perSecond;
    const told = { channelId, people: 0, fromSeconds: 0, untilSeconds: 0 };
    for (const batch of batches.sort((a, b) => a.at - b.at)) {
      const { people, held } = this.#admit(line, batch, room);
      room -= people;
      const index = batch.index + 1;
      const turnedAway = { ...batch, index, people: batch.people - people };
      // A channel that is full is passed by at once, without any patience.
      if (turnedAway.people > 0 && !arrive(turnedAway)) lost.full += turnedAway.people;
      if (people === 0) continue;
      const begins = Math.max(batch.at, freeAt);
      if (begins >= this.#endSeconds) {
        lost.tooLate += people;
        continue;
      }
      freeAt = begins + people / perSecond;
      told.fromSeconds = told.people === 0 ? begins : told.fromSeconds;
      told.untilSeconds = freeAt;
      told.people += people;
      const afterSeconds = batch.chain[index]?.afterSeconds ?? 0;
      arrive({ ...batch, index, people, held, at: freeAt + afterSeconds });
    }
    return {
      ...told,
      fromSeconds: Math.round(told.fromSeconds),
      untilSeconds: Math.ceil(told.untilSeconds),
      costCents: messageCents === null ? null : told.people * messageCents,
    };
  }

  /** How many of these find room in the quota and, where they are new, among the people of 24 hours. */
  #admit(
    { places = null }: DryLine,
    { people, chain, index, held }: Batch,
    room: number,
  ): { people: number; held: readonly number[] } {
    const place = chain[index]?.place ?? null;
    if (places === null || place === null || held.includes(place)) {
      return { people: Math.min(people, room), held };
    }
    const left = this.#places.get(places) ?? places.left;
    const admitted = Math.min(people, room, left);
    this.#places.set(places, left - admitted);
    return { people: admitted, held: [...held, place] };
  }
}
