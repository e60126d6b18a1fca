import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { TicketMailState } from "../domain/help/ticket.ts";
import type { Db, Tx } from "./database.ts";
import type { TicketMailTable } from "./schema/help.ts";

export type TicketMailRow = Selectable<TicketMailTable>;

export async function queueTicketMail(tx: Tx, row: Insertable<TicketMailTable>): Promise<void> {
  await tx.insertInto("ticket_mail").values(row).execute();
}

export const listTicketMails = async (db: Db, ticketId: string): Promise<TicketMailRow[]> =>
  await db
    .selectFrom("ticket_mail")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("created_at")
    .execute();

/** Whose sender died half-way: nobody knows whether it left, so it is not sent twice. */
export async function giveUpHalfway(tx: Tx, now: number): Promise<void> {
  await tx
    .updateTable("ticket_mail")
    .set({ state: "unknown", why: "half-way" })
    .where("state", "=", "sending")
    .where("due_at", "<=", new Date(now))
    .execute();
}

export async function hasDueMails(db: Db, now: number): Promise<boolean> {
  const row = await db
    .selectFrom("ticket_mail")
    .select("id")
    .where("state", "in", ["queued", "sending"])
    .where("due_at", "<=", new Date(now))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Commits what is due as *sending*; it comes due again, as unknown, if nobody settles it. */
export async function claimMails(
  tx: Tx,
  claim: { until: number; limit: number; now: number },
): Promise<TicketMailRow[]> {
  const { rows } = await sql<TicketMailRow>`
    update ticket_mail set state = 'sending', tries = tries + 1, due_at = ${new Date(claim.until)}
    where id in (
      select id from ticket_mail where state = 'queued' and due_at <= ${new Date(claim.now)}
      order by due_at limit ${claim.limit} for update skip locked
    )
    returning *`.execute(tx);
  return rows;
}

export async function settleMail(
  tx: Tx,
  id: string,
  end: { state: TicketMailState; why: string | null; dueAt: number },
): Promise<void> {
  await tx
    .updateTable("ticket_mail")
    .set({ state: end.state, why: end.why, due_at: new Date(end.dueAt) })
    .where("id", "=", id)
    .where("state", "=", "sending")
    .execute();
}
