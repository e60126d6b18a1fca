import type { House } from "../actions/action.ts";
import type { Bell } from "../lib/bell.ts";
import type { Log } from "../lib/log.ts";
import type { Lane } from "../store/schema/delivery.ts";
import { transports } from "../transports/index.ts";
import { Book, type WireFor } from "./deliver-book.ts";
import { Gate } from "./gate.ts";

export type DeliverLimits = {
  /** Chunks under way at a time in this process, and how many of them may be bulk. */
  chunksMax: number;
  bulkChunksMax: number;
  /** Attempts on one channel that are committed as *sending* and not answered. */
  sendsMax: number;
  /** Attempts that are committed together, just before they are sent. */
  sliceMax: number;
  /** Outcomes that are written together. */
  flushMax: number;
  leaseMs: number;
};

export type DeliverContext = {
  house: House;
  wireFor: WireFor;
  /** Where providers and people find us, without a trailing slash. */
  publicUrl: string;
  /** The same for the simulated providers of drill channels: loopback. */
  callbackBase: string;
  log: Log;
  /** Told after each round: whoever watches over the loops learns that this one lives. */
  beat?: (() => void) | undefined;
  /** Rings when anything happens; without it, one looks as often when nothing does. */
  bell?: Bell;
  limits?: Partial<DeliverLimits>;
};

const LIMITS: DeliverLimits = {
  chunksMax: 8,
  bulkChunksMax: 6,
  sendsMax: 1_000,
  sliceMax: 500,
  flushMax: 500,
  leaseMs: 60_000,
};
/** The end of a lease is no time to start anything. */
const LEASE_MARGIN_MS = 1_000;

/** Whoever waits for a channel is looked at so often all the same: their news may have grown old. */
const STARVED_MAX_MS = 60_000;

/** What one deliver loop keeps while it runs. Nothing in it is the only copy of anything. */
export type Worker = {
  context: DeliverContext;
  house: House;
  book: Book;
  limits: DeliverLimits;
  /** Held in the database for as long as we live (store/node-names.ts). */
  node: string;
  /** What providers told us before this moment has been read: only up to here is silence silence. */
  heardUntil: number;
  /** Channels without tokens, and when there will be some. */
  starved: Map<number, number>;
  /** Channels whose quota of today is used up, and when the next day begins. */
  spent: Map<number, number>;
  /** Broadcasts that are sent or were a moment ago: their messages may crowd the same person. */
  recent: readonly number[];
  gateOf(channelId: number, lane: Lane): Gate;
  /** Leaves the chunks that wait for this channel alone until then, but never for long. */
  starve(channelId: number, until: number): void;
  /** The last moment to send for a lease that ends then. */
  lastSend(leasedUntil: number): number;
};

export function createWorker(context: DeliverContext): Worker {
  const limits = { ...LIMITS, ...context.limits };
  const sendTimeoutMs = Math.max(...transports.map((transport) => transport.limits.sendTimeoutMs));
  const reserveMs = sendTimeoutMs + LEASE_MARGIN_MS;
  if (reserveMs >= limits.leaseMs) {
    throw new Error(
      `A send may take ${sendTimeoutMs} ms; a lease of ${limits.leaseMs} ms is too short.`,
    );
  }
  const gates = new Map<string, Gate>();
  return {
    context,
    house: context.house,
    book: new Book(context),
    limits,
    node: context.house.newId(),
    heardUntil: Number.POSITIVE_INFINITY,
    starved: new Map(),
    spent: new Map(),
    recent: [],
    gateOf(channelId, lane) {
      const name = `${channelId}/${lane}`;
      const known = gates.get(name);
      if (known) return known;
      // Each lane has a gate of its own: what is critical never stands in the other's queue.
      const gate = new Gate(limits.sendsMax);
      gates.set(name, gate);
      return gate;
    },
    starve(channelId, until) {
      const look = context.house.now() + STARVED_MAX_MS;
      this.starved.set(channelId, Math.min(until, look));
    },
    lastSend: (leasedUntil) => leasedUntil - reserveMs,
  };
}
