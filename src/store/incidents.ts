import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Incident, IncidentState } from "./schema/crisis.ts";

export type IncidentRow = Selectable<Incident>;

/** Adds an incident; nothing when the platform has an open one already. */
export async function insertIncident(
  tx: Tx,
  row: Insertable<Incident>,
): Promise<IncidentRow | undefined> {
  return await tx
    .insertInto("incident")
    .values(row)
    .onConflict((c) => c.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** The incident, held until the end of the transaction. */
export async function lockIncident(tx: Tx, id: string): Promise<IncidentRow> {
  const row = await tx
    .selectFrom("incident")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("incident");
  return row;
}

export async function updateIncident(
  tx: Tx,
  id: string,
  change: Updateable<Incident>,
): Promise<IncidentRow> {
  return await tx
    .updateTable("incident")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findIncident(db: Db, id: string): Promise<IncidentRow | undefined> {
  return await db.selectFrom("incident").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The one incident of a platform that is not closed. */
export async function openIncidentOf(db: Db, platformId: string): Promise<IncidentRow | undefined> {
  return await db
    .selectFrom("incident")
    .selectAll()
    .where("platform_id", "=", platformId)
    .where("closed_at", "is", null)
    .executeTakeFirst();
}

/** The incident of a platform that closed last, held until the end of the transaction. */
export async function lockLastClosed(tx: Tx, platformId: string): Promise<IncidentRow | undefined> {
  return await tx
    .selectFrom("incident")
    .selectAll()
    .where("platform_id", "=", platformId)
    .where("closed_at", "is not", null)
    .orderBy("closed_at", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

export async function listIncidents(
  db: Db,
  page: { scope: "open" | "all"; limit: number },
): Promise<IncidentRow[]> {
  return await db
    .selectFrom("incident")
    .selectAll()
    .$if(page.scope === "open", (q) => q.where("closed_at", "is", null))
    .orderBy(sql`closed_at is null`, "desc")
    .orderBy("opened_at", "desc")
    .limit(page.limit)
    .execute();
}

/** The incidents of one platform that touch a span of time, oldest first. */
export async function incidentsWithin(
  db: Db,
  platformId: string,
  span: { from: number; to: number },
): Promise<IncidentRow[]> {
  return await db
    .selectFrom("incident")
    .selectAll()
    .where("platform_id", "=", platformId)
    .where("started_at", "<=", new Date(span.to))
    .where((e) => e.or([e("closed_at", "is", null), e("closed_at", ">=", new Date(span.from))]))
    .orderBy("started_at")
    .execute();
}

export async function openPlatformIncidents(
  db: Db,
): Promise<{ id: string; platformId: string; state: IncidentState }[]> {
  const rows = await db
    .selectFrom("incident")
    .select(["id", "platform_id", "state"])
    .where("closed_at", "is", null)
    .where("platform_id", "is not", null)
    .orderBy("id")
    .execute();
  return rows.flatMap(({ id, platform_id, state }) =>
    platform_id === null ? [] : [{ id, platformId: platform_id, state }],
  );
}
