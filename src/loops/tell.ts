import { setTimeout as sleep } from "node:timers/promises";
import type { House } from "../actions/action.ts";
import {
  finishDone,
  forgetSubscriptions,
  freezeNext,
  leaseDueTellings,
} from "../actions/subscriber/machine.ts";
import { carrierOf } from "../actions/subscriber/offer.ts";
import { remindOfWork } from "../actions/subscriber/tell-work.ts";
import { type Bell, wakeful } from "../lib/bell.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import { hasOpenTellings } from "../store/tellings.ts";
import { Book, type LiveChannel, type WireFor } from "./deliver-book.ts";
import { tellChunk } from "./tell-chunk.ts";

/** Bulk is given a quarter of a bucket at a time: whoever looks more rarely wastes some of its rate. */
const IDLE_MS = 200;
const STUMBLE_MS = SECOND_MS;

export type TellLimits = {
  /** Chunks under way at a time in this process. */
  chunksMax: number;
  /** Lines that are committed together, just before they are sent. */
  sliceMax: number;
  leaseMs: number;
  /** The end of a lease is no time to start anything: a send may take this long. */
  reserveMs: number;
};

const LIMITS: TellLimits = {
  chunksMax: 6,
  sliceMax: 250,
  leaseMs: 2 * MINUTE_MS,
  reserveMs: 50 * SECOND_MS,
};

export type TellContext = {
  house: House;
  wireFor: WireFor;
  /** Where the public finds us, without a trailing slash. */
  publicUrl: string;
  /** Where simulated carriers on this machine find us; without it, drills hear no receipts. */
  callbackBase?: string;
  log: Log;
  limits?: Partial<TellLimits>;
  /** Rings when anything happens; without it, one looks as often when nothing does. */
  bell?: Bell;
};

/** What one tell loop keeps while it runs. Nothing in it is the only copy of anything. */
export type Teller = {
  context: TellContext;
  house: House;
  limits: TellLimits;
  refresh(): Promise<void>;
  /** The channel that carries a kind now, or null while none does. */
  carrier(kind: "email" | "push" | "sms", drill: boolean): LiveChannel | null;
};

export function createTeller(context: TellContext): Teller {
  const book = new Book(context);
  return {
    context,
    house: context.house,
    limits: { ...LIMITS, ...context.limits },
    async refresh() {
      await book.refresh();
    },
    carrier(kind, drill) {
      const rows = book.channels().map(({ row }) => row);
      const found = carrierOf(rows, kind, drill);
      return found && found.state !== "down" ? book.channel(found.id) : null;
    },
  };
}

/** Tells subscribers what is new, until the signal; what is in the air then still lands. */
export async function runTell(context: TellContext, signal: AbortSignal): Promise<void> {
  const teller = createTeller(context);
  const { bell = wakeful } = context;
  while (!signal.aborted) {
    try {
      const worked = await tellOnce(context, teller);
      if (worked) bell.ring();
      else await bell.rest(IDLE_MS, signal);
    } catch (cause) {
      context.log.error({ loop: "tell", cause: messageOf(cause) }, "A loop stumbled.");
      await sleep(STUMBLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** One round, to its end. Answers whether there was work: stories turn the clock in between. */
export async function tellOnce(
  context: TellContext,
  teller = createTeller(context),
): Promise<boolean> {
  const { house, limits } = teller;
  if (!(await hasOpenTellings(house.db))) return false;
  let frozen = 0;
  while (await freezeNext(house, null)) frozen += 1;
  const until = house.now() + limits.leaseMs;
  const leases = await leaseDueTellings(house, {
    until,
    token: house.newId(),
    limit: limits.chunksMax,
  });
  if (leases.length > 0) await teller.refresh();
  const worked = await Promise.all(leases.map(async (lease) => await tellChunk(teller, lease)));
  await finishDone(house, null);
  return frozen > 0 || worked.includes(true);
}

/** What comes by the hour: reminders of planned work, and what need not be kept any longer. */
export async function tidySubscriptions({ house }: { house: House }): Promise<void> {
  await remindOfWork(house, null);
  await forgetSubscriptions(house, null);
}
