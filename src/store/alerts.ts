import { type Insertable, sql } from "kysely";
import type { KnownAlert } from "../domain/trigger.ts";
import type { Db, Tx } from "./database.ts";
import type { Alert } from "./schema/triggers.ts";

/** What is known under these keys of a source, and whether their incidents are open. */
export async function knownAlerts(
  db: Db,
  sourceId: string,
  keys: readonly string[],
): Promise<KnownAlert[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .selectFrom("alert")
    .leftJoin("incident", "incident.id", "alert.incident_id")
    .select(["alert.key", "alert.state", "alert.gist", "alert.said_at", "alert.severity"])
    .select(["alert.incident_id", "incident.closed_at"])
    .select((e) =>
      e
        .exists(
          e
            .selectFrom("alert as other")
            .select(sql`1`.as("one"))
            .whereRef("other.incident_id", "=", "alert.incident_id")
            .where("other.state", "=", "open")
            .where((o) =>
              o.not(o.and([o("other.key", "in", keys), o("other.source_id", "=", sourceId)])),
            ),
        )
        .as("others_open"),
    )
    .where("alert.source_id", "=", sourceId)
    .where("alert.key", "in", keys)
    .orderBy("alert.said_at", "desc")
    .execute();
  return rows.map(({ said_at, ...row }) => ({
    ...row,
    saidAt: said_at.getTime(),
    incident: incidentIn(row),
  }));
}

function incidentIn(row: {
  incident_id: string | null;
  closed_at: Date | null;
  others_open: unknown;
}): KnownAlert["incident"] {
  if (row.incident_id === null) return null;
  const othersOpen = row.others_open === true;
  return { id: row.incident_id, open: row.closed_at === null, othersOpen };
}

export async function saveAlert(tx: Tx, row: Insertable<Alert>): Promise<void> {
  await tx
    .insertInto("alert")
    .values(row)
    .onConflict((c) =>
      c.columns(["source_id", "key"]).doUpdateSet((e) => ({
        state: e.ref("excluded.state"),
        incident_id: e.ref("excluded.incident_id"),
        severity: e.ref("excluded.severity"),
        gist: e.ref("excluded.gist"),
        said_at: e.ref("excluded.said_at"),
        expires_at: e.ref("excluded.expires_at"),
        noted_at: e.ref("excluded.noted_at"),
      })),
    )
    .execute();
}

/** Counts what was replaced or taken back as over, and remembers what has not come yet. */
export async function endAlerts(
  tx: Tx,
  sourceId: string,
  ended: { keys: readonly string[]; incidentId: string | null; at: number },
): Promise<void> {
  if (ended.keys.length === 0) return;
  const at = new Date(ended.at);
  await tx
    .insertInto("alert")
    .values(
      ended.keys.map((key) => ({
        source_id: sourceId,
        key,
        state: "over" as const,
        incident_id: ended.incidentId,
        severity: "unknown" as const,
        gist: "",
        said_at: at,
        expires_at: null,
        noted_at: at,
      })),
    )
    .onConflict((c) => c.columns(["source_id", "key"]).doUpdateSet({ state: "over", noted_at: at }))
    .execute();
}

/** Alerts whose time has passed without another word. */
export async function expiredAlerts(db: Db, sourceId: string, now: number) {
  return await db
    .selectFrom("alert")
    .innerJoin("incident", "incident.id", "alert.incident_id")
    .select(["alert.key", "alert.severity", "incident.title"])
    .where("alert.source_id", "=", sourceId)
    .where("alert.state", "=", "open")
    .where("alert.expires_at", "<=", new Date(now))
    .execute();
}

/** When a trigger last told of something, and how many of its alerts stand with an open incident. */
export async function alertsOf(
  db: Db,
  sourceId: string,
): Promise<{ lastAt: number | null; open: number }> {
  const row = await db
    .selectFrom("alert")
    .leftJoin("incident", "incident.id", "alert.incident_id")
    .select((e) => [
      e.fn.max("alert.noted_at").as("last"),
      e.fn
        .countAll<number>()
        .filterWhere("alert.state", "=", "open")
        .filterWhere("incident.id", "is not", null)
        .filterWhere("incident.closed_at", "is", null)
        .as("open"),
    ])
    .where("alert.source_id", "=", sourceId)
    .executeTakeFirstOrThrow();
  return { lastAt: row.last?.getTime() ?? null, open: Number(row.open) };
}

/** The incident of a trigger that was opened last: a storm of alerts has to stop somewhere. */
export async function openIncidentsOf(tx: Tx, sourceId: string): Promise<number> {
  const row = await tx
    .selectFrom("alert")
    .innerJoin("incident", "incident.id", "alert.incident_id")
    .select((e) => e.fn.count<number>("incident.id").distinct().as("n"))
    .where("alert.source_id", "=", sourceId)
    .where("incident.closed_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
