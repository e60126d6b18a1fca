import { type Insertable, type Selectable, sql } from "kysely";
import { type FeedLook, type OfficialDelay, officialDelay } from "../domain/feed-lag.ts";
import type { Db, Tx } from "./database.ts";
import type { FeedLagTable } from "./schema/foresight.ts";
import type { Span } from "./signals.ts";

export type FeedLagRow = Selectable<FeedLagTable>;

const lagsMax = 1_000;

/** Incidents whose feeds time may still change, or that nobody has compared yet. Closed ones since `since` only. */
export async function incidentsToCompare(
  db: Db,
  since: number,
  sensors: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select incident.id from incident
    where platform_id is not null and state <> 'dismissed'
      and (closed_at is null or closed_at > ${new Date(since)})
      and exists (
        select from source left join feed_lag
          on feed_lag.source_id = source.id and feed_lag.incident_id = incident.id
        where source.platform_id = incident.platform_id and source.enabled
          and source.sensor = any(${[...sensors]}::text[])
          and (incident.closed_at is null or feed_lag.final is distinct from true)
      )
    order by opened_at`.execute(db);
  return rows.map(({ id }) => id);
}

/** What one feed was seen to say within a span, in order. */
export async function feedLooks(db: Db, sourceId: string, span: Span): Promise<FeedLook[]> {
  const rows = await db
    .selectFrom("signal")
    .select(["at", "verdict", "detail"])
    .where("source_id", "=", sourceId)
    .where("kind", "=", "official")
    .where("verdict", "is not", null)
    .where("at", ">=", new Date(span.from))
    .where("at", "<=", new Date(span.to))
    .orderBy("at")
    .execute();
  return rows.flatMap(({ at, verdict, detail }) =>
    verdict === null ? [] : [{ at: at.getTime(), verdict, declaredAt: declaredIn(detail) }],
  );
}

/** Sensors that read when the platform says it began leave it under this name. */
function declaredIn(detail: Record<string, unknown>): number | null {
  const declared = detail["declaredAt"];
  if (typeof declared !== "string" && typeof declared !== "number") return null;
  const at = typeof declared === "number" ? declared : Date.parse(declared);
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? at : null;
}

export async function saveFeedLag(tx: Tx, row: Insertable<FeedLagTable>): Promise<void> {
  const { incident_id: _incident, source_id: _source, ...change } = row;
  await tx
    .insertInto("feed_lag")
    .values(row)
    .onConflict((c) => c.columns(["incident_id", "source_id"]).doUpdateSet(change))
    .execute();
}

/** What feeds said about an incident, the first to speak first. */
export async function feedLagsOf(db: Db, incidentId: string): Promise<FeedLagRow[]> {
  return await db
    .selectFrom("feed_lag")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .orderBy(sql`heard_at nulls last`)
    .orderBy("source_name")
    .execute();
}

type Reach = { since: number; withDrills: boolean };

/** The record of a platform's feeds since a moment. */
export async function feedLagsSince(
  db: Db,
  platformId: string,
  reach: Reach,
): Promise<FeedLagRow[]> {
  return await lagsWithin(db, reach).where("feed_lag.platform_id", "=", platformId).execute();
}

/** How late the official word of each platform usually is, where enough was seen to say. */
export async function officialDelays(db: Db, reach: Reach): Promise<Map<string, OfficialDelay>> {
  const rows = await lagsWithin(db, reach).execute();
  const byPlatform = Map.groupBy(rows, (row) => row.platform_id);
  return new Map(
    [...byPlatform].flatMap(([platformId, lags]) => {
      const delay = officialDelay(lags.map(factsOf));
      return delay === null ? [] : [[platformId, delay] as const];
    }),
  );
}

/** What the record is made of, the newest first. An incident that never was counts for nobody. */
const lagsWithin = (db: Db, { since, withDrills }: Reach) =>
  db
    .selectFrom("feed_lag")
    .innerJoin("incident", "incident.id", "feed_lag.incident_id")
    .selectAll("feed_lag")
    .where("feed_lag.suspected_at", ">=", new Date(since))
    .where("incident.state", "<>", "dismissed")
    .$if(!withDrills, (query) => query.where("incident.drill", "=", false))
    .orderBy("feed_lag.suspected_at", "desc")
    .limit(lagsMax);

const factsOf = (row: FeedLagRow) => ({
  incidentId: row.incident_id,
  word: row.word,
  suspectedAt: row.suspected_at.getTime(),
  confirmedAt: row.confirmed_at?.getTime() ?? null,
  heardAt: row.heard_at?.getTime() ?? null,
});
