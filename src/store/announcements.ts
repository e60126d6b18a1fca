import type { Insertable, Selectable, Updateable } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Announcement } from "./schema/crisis.ts";

export type AnnouncementRow = Selectable<Announcement>;

export async function announcementsOf(db: Db, incidentId: string): Promise<AnnouncementRow[]> {
  return await db
    .selectFrom("announcement")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .orderBy("version", "desc")
    .execute();
}

/** An announcement, and whether its incident is a drill. */
export async function findAnnouncement(
  db: Db,
  id: string,
): Promise<(AnnouncementRow & { drill: boolean }) | undefined> {
  return await db
    .selectFrom("announcement as a")
    .innerJoin("incident as i", "i.id", "a.incident_id")
    .selectAll("a")
    .select("i.drill")
    .where("a.id", "=", id)
    .executeTakeFirst();
}

/** Drafts whose time has come. */
export async function dueAnnouncements(db: Db, now: number): Promise<string[]> {
  const found = await db
    .selectFrom("announcement")
    .select("id")
    .where("state", "=", "draft")
    .where("publish_at", "<=", new Date(now))
    .orderBy("publish_at")
    .execute();
  return found.map(({ id }) => id);
}

export async function lockAnnouncement(tx: Tx, id: string): Promise<AnnouncementRow> {
  const row = await tx
    .selectFrom("announcement")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("announcement");
  return row;
}

/** The announcement of an incident that is in force. */
export async function publishedOf(
  tx: Tx | Db,
  incidentId: string,
): Promise<AnnouncementRow | undefined> {
  return await tx
    .selectFrom("announcement")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .where("state", "=", "published")
    .executeTakeFirst();
}

export async function nextVersion(tx: Tx, incidentId: string): Promise<number> {
  const row = await tx
    .selectFrom("announcement")
    .select((e) => e.fn.max<number | null>("version").as("last"))
    .where("incident_id", "=", incidentId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

export async function insertAnnouncement(
  tx: Tx,
  row: Insertable<Announcement>,
): Promise<AnnouncementRow> {
  return await tx.insertInto("announcement").values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateAnnouncement(
  tx: Tx,
  id: string,
  change: Updateable<Announcement>,
): Promise<AnnouncementRow> {
  return await tx
    .updateTable("announcement")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
