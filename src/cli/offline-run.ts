import { setTimeout as sleep } from "node:timers/promises";
import type { Cascade } from "../domain/cascade.ts";
import type { Language, Texts } from "../domain/language.ts";
import { firstPosition, isOrder, nextStep, type Position } from "../domain/next-step.ts";
import type { CopyChannel, CopyPerson } from "../domain/offline/copy.ts";
import {
  meantBy,
  notHeardOf,
  resumedAt,
  type Suppressed,
  termsOf,
} from "../domain/offline/sending.ts";
import type { Outcome } from "../domain/outcome.ts";
import { SECOND_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import type { Transport } from "../transports/transport.ts";
import type { Ledger } from "./offline-ledger.ts";
import { messageFor } from "./offline-message.ts";

/** A channel of the copy, ready to send. */
export type OpenChannel = {
  row: CopyChannel;
  transport: Transport;
  settings: object;
  wire: Wire;
};

export type OfflineRun = {
  job: string;
  texts: Texts;
  /** The place of the segment that is meant; null for everybody. */
  segment: number | null;
  channels: readonly OpenChannel[];
  cascade: Cascade;
  suppressed: Suppressed;
  people: AsyncIterable<CopyPerson>;
  ledger: Ledger;
  now: () => number;
  stop: AbortSignal;
  onStep(settled: number): void;
  /** A channel whose provider refuses us, once. */
  onRefused(channel: CopyChannel, why: string): void;
};

/** One person in hand. */
type InHand = {
  person: CopyPerson;
  ways: (string | null)[];
  language: Language;
  at: Position;
  /** An attempt is out, and its answer is not here yet. */
  flying: boolean;
};
type Step = { one: InHand; after: Position };

const HAND_MAX = 1_000;
/** Attempts that are committed together, just before they are sent. */
const SLICE_MAX = 200;
const WAIT_MIN_MS = 20;
const WAIT_MAX_MS = SECOND_MS;

/** Sends to everybody who is meant and not done yet, until all are or the signal. */
export async function runOffline(run: OfflineRun): Promise<{ stopped: boolean }> {
  return await new Runner(run).run();
}

class Runner {
  readonly #run: OfflineRun;
  readonly #hand = new Set<InHand>();
  readonly #flights = new Set<Promise<void>>();
  /** Rungs whose provider refuses us. */
  readonly #refused = new Set<number>();
  /** When each rung may send next. */
  readonly #readyAt: number[];
  #settled = 0;
  /** What ended a flight that should never have ended so: a ledger that cannot be written. */
  #broken: Error | null = null;

  constructor(run: OfflineRun) {
    this.#run = run;
    this.#readyAt = run.channels.map(() => 0);
  }

  async run(): Promise<{ stopped: boolean }> {
    const people = this.#run.people[Symbol.asyncIterator]();
    try {
      return { stopped: !(await this.#sendAll(people)) };
    } finally {
      // What is out is waited for: its answer is worth more than a quick end.
      await Promise.all(this.#flights);
      await people.return?.();
      await this.#run.ledger.sync();
    }
  }

  /** Answers whether everybody is settled; false where it was told to stop. */
  async #sendAll(people: AsyncIterator<CopyPerson>): Promise<boolean> {
    let isOver = false;
    while (!this.#run.stop.aborted) {
      if (this.#broken !== null) throw this.#broken;
      while (!isOver && this.#hand.size < HAND_MAX) {
        const next = await people.next();
        if (next.done) isOver = true;
        else this.#take(next.value);
      }
      if (isOver && this.#hand.size === 0) return true;
      await this.#round();
    }
    return false;
  }

  #take(person: CopyPerson): void {
    const { texts, segment, channels, suppressed, ledger, now } = this.#run;
    const rows = channels.map(({ row }) => row);
    const meant = meantBy(person, { texts, segment }, { channels: rows, suppressed });
    if (meant.kind !== "send") return;
    const moment = now();
    const at = resumedAt(ledger.positions.get(person.id) ?? firstPosition(moment), moment);
    if (at.settled !== null) this.#count();
    else {
      const { ways, language } = meant;
      this.#hand.add({ person, ways, language, at, flying: false });
    }
  }

  #count(): void {
    this.#settled += 1;
    this.#run.onStep(this.#settled);
  }

  /** Sends what is due on each channel that has room, or waits a moment. */
  async #round(): Promise<void> {
    const { now, ledger } = this.#run;
    const moment = now();
    const { slices, settled } = this.#dueAt(moment);
    await this.#note(settled);
    const orders = slices.flat();
    if (orders.length === 0) {
      if (settled.length === 0) await this.#wait(moment);
      return;
    }
    for (const { one } of orders) one.flying = true;
    // On the disk before the network is touched.
    await ledger.append(orders.map(({ one, after }) => ({ id: one.person.id, at: after })));
    await ledger.sync();
    for (const [rung, slice] of slices.entries()) this.#sendSlice(slice, rung);
  }

  #dueAt(moment: number): { slices: Step[][]; settled: Step[] } {
    const slices: Step[][] = this.#run.channels.map(() => []);
    const settled: Step[] = [];
    const room = slices.map((_, rung) => this.#roomOn(rung, moment));
    for (const one of this.#hand) {
      if (one.flying) continue;
      const after = nextStep(this.#termsOf(one, moment), one.at, { kind: "time" }, moment);
      const slice = slices[after.rung];
      if (after.settled !== null) settled.push({ one, after });
      else if (slice && isOrder(one.at, after) && slice.length < (room[after.rung] ?? 0)) {
        slice.push({ one, after });
      }
    }
    return { slices, settled };
  }

  /** How many may go out now: a second's worth at the most, and no more than the day has left. */
  #roomOn(rung: number, moment: number): number {
    const perSecond = this.#run.channels[rung]?.row.perSecond ?? 0;
    if (moment < (this.#readyAt[rung] ?? 0)) return 0;
    return Math.min(SLICE_MAX, Math.max(1, Math.floor(perSecond)), this.#leftToday(rung, moment));
  }

  #leftToday(rung: number, moment: number): number {
    const dailyMax = this.#run.channels[rung]?.row.dailyMax ?? null;
    if (dailyMax === null) return Number.POSITIVE_INFINITY;
    return Math.max(0, dailyMax - this.#run.ledger.attemptsOn(rung, moment));
  }

  async #wait(moment: number): Promise<void> {
    const dues = [...[...this.#hand].map(({ at }) => at.dueAt), ...this.#readyAt];
    const next = Math.min(...dues.filter((due) => due > moment));
    const waitMs = Math.min(WAIT_MAX_MS, Math.max(WAIT_MIN_MS, next - moment));
    const paused = sleep(waitMs, undefined, { signal: this.#run.stop }).catch(() => undefined);
    await Promise.race([paused, ...this.#flights]);
  }

  #sendSlice(slice: readonly Step[], rung: number): void {
    const channel = this.#run.channels[rung];
    if (!channel || slice.length === 0) return;
    this.#readyAt[rung] = this.#run.now() + (slice.length * SECOND_MS) / channel.row.perSecond;
    for (const { one, after } of slice) {
      one.at = after;
      const flight = this.#sendOne(one, channel)
        .catch((cause: unknown) => void (this.#broken ??= asError(cause)))
        .finally(() => this.#flights.delete(flight));
      this.#flights.add(flight);
    }
  }

  async #sendOne(one: InHand, channel: OpenChannel): Promise<void> {
    const outcome = await this.#outcomeOf(one, channel);
    const { rung } = one.at;
    if (outcome.kind === "misconfigured" && !this.#refused.has(rung)) {
      this.#refused.add(rung);
      this.#run.onRefused(channel.row, outcome.why);
    }
    const now = this.#run.now();
    const after = nextStep(this.#termsOf(one, now), one.at, { kind: "outcome", outcome }, now);
    one.flying = false;
    await this.#note([{ one, after: notHeardOf(after, now) }]);
  }

  async #outcomeOf(one: InHand, channel: OpenChannel): Promise<Outcome> {
    const { job, texts, now } = this.#run;
    const message = messageFor({ job, texts, channel, ...one, sentAt: now() });
    try {
      const to = one.ways[one.at.rung] ?? "";
      return await channel.transport.send(message, to, channel.settings, channel.wire);
    } catch {
      // Whether the message left, nobody can say.
      return { kind: "unknown", why: "internal error" };
    }
  }

  async #note(steps: readonly Step[]): Promise<void> {
    const { ledger } = this.#run;
    for (const { one, after } of steps) one.at = after;
    await ledger.append(steps.map(({ one, after }) => ({ id: one.person.id, at: after })));
    for (const { one, after } of steps) {
      if (after.settled !== null && this.#hand.delete(one)) this.#count();
    }
  }

  #termsOf({ ways }: InHand, moment: number) {
    const { cascade, ledger } = this.#run;
    const stateOf = (rung: number) => {
      if (this.#refused.has(rung)) return "none";
      return this.#leftToday(rung, moment) === 0 ? "closed" : "open";
    };
    return termsOf(cascade, ways, { startedAt: ledger.head.startedAt, stateOf });
  }
}

const asError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error(String(cause));
