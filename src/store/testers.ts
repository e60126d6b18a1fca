import { type Selectable, sql } from "kysely";
import type { Language } from "../domain/language.ts";
import type { Outcome } from "../domain/outcome.ts";
import type { Db, Tx } from "./database.ts";
import type { Tester, TestMessage } from "./schema/planner.ts";

export type TesterRow = Selectable<Tester>;
export type TestMessageRow = Selectable<TestMessage>;

const LIST_MAX = 200;

export async function listTesters(db: Db, drill: boolean): Promise<TesterRow[]> {
  return await db
    .selectFrom("tester")
    .selectAll()
    .where("drill", "=", drill)
    .orderBy("name")
    .orderBy("kind")
    .limit(LIST_MAX)
    .execute();
}

/** Puts a tester in the place of one with the same address; a new code makes the old one worth nothing. */
export async function putTester(tx: Tx, row: Omit<TesterRow, "tries">): Promise<TesterRow> {
  const { id: _id, kind: _kind, value: _value, drill: _drill, ...rest } = row;
  return await tx
    .insertInto("tester")
    .values(row)
    .onConflict((c) => c.columns(["kind", "value", "drill"]).doUpdateSet({ ...rest, tries: 0 }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The tester, held, with one more try counted. */
export async function tryTester(tx: Tx, id: string): Promise<TesterRow | null> {
  const found = await tx
    .updateTable("tester")
    .set((e) => ({ tries: e("tries", "+", 1) }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  return found ?? null;
}

export async function updateTester(
  tx: Tx,
  id: string,
  change: Partial<Pick<TesterRow, "state" | "due_at" | "confirmed_at">>,
): Promise<void> {
  await tx.updateTable("tester").set(change).where("id", "=", id).execute();
}

export async function removeTester(tx: Tx, id: string): Promise<TesterRow | null> {
  const gone = tx.deleteFrom("tester").where("id", "=", id).returningAll();
  return (await gone.executeTakeFirst()) ?? null;
}

/** Commits the codes that are due as *sending*. */
export async function claimTesters(tx: Tx, now: Date, limit: number): Promise<TesterRow[]> {
  const found = await sql<TesterRow>`
    update tester set state = 'sending' where id in (
      select id from tester where state = 'queued' and due_at <= ${now} and expires_at > ${now}
      order by due_at limit ${limit} for update skip locked
    ) returning *`.execute(tx);
  return found.rows;
}

export type NewTestMessage = {
  broadcastId: number;
  channelId: number;
  name: string;
  address: string;
  language: Language;
  variables: Record<string, string>;
};

export async function insertTestMessages(
  tx: Tx,
  messages: readonly NewTestMessage[],
  asked: { by: string; now: number },
): Promise<void> {
  const at = new Date(asked.now);
  for (const { broadcastId, channelId, variables, ...rest } of messages) {
    await tx
      .insertInto("test_message")
      .values({
        ...rest,
        broadcast_id: broadcastId,
        channel_id: channelId,
        variables: JSON.stringify(variables),
        asked_by: asked.by,
        asked_at: at,
        due_at: at,
      })
      .execute();
  }
}

/** How many somebody has sent since a moment, and all people together. */
export async function testsSince(
  db: Db,
  { by, since }: { by: string; since: number },
): Promise<{ own: number; all: number }> {
  const found = await db
    .selectFrom("test_message")
    .select((e) => [
      e.fn.countAll<number>().as("all"),
      e.fn.countAll<number>().filterWhere("asked_by", "=", by).as("own"),
    ])
    .where("asked_at", ">", new Date(since))
    .executeTakeFirstOrThrow();
  return found;
}

/** Whether a code or a test message waits for the loop. */
export async function hasTestWork(db: Db, now: Date): Promise<boolean> {
  const found = await sql<{ due: boolean }>`
    select exists (select 1 from tester where state = 'queued' and due_at <= ${now})
      or exists (select 1 from test_message where state = 'queued' and due_at <= ${now}
        or state = 'sending' and due_at <= ${lostBefore(now)}) as due
  `.execute(db);
  return found.rows[0]?.due ?? false;
}

/** A test that was being sent for so long was left behind by a node that died. */
const LOST_MS = 300_000;
const lostBefore = (now: Date): Date => new Date(now.getTime() - LOST_MS);

/** Commits test messages as *sending*. What a node that died has left there is not sent again. */
export async function claimTestMessages(
  tx: Tx,
  now: Date,
  limit: number,
): Promise<TestMessageRow[]> {
  await tx
    .updateTable("test_message")
    .set({ state: "done", outcome: "unknown", why: null, ended_at: now })
    .where("state", "=", "sending")
    .where("due_at", "<=", lostBefore(now))
    .execute();
  const found = await sql<TestMessageRow>`
    update test_message set state = 'sending' where id in (
      select id from test_message where state = 'queued' and due_at <= ${now}
      order by id limit ${limit} for update skip locked
    ) returning *`.execute(tx);
  return found.rows;
}

export async function settleTestMessage(
  tx: Tx,
  id: number,
  { outcome, again, now }: { outcome: Outcome; again: number | null; now: number },
): Promise<void> {
  const why = "why" in outcome ? outcome.why.slice(0, 200) : null;
  await tx
    .updateTable("test_message")
    .set(
      again === null
        ? { state: "done", outcome: outcome.kind, why, ended_at: new Date(now) }
        : { state: "queued", outcome: outcome.kind, why, due_at: new Date(again) },
    )
    .where("id", "=", id)
    .execute();
}

export async function testMessagesOf(db: Db, broadcastId: number): Promise<TestMessageRow[]> {
  return await db
    .selectFrom("test_message")
    .selectAll()
    .where("broadcast_id", "=", broadcastId)
    .orderBy("id", "desc")
    .limit(LIST_MAX)
    .execute();
}

/** Where the person behind an account can be written to as a contact: who has the same e-mail address. */
export async function ownWays(
  db: Db,
  email: string,
): Promise<{ name: string; kind: string; value: string; attributes: Record<string, string> }[]> {
  return await db
    .selectFrom("address as own")
    .innerJoin("contact", "contact.id", "own.contact_id")
    .innerJoin("usable_address as u", "u.contact_id", "contact.id")
    .select(["contact.name", "contact.attributes", "u.kind", "u.value"])
    .where("own.kind", "=", "email")
    .where("own.value", "=", email.trim().toLowerCase())
    .where("contact.erased_at", "is", null)
    .orderBy("u.kind")
    .execute();
}
