import type { House } from "../actions/action.ts";
import { openSecrets } from "../actions/source/settings.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import { findSensor, listenerKinds } from "../sensors/index.ts";
import type { Ended } from "../sensors/listener.ts";
import { isListener, type Listener } from "../sensors/sensor.ts";
import { transact } from "../store/database.ts";
import { noteHearing, readListening, renewLease, saveListening } from "../store/listening.ts";
import { appendSignals } from "../store/signals.ts";
import { leaseDueSources, type SourceRow, someSourceDue } from "../store/sources.ts";
import { isSame, letGo } from "./listen-end.ts";
import { type Hearing, isMinuteOver, openHearing, signalsOf, takeIn } from "./listen-hearing.ts";
import { runLoop } from "./loop.ts";

/** Lines held at a time by one node. */
const LINES_MAX = 16;
const EVERY_MS = SECOND_MS;
/**
 * A node that dies frees its lines after this long. Longer than the silence that any listener puts
 * up with, because the lease is renewed when something is heard, be it that nothing happens.
 */
export const LINE_LEASE_MS = 90 * SECOND_MS;
const RENEW_MS = 15 * SECOND_MS;
/** A line that held so long was a good one: the next pause is short again. */
const STABLE_MS = MINUTE_MS;

export type ListenContext = {
  house: House;
  wire: Wire;
  log: Log;
  /** Longer where the house's clock runs faster than life. */
  leaseMs?: number;
};

/** Holds a line for every listening source that is due, each on its own, until the signal. */
export function createListeners(signal: AbortSignal) {
  const held = new Set<Promise<void>>();
  return {
    async openDue(context: ListenContext): Promise<void> {
      for (const source of await leaseDue(context, LINES_MAX - held.size)) {
        const line = listenTo(context, source, signal).catch((cause: unknown) => {
          context.log.error({ source: source.id, cause: messageOf(cause) }, "A line was lost.");
        });
        held.add(line);
        void line.then(() => held.delete(line));
      }
    },
    ended: async (): Promise<void> => void (await Promise.all(held)),
  };
}

/** One line at a time for each source, whatever the number of nodes, until the signal. */
export async function runListen(context: () => ListenContext, signal: AbortSignal): Promise<void> {
  const listeners = createListeners(signal);
  const loop = { name: "listen", everyMs: EVERY_MS, log: context().log };
  await runLoop(loop, async () => await listeners.openDue(context()), signal);
  await listeners.ended();
}

async function leaseDue({ house, leaseMs = LINE_LEASE_MS }: ListenContext, max: number) {
  if (max <= 0) return [];
  const lease = { now: house.now(), leaseMs, max, sensors: { only: listenerKinds } };
  if (!(await someSourceDue(house.db, lease))) return [];
  return await transact(house.db, async (tx) => await leaseDueSources(tx, lease));
}

/** Listens to one source until its line ends, and says when it is due again. */
async function listenTo(
  context: ListenContext,
  source: SourceRow,
  signal: AbortSignal,
): Promise<void> {
  const { house } = context;
  const sensor = findSensor(source.sensor);
  if (!sensor || !isListener(sensor)) return;
  const hearing = openHearing(source, await readListening(house.db, source.id), house.now());
  const ended = await follow(context, { sensor, hearing }, signal);
  if (ended !== "passed on") await letGo(context, hearing, signal.aborted ? "let go" : ended);
}

async function follow(
  context: ListenContext,
  { sensor, hearing }: { sensor: Listener; hearing: Hearing },
  signal: AbortSignal,
): Promise<Ended | "passed on"> {
  const { house, log } = context;
  const line = open(context, { sensor, hearing }, signal);
  try {
    for (;;) {
      const next = await line.next().catch((cause: unknown) => {
        log.error({ source: hearing.source.id, cause: messageOf(cause) }, "A listener failed.");
        return { done: true as const, value: broken };
      });
      if (next.done) return next.value;
      takeIn(hearing, next.value, house.now());
      if (!(await keepUp(context, hearing))) return "passed on";
    }
  } finally {
    await line.return({ kind: "closed", why: "let go" });
  }
}

const broken: Ended = {
  kind: "refused",
  evidence: { code: "crisis:look.broken", params: {} },
  waitMs: null,
};

function open(
  { house, wire }: ListenContext,
  { sensor, hearing }: { sensor: Listener; hearing: Hearing },
  signal: AbortSignal,
) {
  const { source, cursor, memory } = hearing;
  const secrets = source.secrets ? openSecrets(house.secretKey, source.secrets) : {};
  const settings = { ...source.settings, ...secrets };
  const heardTo = memory?.heardTo ?? null;
  const moment = { now: house.now, sourceId: source.id, cursor, heardTo, signal };
  return sensor.listen(settings, wire, moment);
}

/** Writes down what is over, and holds on to the source; false when it is no longer ours. */
async function keepUp(context: ListenContext, hearing: Hearing): Promise<boolean> {
  const now = context.house.now();
  const isDue = isMinuteOver(hearing, now);
  if (!isDue && now - hearing.renewedAt < RENEW_MS) return true;
  const isStable = hearing.openedAt !== null && now - hearing.openedAt >= STABLE_MS;
  if (isStable) hearing.failures = 0;
  return await write(context, hearing, isDue);
}

/** Counts, memory and place in the stream go into one transaction, or none of them does. */
async function write(context: ListenContext, hearing: Hearing, isDue: boolean): Promise<boolean> {
  const { house, leaseMs = LINE_LEASE_MS } = context;
  const { source, cursor, memory, failures } = hearing;
  const now = house.now();
  const told = isDue ? signalsOf(hearing, now) : null;
  const row = await transact(house.db, async (tx) => {
    const renewed = await renewLease(tx, source, now + leaseMs);
    if (!renewed || !isSame(renewed, source) || !told) return renewed;
    await appendSignals(tx, told.signals);
    await saveListening(tx, source.id, { cursor, memory, failures });
    await noteHearing(tx, source.id, { at: now, health: "healthy", note: told.note });
    return renewed;
  });
  if (row) hearing.source = { ...source, leased_until: row.leased_until };
  hearing.renewedAt = now;
  if (row && !isSame(row, source)) {
    await letGo(context, hearing, "let go");
    return false;
  }
  return row !== undefined;
}
