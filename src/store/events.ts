import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** What happened: who did what to which thing, with what is worth knowing about it. */
export type NewEvent = {
  at: number;
  actor: string;
  name: string;
  subject: { kind: string; id: string };
  incidentId: string | null;
  detail: Record<string, unknown>;
};

/** The channel on which every node hears that something happened. */
export const LIVE_CHANNEL = "tocsin_live";
const SEAL_LOCK = 7_061_991;
const SEAL_BATCH = 500;
const GENESIS = Buffer.alloc(32);

/** Appends to the record, and tells every node that listens once the transaction has committed. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<number> {
  const { id } = await tx
    .insertInto("event")
    .values({
      at: new Date(event.at),
      actor: event.actor,
      name: event.name,
      subject_kind: event.subject.kind,
      subject_id: event.subject.id,
      incident_id: event.incidentId,
      detail: JSON.stringify(event.detail),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await notifyLive(tx, {
    id,
    name: event.name,
    subject: event.subject,
    incidentId: event.incidentId,
  });
  return id;
}

/** Tells live consoles that something moved, without recording it (progress, at machine speed). */
export async function notifyLive(tx: Tx | Db, message: Record<string, unknown>): Promise<void> {
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(message)})`.execute(tx);
}

type EventRow = {
  id: number;
  at: Date;
  actor: string;
  name: string;
  subject_kind: string;
  subject_id: string;
  incident_id: string | null;
  detail: Record<string, unknown>;
};

export type EventView = {
  id: number;
  at: string;
  actor: string;
  name: string;
  subject: { kind: string; id: string };
  incidentId: string | null;
  detail: Record<string, unknown>;
};

export async function eventsOfIncident(db: Db, id: string, limit = 500): Promise<EventView[]> {
  const rows = await db
    .selectFrom("event")
    .selectAll()
    .where("incident_id", "=", id)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(viewOf);
}

/** The newest events, or those before `beforeId`. */
export async function recentEvents(
  db: Db,
  page: { beforeId?: number | undefined; limit: number },
): Promise<EventView[]> {
  const rows = await db
    .selectFrom("event")
    .selectAll()
    .$if(page.beforeId !== undefined, (q) => q.where("id", "<", page.beforeId ?? 0))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
  return rows.map(viewOf);
}

/** What was appended after `id`, the oldest first. */
export async function eventsAfter(db: Db, id: number, limit: number): Promise<EventView[]> {
  const rows = await db
    .selectFrom("event")
    .selectAll()
    .where("id", ">", id)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(viewOf);
}

function viewOf(row: EventRow): EventView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    name: row.name,
    subject: { kind: row.subject_kind, id: row.subject_id },
    incidentId: row.incident_id,
    detail: row.detail,
  };
}

/**
 * Joins what has been appended since the last call to the hash chain. Decisions do not wait for one
 * another this way; an event is sealed within moments of its commit.
 */
export async function sealEvents(db: Db): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(SEAL_LOCK)})`.execute(tx);
    const last = await tx
      .selectFrom("seal")
      .select(["no", "hash"])
      .orderBy("no", "desc")
      .limit(1)
      .executeTakeFirst();
    const rows = await tx
      .selectFrom("event")
      .selectAll()
      .where((e) =>
        e.not(
          e.exists(e.selectFrom("seal").whereRef("seal.event_id", "=", "event.id").select("no")),
        ),
      )
      .orderBy("id")
      .limit(SEAL_BATCH)
      .execute();
    if (rows.length === 0) return 0;
    let hash = last?.hash ?? GENESIS;
    const first = (last?.no ?? 0) + 1;
    const seals = rows.map((row, index) => {
      hash = joined(hash, row);
      return { no: first + index, event_id: row.id, hash };
    });
    await tx.insertInto("seal").values(seals).execute();
    return rows.length;
  });
}

/** Walks the whole chain; answers the first event that does not fit, or null. */
export async function verifyChain(db: Db): Promise<{ sealed: number; brokenAt: number | null }> {
  let hash: Buffer = GENESIS;
  let no = 0;
  for (;;) {
    const rows = await db
      .selectFrom("seal")
      .innerJoin("event", "event.id", "seal.event_id")
      .selectAll("event")
      .select(["seal.no", "seal.hash"])
      .where("seal.no", ">", no)
      .orderBy("seal.no")
      .limit(SEAL_BATCH)
      .execute();
    for (const row of rows) {
      hash = joined(hash, row);
      if (row.no !== no + 1 || !hash.equals(row.hash)) return { sealed: no, brokenAt: row.id };
      no = row.no;
    }
    if (rows.length < SEAL_BATCH) break;
  }
  const { seals } = await db
    .selectFrom("seal")
    .select((e) => e.fn.countAll<number>().as("seals"))
    .executeTakeFirstOrThrow();
  return { sealed: no, brokenAt: seals === no ? null : no };
}

/** SHA-256 of the seal before and the event's own fields, in a fixed order. */
function joined(previous: Buffer, row: EventRow): Buffer {
  const fields = [
    row.id,
    row.at.toISOString(),
    row.actor,
    row.name,
    row.subject_kind,
    row.subject_id,
    row.incident_id,
    canonical(row.detail),
  ];
  return createHash("sha256").update(previous).update(JSON.stringify(fields)).digest();
}

/** jsonb does not keep the order of keys, so the hash sorts them. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)]);
}
