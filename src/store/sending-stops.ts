import type { Selectable } from "kysely";
import { refusal } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { SendingStop } from "./schema/planner.ts";

export type SendingStopRow = Selectable<SendingStop>;

/** The stop in force, or null while sending is allowed. */
export async function currentStop(db: Db): Promise<SendingStopRow | null> {
  const row = await db
    .selectFrom("sending_stop")
    .selectAll()
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

/** Nothing begins and nothing goes on while somebody has stopped all sending. */
export async function refuseWhileStopped(tx: Tx): Promise<void> {
  const stop = await currentStop(tx);
  if (stop) throw refusal("conflict", "safety:refused.stopped", { name: stop.by });
}

export async function insertStop(
  tx: Tx,
  stop: { at: number; by: string; reason: string },
): Promise<SendingStopRow> {
  return await tx
    .insertInto("sending_stop")
    .values({ at: new Date(stop.at), by: stop.by, reason: stop.reason })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function endStop(tx: Tx, end: { id: number; at: number; by: string }): Promise<void> {
  await tx
    .updateTable("sending_stop")
    .set({ ended_at: new Date(end.at), ended_by: end.by })
    .where("id", "=", end.id)
    .execute();
}

/** Pauses whatever runs and remembers that the switch did it. One statement; answers how many. */
export async function haltAll(tx: Tx): Promise<number> {
  const done = await tx
    .updateTable("broadcast")
    .set({ state: "paused", halted: true })
    .where("state", "=", "running")
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

/** Lets go on what the switch had paused, and nothing that a person paused or cancelled. */
export async function unhaltAll(tx: Tx): Promise<number> {
  const done = await tx
    .updateTable("broadcast")
    .set({ state: "running", halted: false })
    .where("state", "=", "paused")
    .where("halted", "=", true)
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}
