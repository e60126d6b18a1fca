import type { Insertable, Selectable } from "kysely";
import { notFound, refusal } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { RumourQuestion } from "./schema/verify.ts";

export type QuestionRow = Selectable<RumourQuestion>;

const LISTED_MAX = 100;
/** With so many of the newest a new one is compared. */
const COMPARED_MAX = 200;

export async function insertQuestion(tx: Tx, row: Insertable<RumourQuestion>): Promise<void> {
  await tx.insertInto("rumour_question").values(row).execute();
}

export async function waitingQuestions(tx: Tx): Promise<{ id: string; words: string }[]> {
  return await tx
    .selectFrom("rumour_question")
    .select(["id", "words"])
    .where("state", "=", "waiting")
    .orderBy("at", "desc")
    .limit(COMPARED_MAX)
    .execute();
}

/** The same was asked once more. */
export async function countAskedAgain(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("rumour_question")
    .set((e) => ({ asked: e("asked", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

export async function questionsOfNetwork(db: Db, hashes: Buffer[], since: number): Promise<number> {
  const row = await db
    .selectFrom("rumour_question")
    .select((e) => e.fn.countAll<number>().as("questions"))
    .where("network_hash", "in", hashes)
    .where("at", ">", new Date(since))
    .executeTakeFirstOrThrow();
  return row.questions;
}

export async function countQuestions(db: Db): Promise<number> {
  const row = await db
    .selectFrom("rumour_question")
    .select((e) => e.fn.countAll<number>().as("questions"))
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  return row.questions;
}

/** Those that wait, the most asked first. */
export async function listQuestions(db: Db): Promise<QuestionRow[]> {
  return await db
    .selectFrom("rumour_question")
    .selectAll()
    .where("state", "=", "waiting")
    .orderBy("asked", "desc")
    .orderBy("at")
    .orderBy("id")
    .limit(LISTED_MAX)
    .execute();
}

/** A question that still waits, kept from others until the transaction ends. */
export async function lockQuestion(tx: Tx, id: string): Promise<QuestionRow> {
  const row = await tx
    .selectFrom("rumour_question")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("question");
  if (row.state !== "waiting") throw refusal("conflict", "rumours:refused.decided");
  return row;
}

export async function settleQuestion(
  tx: Tx,
  id: string,
  decision: { state: "answered" | "dismissed"; rumourId: string | null; at: number; by: string },
): Promise<void> {
  await tx
    .updateTable("rumour_question")
    .set({
      state: decision.state,
      rumour_id: decision.rumourId,
      decided_at: new Date(decision.at),
      decided_by: decision.by,
    })
    .where("id", "=", id)
    .execute();
}
