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
/** What stands before the first seal. */
const GENESIS: Buffer = Buffer.alloc(32);

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

/** From when (included) until when (excluded). */
export type Span = { from?: Date | undefined; to?: Date | undefined };

/** The newest events of a span, or those before `beforeId`. */
export async function recentEvents(
  db: Db,
  page: Span & { beforeId?: number | undefined; limit: number },
): Promise<EventView[]> {
  const rows = await db
    .selectFrom("event")
    .selectAll()
    .$if(page.beforeId !== undefined, (q) => q.where("id", "<", page.beforeId ?? 0))
    .$if(page.from !== undefined, (q) => q.where("at", ">=", page.from ?? new Date(0)))
    .$if(page.to !== undefined, (q) => q.where("at", "<", page.to ?? new Date(0)))
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

/** An event as it leaves the house: with its place in the chain, where it is sealed already. */
export type SealedEvent = EventView & { seal: Seal | null };
/** Its number and its hash, in hexadecimal. */
type Seal = { no: number; hash: string };

/** The events of a span, the oldest first, each with its seal. */
export async function* sealedEvents(db: Db, span: Span): AsyncGenerator<SealedEvent> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom("event")
      .leftJoin("seal", "seal.event_id", "event.id")
      .selectAll("event")
      .select(["seal.no", "seal.hash"])
      .where("id", ">", after)
      .$if(span.from !== undefined, (q) => q.where("at", ">=", span.from ?? new Date(0)))
      .$if(span.to !== undefined, (q) => q.where("at", "<", span.to ?? new Date(0)))
      .orderBy("id")
      .limit(SEAL_BATCH)
      .execute();
    for (const row of rows) {
      const { no, hash } = row;
      const seal = no === null || hash === null ? null : { no, hash: hash.toString("hex") };
      yield { ...viewOf(row), seal };
    }
    const last = rows.at(-1);
    if (!last || rows.length < SEAL_BATCH) return;
    after = last.id;
  }
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
      hash = sealOf(hash, viewOf(row));
      return { no: first + index, event_id: row.id, hash };
    });
    await tx.insertInto("seal").values(seals).execute();
    return rows.length;
  });
}

/** The hash of the newest seal, in hexadecimal; null while nothing is sealed. */
export async function lastSeal(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom("seal")
    .select("hash")
    .orderBy("no", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.hash.toString("hex") ?? null;
}

/** Follows the chain from its beginning, seal by seal. */
export class ChainWalk {
  #hash = GENESIS;
  #no = 0;

  /** Whether this event is the next one, and its seal the one that it must have. */
  follow(event: EventView, seal: Seal): boolean {
    const next = sealOf(this.#hash, event);
    if (seal.no !== this.#no + 1 || next.toString("hex") !== seal.hash) return false;
    this.#hash = next;
    this.#no = seal.no;
    return true;
  }

  /** How far it came, and at which event it broke off. */
  endedAt(brokenAt: number | null): Chain {
    return { sealed: this.#no, brokenAt, head: this.#hash.toString("hex") };
  }

  get no(): number {
    return this.#no;
  }
}

/** How far the chain was walked, the first event that does not fit, and the last seal that does. */
export type Chain = { sealed: number; brokenAt: number | null; head: string };

/** Walks the whole chain. Whoever noted its head elsewhere also sees whether its end was cut off. */
export async function verifyChain(db: Db): Promise<Chain> {
  const walk = new ChainWalk();
  for (;;) {
    const rows = await db
      .selectFrom("seal")
      .innerJoin("event", "event.id", "seal.event_id")
      .selectAll("event")
      .select(["seal.no", "seal.hash"])
      .where("seal.no", ">", walk.no)
      .orderBy("seal.no")
      .limit(SEAL_BATCH)
      .execute();
    for (const row of rows) {
      const seal = { no: row.no, hash: row.hash.toString("hex") };
      if (!walk.follow(viewOf(row), seal)) return walk.endedAt(row.id);
    }
    if (rows.length < SEAL_BATCH) break;
  }
  const { seals } = await db
    .selectFrom("seal")
    .select((e) => e.fn.countAll<number>().as("seals"))
    .executeTakeFirstOrThrow();
  return walk.endedAt(seals === walk.no ? null : walk.no);
}

/** SHA-256 of the seal before and the event's own fields, in a fixed order: docs/record.md tells it. */
function sealOf(previous: Buffer, event: EventView): Buffer {
  const { id, at, actor, name, subject, incidentId, detail } = event;
  const fields = [id, at, actor, name, subject.kind, subject.id, incidentId, canonical(detail)];
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
