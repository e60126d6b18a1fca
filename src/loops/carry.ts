import type { House } from "../actions/action.ts";
import { openSettings } from "../actions/channel/settings.ts";
import { leaseCopyPlace, noteCarried } from "../actions/copy/carry.ts";
import { recordOf } from "../actions/copy/record.ts";
import type { Snapshot, Trouble } from "../copies/destination.ts";
import { backoffMs, isDeepDue, isDue } from "../copies/due.ts";
import { destinationOf } from "../copies/index.ts";
import type { Sign } from "../copies/manifest.ts";
import { type Held, push, readHeld } from "../copies/push.ts";
import { sentence } from "../domain/sentence.ts";
import { type Bell, wakeful } from "../lib/bell.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import { type CopyRow, listCopies } from "../store/copies.ts";
import { lastSeal } from "../store/events.ts";

const LOOK_MS = SECOND_MS / 2;
const STUMBLE_MS = 2 * SECOND_MS;
const LEASE_MS = 2 * MINUTE_MS;

export type CarryContext = {
  house: House;
  log: Log;
  /** The pages as files, as they were drawn last. */
  copy: { latest(): Snapshot | null; signing(): Promise<Sign | null> };
  /** A training organisation leaves this machine no more than its probes do. */
  wire: () => Wire;
  bell?: Bell;
};

/** Carries the copies out until the signal; pages never wait for it, and no place for another. */
export async function runCarry(context: CarryContext, signal: AbortSignal): Promise<void> {
  const carrier = createCarrier(context);
  const { bell = wakeful } = context;
  while (!signal.aborted) {
    const paused = await carrier.begin().then(
      () => LOOK_MS,
      (cause: unknown) => {
        context.log.error({ loop: "carry", cause: messageOf(cause) }, "A loop stumbled.");
        return STUMBLE_MS;
      },
    );
    await bell.rest(paused, signal);
  }
  await carrier.settled();
}

/** What one node remembers: what it has carried where, and what is under way. */
type Carrier = {
  context: CarryContext;
  name: string;
  held: Map<number, Held>;
  underWay: Map<number, Promise<void>>;
};

export function createCarrier(context: CarryContext) {
  const name = context.house.newId();
  const carrier: Carrier = { context, name, held: new Map(), underWay: new Map() };
  return {
    /** Begins what is due, and does not wait for it. */
    begin: async () => await begin(carrier),
    settled: async () => void (await Promise.all(carrier.underWay.values())),
  };
}

async function begin(carrier: Carrier): Promise<void> {
  const { context, underWay } = carrier;
  const { house, log } = context;
  const snapshot = context.copy.latest();
  if (snapshot === null) return;
  for (const row of await listCopies(house.db)) {
    const { id } = row;
    if (underWay.has(id) || !isDue(recordOf(row), snapshot, house.now())) continue;
    const work = carry(carrier, id, snapshot)
      .catch((cause: unknown) => {
        log.error({ loop: "carry", copy: id, cause: messageOf(cause) }, "A copy stumbled.");
      })
      .finally(() => underWay.delete(id));
    underWay.set(id, work);
  }
}

async function carry(carrier: Carrier, id: number, snapshot: Snapshot): Promise<void> {
  const { context, name, held } = carrier;
  const { house } = context;
  const until = house.now() + LEASE_MS;
  const row = await leaseCopyPlace(house, { id, until });
  if (row === null) return;
  // Another node may have been there since, or somebody who changed where it is.
  if (row.carrier !== name) held.delete(id);
  const deep = isDeepDue(recordOf(row), snapshot);
  const isStillDue = isDue(recordOf(row), snapshot, house.now());
  const trouble = isStillDue ? await carried(carrier, row, { snapshot, deep }) : row.trouble;
  const failures = trouble === null ? 0 : row.failure_count + (isStillDue ? 1 : 0);
  const isDone = isStillDue && trouble === null;
  await noteCarried(house, {
    id,
    carrier: name,
    until,
    trouble,
    pagesAt: isDone ? snapshot.generatedAt : null,
    deepAt: isDone && deep ? snapshot.generatedAt : null,
    failures,
    nextAt: house.now() + (trouble === null ? 0 : backoffMs(failures)),
  });
}

type What = { snapshot: Snapshot; deep: boolean };

async function carried({ context, held }: Carrier, row: CopyRow, what: What): Promise<Trouble> {
  const { house, copy, wire } = context;
  const destination = destinationOf(row.kind);
  const settings = destination?.settings.safeParse(openSettings(row, house.secretKey));
  if (!destination || !settings?.success) return sentence("copies:settings");
  const opened = await destination.open(settings.data, wire(), house.now);
  if (!opened.ok) return opened.why;
  try {
    const known = held.get(row.id) ?? (await readHeld(opened.shelf));
    if (!(known instanceof Map)) return known.why;
    held.set(row.id, known);
    const record = await lastSeal(house.db);
    return await push(opened.shelf, {
      ...what,
      held: known,
      sign: await copy.signing(),
      record,
    });
  } finally {
    await opened.shelf.close();
  }
}
