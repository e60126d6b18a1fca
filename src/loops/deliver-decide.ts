import {
  isOrder,
  nextStep,
  type Position,
  type Terms,
  type WayState,
} from "../domain/next-step.ts";
import type { Standing } from "../store/deliveries.ts";
import type { Book, LiveBroadcast, LiveChannel } from "./deliver-book.ts";
import { missingOf } from "./deliver-message.ts";
import type { Worker } from "./deliver-worker.ts";

/** An attempt that shall be made. */
export type Order = { before: Standing; after: Position; channelId: number };
/** A step that sends nothing. */
export type Quiet = { before: Standing; after: Position; channelId: number };

/** On which terms a person goes on. */
export type TermsOf = (person: Standing) => Terms;

/**
 * Somebody whom we may not write to just now is put off as by the provider itself: they wait, or go on
 * where that takes too long.
 */
export function putOff(order: Order, terms: Terms, wait: { until: number; now: number }): Quiet {
  const { until, now } = wait;
  const outcome = { kind: "throttled", waitMs: until - now, scope: "person" } as const;
  return { ...order, after: nextStep(terms, order.after, { kind: "outcome", outcome }, now) };
}

/** The provider, or our receiver at the other end, drops a second message with the same key. */
const IDEMPOTENT = new Set(["email", "webhook"]);

/** Decides for many people with the state of the channels at one moment. */
export class Decider {
  readonly #book: Book;
  readonly #broadcast: LiveBroadcast;
  readonly #heardUntil: number;
  readonly #spent: ReadonlyMap<number, number>;
  readonly #closed = new Set<string>();
  /** How many may still be sent on channels that are being tried out. */
  readonly canaries = new Map<number, number>();

  constructor(
    { book, heardUntil, spent }: Pick<Worker, "book" | "heardUntil" | "spent">,
    broadcast: LiveBroadcast,
  ) {
    this.#book = book;
    this.#heardUntil = heardUntil;
    this.#spent = spent;
    this.#broadcast = broadcast;
  }

  decide(before: Standing, now: number): { order: Order } | { quiet: Quiet } | null {
    const after = nextStep(this.termsOf(before), before.at, { kind: "time" }, now);
    if (after === before.at) return null;
    if (this.#mayHaveAnswered(before, now)) return null;
    const channelId = channelOn(before, after.rung) ?? channelOn(before, before.at.rung) ?? 0;
    if (!isOrder(before.at, after)) {
      const moves = after.settled !== null || after.rung !== before.at.rung;
      return moves || after.dueAt !== before.at.dueAt
        ? { quiet: { before, after, channelId } }
        : null;
    }
    const missing = missingOf(this.#broadcast, before);
    if (missing === null) return { order: { before, after, channelId } };
    return {
      quiet: { before, after: { ...before.at, settled: "blocked", why: missing }, channelId },
    };
  }

  /** Patience ended, but what came before its end lies unread in our own inbox. */
  #mayHaveAnswered({ at }: Standing, now: number): boolean {
    const isSilence = at.fact > 0 && at.dueAt <= now && now < this.#broadcast.expiresAt;
    return isSilence && this.#heardUntil < at.dueAt;
  }

  /** These people may not be written to on this channel today, whatever others may. */
  close(channelId: number, orders: readonly Order[]): void {
    for (const { before } of orders) this.#closed.add(`${channelId}/${before.ordinal}`);
  }

  /** Canaries that did not fly. */
  unspend(channelId: number, unsent: number): void {
    const left = this.canaries.get(channelId);
    if (left !== undefined) this.canaries.set(channelId, left + unsent);
  }

  /** One canary has been spent. */
  spend(channelId: number): void {
    const left = this.canaries.get(channelId);
    if (left !== undefined) this.canaries.set(channelId, Math.max(0, left - 1));
  }

  readonly termsOf: TermsOf = ({ ways, at, ordinal }) => {
    const { cascade, expiresAt } = this.#broadcast;
    return {
      cascade,
      expiresAt,
      // What was sent before the quota was used up is on its way like any other message.
      way: (rung) => {
        const channelId = ways[rung]?.[0];
        const isClosed = this.#closed.size > 0 && this.#closed.has(`${channelId}/${ordinal}`);
        const state = this.#wayState(channelId, at.fact > 0 && at.rung === rung);
        return isClosed && state === "open" ? "closed" : state;
      },
      quiet: (rung) => this.#book.quiet(ways[rung]?.[0] ?? 0),
      idempotent: (rung) => IDEMPOTENT.has(this.#channel(ways[rung]?.[0])?.row.address_kind ?? ""),
    };
  };

  #wayState(channelId: number | undefined, isSent: boolean): WayState {
    if (channelId === undefined) return "none";
    const channel = this.#channel(channelId);
    // A drill never meets a live channel, whatever was approved.
    if (channel && channel.row.drill !== this.#broadcast.drill) return "none";
    if (!channel?.row.enabled || channel.row.state === "down") return "closed";
    if (!isSent && this.#spent.has(channelId)) return "closed";
    if (channel.row.state === "up") return "open";
    return (this.canaries.get(channelId) ?? 0) > 0 ? "open" : "closed";
  }

  #channel(id: number | undefined): LiveChannel | null {
    return id === undefined ? null : this.#book.channel(id);
  }
}

export const channelOn = (person: Standing, rung: number): number | null =>
  person.ways[rung]?.[0] ?? null;
