import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { PublicRumour } from "../domain/rumour.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Rumour, RumourVersion } from "./schema/verify.ts";

export type RumourRow = Selectable<Rumour>;
export type RumourVersionRow = Selectable<RumourVersion>;

const SHOWN_MAX = 100;
const LISTED_MAX = 200;

/** What the board shows, the newest first. A rumour about a drill stays in the house. */
export async function publicRumours(db: Db, withDrills: boolean): Promise<PublicRumour[]> {
  const rows = await db
    .selectFrom("rumour")
    .leftJoin("incident", "incident.id", "rumour.incident_id")
    .selectAll("rumour")
    .where("rumour.published_at", "is not", null)
    .$if(!withDrills, (query) =>
      query.where((e) => e.or([e("incident.id", "is", null), e("incident.drill", "=", false)])),
    )
    .orderBy("rumour.updated_at", "desc")
    .orderBy("rumour.id")
    .limit(SHOWN_MAX)
    .execute();
  return rows.flatMap((row) => {
    if (row.state === "draft" || row.published_at === null) return [];
    return {
      id: row.id,
      incidentId: row.incident_id,
      state: row.state,
      verdict: row.verdict,
      texts: row.texts,
      links: row.links,
      source: row.source,
      version: row.version,
      publishedAt: row.published_at.getTime(),
      updatedAt: row.updated_at.getTime(),
    };
  });
}

export async function listRumours(db: Db): Promise<RumourRow[]> {
  return await db
    .selectFrom("rumour")
    .selectAll()
    .orderBy(sql`case state when 'draft' then 0 when 'published' then 1 else 2 end`)
    .orderBy("updated_at", "desc")
    .orderBy("id")
    .limit(LISTED_MAX)
    .execute();
}

export async function rumourVersions(db: Db, id: string): Promise<RumourVersionRow[]> {
  return await db
    .selectFrom("rumour_version")
    .selectAll()
    .where("rumour_id", "=", id)
    .orderBy("version", "desc")
    .execute();
}

export async function findRumour(db: Db, id: string): Promise<RumourRow | undefined> {
  return await db.selectFrom("rumour").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function lockRumour(tx: Tx, id: string): Promise<RumourRow> {
  const row = await tx
    .selectFrom("rumour")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("rumour");
  return row;
}

export async function insertRumour(tx: Tx, row: Insertable<Rumour>): Promise<RumourRow> {
  return await tx.insertInto("rumour").values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateRumour(
  tx: Tx,
  id: string,
  change: Updateable<Rumour>,
): Promise<RumourRow> {
  return await tx
    .updateTable("rumour")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function insertRumourVersion(tx: Tx, row: Insertable<RumourVersion>): Promise<void> {
  await tx.insertInto("rumour_version").values(row).execute();
}

export async function removeRumour(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("rumour").where("id", "=", id).execute();
}
