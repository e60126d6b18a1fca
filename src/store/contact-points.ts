import type { Selectable } from "kysely";
import type { Baseline } from "../domain/contact-point.ts";
import type { Language, TwoLanguages } from "../domain/language.ts";
import type { Hours } from "../domain/opening-hours.ts";
import type { Db, Tx } from "./database.ts";
import type { ContactPoint } from "./schema/crisis.ts";

const LIST_MAX = 200;

/** What a person may say of a contact point. */
export type ContactPointInput = {
  name: TwoLanguages;
  kind: string;
  platformId: string | null;
  link: string | null;
  hours: Hours | null;
  languages: Language[];
  waitingMinutes: number | null;
  baseline: Baseline;
  position: number;
};

export type ContactPointRecord = ContactPointInput & { id: string; updatedAt: Date };

export async function listContactPoints(db: Db): Promise<ContactPointRecord[]> {
  const rows = await db
    .selectFrom("contact_point")
    .selectAll()
    .orderBy("position")
    .orderBy("id")
    .limit(LIST_MAX)
    .execute();
  return rows.map(recordOf);
}

export async function findContactPoint(db: Db, id: string): Promise<ContactPointRecord | null> {
  const row = await db
    .selectFrom("contact_point")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : recordOf(row);
}

/** The ways to reach us that stand on one platform. */
export async function pointsOfPlatform(db: Db, platformId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("contact_point")
    .select("id")
    .where("platform_id", "=", platformId)
    .execute();
  return rows.map(({ id }) => id);
}

export async function knowsPlatform(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom("platform").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}

/** Writes a new contact point, or what has changed of a known one. */
export async function saveContactPoint(tx: Tx, record: ContactPointRecord): Promise<void> {
  const { id, ...values } = rowOf(record);
  await tx
    .insertInto("contact_point")
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

export async function deleteContactPoint(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("contact_point").where("id", "=", id).execute();
}

function rowOf(record: ContactPointRecord) {
  return {
    id: record.id,
    name: JSON.stringify(record.name),
    kind: record.kind,
    platform_id: record.platformId,
    link: record.link,
    hours: record.hours === null ? null : JSON.stringify(record.hours),
    languages: record.languages,
    waiting_minutes: record.waitingMinutes,
    baseline: record.baseline,
    position: record.position,
    updated_at: record.updatedAt,
  };
}

const recordOf = (row: Selectable<ContactPoint>): ContactPointRecord => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  platformId: row.platform_id,
  link: row.link,
  hours: row.hours,
  languages: row.languages,
  waitingMinutes: row.waiting_minutes,
  baseline: row.baseline,
  position: row.position,
  updatedAt: row.updated_at,
});
