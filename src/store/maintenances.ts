import type { Selectable } from "kysely";
import type { Maintenance, WorkUpdate } from "../domain/maintenance.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { MaintenanceTable, MaintenanceUpdateTable } from "./schema/pages.ts";

/** More than anybody plans, and few enough to be read at each look. */
export const OPEN_WORKS_MAX = 200;
const PAST_SHOWN_MAX = 100;
const UPDATES_READ_MAX = 2_000;
const DAY_MS = 86_400_000;
const PAST_SHOWN_MS = 90 * DAY_MS;

type Row = Selectable<MaintenanceTable>;

/** What is to come, what is under way, and what ended in the last ninety days. */
export async function listMaintenances(db: Db, now: number): Promise<Maintenance[]> {
  const open = await db
    .selectFrom("maintenance")
    .selectAll()
    .where("ended_at", "is", null)
    .orderBy("starts_at")
    .orderBy("id")
    .limit(OPEN_WORKS_MAX)
    .execute();
  const past = await db
    .selectFrom("maintenance")
    .selectAll()
    .where("ended_at", ">", new Date(now - PAST_SHOWN_MS))
    .orderBy("ended_at", "desc")
    .limit(PAST_SHOWN_MAX)
    .execute();
  return await withUpdates(db, [...open, ...past]);
}

export async function countOpenMaintenances(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom("maintenance")
    .select((e) => e.fn.countAll<number>().as("n"))
    .where("ended_at", "is", null)
    .executeTakeFirstOrThrow();
  return n;
}

/** Work that the clock should have moved on by now. */
export async function dueMaintenances(db: Db, now: number, max: number): Promise<string[]> {
  const at = new Date(now);
  const rows = await db
    .selectFrom("maintenance")
    .select("id")
    .where("ended_at", "is", null)
    .where((e) =>
      e.or([
        e.and([e("state", "=", "scheduled"), e("starts_at", "<=", at)]),
        e("ends_at", "<=", at),
      ]),
    )
    .orderBy("starts_at")
    .limit(max)
    .execute();
  return rows.map(({ id }) => id);
}

/** One piece of work, held until the transaction ends: nobody else decides about it meanwhile. */
export async function lockMaintenance(tx: Tx, id: string): Promise<Maintenance> {
  const row = await tx
    .selectFrom("maintenance")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notFound("maintenance");
  const [found] = await withUpdates(tx, [row]);
  if (found === undefined) throw notFound("maintenance");
  return found;
}

export async function findMaintenance(db: Db, id: string): Promise<Maintenance | null> {
  const row = await db
    .selectFrom("maintenance")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : ((await withUpdates(db, [row]))[0] ?? null);
}

/** Writes new work, or what has changed of known work; its updates are written apart. */
export async function saveMaintenance(tx: Tx, work: Maintenance): Promise<void> {
  const { id, ...values } = rowOf(work);
  await tx
    .insertInto("maintenance")
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

export async function insertWorkUpdate(
  tx: Tx,
  maintenanceId: string,
  update: WorkUpdate,
): Promise<void> {
  await tx
    .insertInto("maintenance_update")
    .values({
      id: update.id,
      maintenance_id: maintenanceId,
      state: update.state,
      text: update.text === null ? null : JSON.stringify(update.text),
      at: new Date(update.at),
    })
    .execute();
}

/** Which of these contact points there are. */
export async function knownPoints(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom("contact_point").select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
}

async function withUpdates(db: Db, rows: readonly Row[]): Promise<Maintenance[]> {
  if (rows.length === 0) return [];
  const updates = await db
    .selectFrom("maintenance_update")
    .selectAll()
    .where(
      "maintenance_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(UPDATES_READ_MAX)
    .execute();
  const byWork = Map.groupBy(updates, ({ maintenance_id }) => maintenance_id);
  return rows.map((row) => recordOf(row, byWork.get(row.id) ?? []));
}

const rowOf = (work: Maintenance) => ({
  id: work.id,
  title: JSON.stringify(work.title),
  message: JSON.stringify(work.message),
  starts_at: new Date(work.from),
  ends_at: new Date(work.until),
  point_ids: [...work.pointIds],
  effect: work.effect,
  firm: work.firm,
  drill: work.drill ?? false,
  state: work.state,
  version: work.version,
  began_at: dateOrNull(work.beganAt),
  ended_at: dateOrNull(work.endedAt),
  updated_at: new Date(work.updatedAt),
});

const recordOf = (row: Row, updates: readonly Selectable<MaintenanceUpdateTable>[]) => ({
  id: row.id,
  title: row.title,
  message: row.message,
  from: row.starts_at.getTime(),
  until: row.ends_at.getTime(),
  pointIds: row.point_ids,
  effect: row.effect,
  firm: row.firm,
  drill: row.drill,
  state: row.state,
  version: row.version,
  beganAt: row.began_at?.getTime() ?? null,
  endedAt: row.ended_at?.getTime() ?? null,
  updatedAt: row.updated_at.getTime(),
  updates: updates.map(({ id, state, text, at }) => ({ id, state, text, at: at.getTime() })),
});

const dateOrNull = (at: number | null): Date | null => (at === null ? null : new Date(at));
