import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { TicketState } from "../domain/help/ticket.ts";
import type { Db, Tx } from "./database.ts";
import type { TicketLineTable, TicketTable } from "./schema/help.ts";

export type TicketRow = Selectable<TicketTable>;
export type TicketLineRow = Selectable<TicketLineTable>;
export type TicketRead = TicketRow & { assignee: string | null; incident_title: unknown };

/** Answers false where the reference is taken already. */
export async function insertTicket(tx: Tx, row: Insertable<TicketTable>): Promise<boolean> {
  const made = await tx
    .insertInto("ticket")
    .values(row)
    .onConflict((c) => c.column("reference").doNothing())
    .executeTakeFirst();
  return (made.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** What this network has written since a moment, the newest first. */
export async function ticketsOfNetwork(
  db: Db,
  hashes: Buffer[],
  since: number,
): Promise<Pick<TicketRow, "reference" | "message" | "created_at">[]> {
  return await db
    .selectFrom("ticket")
    .select(["reference", "message", "created_at"])
    .where("network_hash", "in", hashes)
    .where("created_at", ">", new Date(since))
    .orderBy("created_at", "desc")
    .limit(100)
    .execute();
}

/** How many wait for an answer. */
export async function countOpenTickets(db: Db): Promise<number> {
  const row = await db
    .selectFrom("ticket")
    .select((e) => e.fn.countAll<number>().as("tickets"))
    .where("state", "=", "open")
    .executeTakeFirstOrThrow();
  return row.tickets;
}

/** Those that wait, the oldest first; the others, the latest first. */
export async function listTickets(
  db: Db,
  asked: { state: TicketState; assigneeId: string | null; limit: number },
): Promise<TicketRead[]> {
  const query = reading(db)
    .where("ticket.state", "=", asked.state)
    .$if(asked.assigneeId !== null, (q) => q.where("ticket.assignee_id", "=", asked.assigneeId))
    .limit(asked.limit);
  return asked.state === "open"
    ? await query.orderBy("ticket.created_at").orderBy("ticket.id").execute()
    : await query.orderBy("ticket.changed_at", "desc").orderBy("ticket.id").execute();
}

export const findTicket = async (db: Db, id: string): Promise<TicketRead | undefined> =>
  await reading(db).where("ticket.id", "=", id).executeTakeFirst();

const reading = (db: Db) =>
  db
    .selectFrom("ticket")
    .leftJoin("account", "account.id", "ticket.assignee_id")
    .leftJoin("incident", "incident.id", "ticket.incident_id")
    .selectAll("ticket")
    .select(["account.name as assignee", "incident.title as incident_title"]);

/** The ticket, kept from others until the transaction ends. */
export async function lockTicket(tx: Tx, id: string): Promise<TicketRow | undefined> {
  return await tx
    .selectFrom("ticket")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateTicket(
  tx: Tx,
  id: string,
  change: Partial<Pick<TicketRow, "state" | "assignee_id" | "closed_at">> & { changed_at: Date },
): Promise<void> {
  await tx.updateTable("ticket").set(change).where("id", "=", id).execute();
}

export async function addTicketLine(tx: Tx, row: Insertable<TicketLineTable>): Promise<void> {
  await tx.insertInto("ticket_line").values(row).execute();
}

export async function listTicketLines(db: Db, ticketId: string): Promise<TicketLineRow[]> {
  return await db
    .selectFrom("ticket_line")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("at")
    .orderBy("id")
    .limit(500)
    .execute();
}

/** Two people of one network may not slip through a limit side by side. */
export async function lockTicketNetwork(tx: Tx, hash: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(${hash.readInt32BE(0)}, ${hash.readInt32BE(4)})`.execute(
    tx,
  );
}

export async function isActiveAccount(db: Db, id: string): Promise<string | null> {
  const row = await db
    .selectFrom("account")
    .select("name")
    .where("id", "=", id)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  return row?.name ?? null;
}
