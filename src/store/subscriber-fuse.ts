import { type Selectable, sql, type Updateable } from "kysely";
import { DAY_MS, MINUTE_MS } from "../lib/clock.ts";
import type { Db, Tx } from "./database.ts";
import type { SubscriberFuse } from "./schema/subscribers.ts";

export type FuseRow = Selectable<SubscriberFuse>;

/** What holds before anybody changed anything. */
const USUAL: FuseRow = {
  id: true,
  state: "armed",
  reason: null,
  changed_at: null,
  changed_by: null,
  per_subscriber_hour_max: 6,
  per_minute_max: 60_000,
  per_day_max: 1_000_000,
  offered: ["email", "push", "webhook", "slack", "teams"],
};

export async function readFuse(db: Db): Promise<FuseRow> {
  return (await db.selectFrom("subscriber_fuse").selectAll().executeTakeFirst()) ?? USUAL;
}

/** One node at a time looks at the fuse and counts. */
export async function lockFuse(tx: Tx): Promise<FuseRow> {
  // The end of the training empties every table, this one too.
  await tx
    .insertInto("subscriber_fuse")
    .values({ id: true })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return await tx.selectFrom("subscriber_fuse").selectAll().forUpdate().executeTakeFirstOrThrow();
}

export async function saveFuse(tx: Tx, change: Updateable<SubscriberFuse>): Promise<FuseRow> {
  return await tx
    .updateTable("subscriber_fuse")
    .set(change)
    .where("id", "=", true)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The length of the stretches in which each thing is counted. */
const STRETCHES_MS = { minute: MINUTE_MS, day: DAY_MS } as const;
export type Stretch = keyof typeof STRETCHES_MS;
export type Meter = { what: string; stretch: Stretch };

const startOf = (stretch: Stretch, now: number): Date =>
  new Date(now - (now % STRETCHES_MS[stretch]));

const nameOf = ({ what, stretch }: Meter): string => `${stretch}:${what}`;

/** How much was counted in the present stretch, and when last. Locks the line for what follows. */
export async function readMeter(
  tx: Tx,
  meter: Meter,
  now: number,
): Promise<{ n: number; lastAt: number | null }> {
  const row = await tx
    .selectFrom("subscriber_meter")
    .select(["n", "last_at"])
    .where("what", "=", nameOf(meter))
    .where("since", "=", startOf(meter.stretch, now))
    .forUpdate()
    .executeTakeFirst();
  return { n: row?.n ?? 0, lastAt: row?.last_at.getTime() ?? null };
}

export async function addToMeter(
  tx: Tx,
  meter: Meter & { n?: number },
  now: number,
): Promise<void> {
  const { n = 1 } = meter;
  await sql`
    insert into subscriber_meter (what, since, n, last_at)
    values (${nameOf(meter)}, ${startOf(meter.stretch, now)}, ${n}, ${new Date(now)})
    on conflict (what, since) do update set n = subscriber_meter.n + excluded.n,
      last_at = excluded.last_at
  `.execute(tx);
}

export async function purgeMeters(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom("subscriber_meter").where("since", "<", new Date(before)).execute();
}
