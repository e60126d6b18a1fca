import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { PublicForum } from "../domain/forum.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { ForumQuestionTable, ForumTable } from "./schema/forum.ts";

export type ForumRow = Selectable<ForumTable>;
export type ForumQuestionRow = Selectable<ForumQuestionTable>;
export type ForumQuestionRead = ForumQuestionRow & { voices: number };

const SHOWN_MAX = 10;
const QUESTIONS_SHOWN_MAX = 200;
const LISTED_MAX = 50;
/** With so many of the newest a new one is compared. */
const COMPARED_MAX = 200;

/** The sessions that the public may read. One about a drill stays in the house. */
export async function publicForums(db: Db, withDrills: boolean): Promise<PublicForum[]> {
  const forums = await db
    .selectFrom("forum")
    .leftJoin("incident", "incident.id", "forum.incident_id")
    .selectAll("forum")
    .$if(!withDrills, (query) =>
      query.where((e) => e.or([e("incident.id", "is", null), e("incident.drill", "=", false)])),
    )
    .orderBy("forum.closes_at", "desc")
    .orderBy("forum.id")
    .limit(SHOWN_MAX)
    .execute();
  return await Promise.all(
    forums.map(async (row) => ({
      id: row.id,
      incidentId: row.incident_id,
      title: row.title,
      opensAt: row.opens_at.getTime(),
      closesAt: row.closes_at.getTime(),
      questions: (await questionsOf(db, row.id, "accepted")).map((question) => ({
        id: question.id,
        words: question.words,
        language: question.language,
        answer: question.answer,
        voices: question.voices,
        at: question.at.getTime(),
      })),
    })),
  );
}

export async function listForums(db: Db): Promise<ForumRow[]> {
  return await db
    .selectFrom("forum")
    .selectAll()
    .orderBy("closes_at", "desc")
    .orderBy("id")
    .limit(LISTED_MAX)
    .execute();
}

/** The questions in one state: those that wait the oldest first, the others the most shared first. */
export async function questionsOf(
  db: Db,
  forumId: string,
  state: ForumQuestionRow["state"],
): Promise<ForumQuestionRead[]> {
  const voices = sql<number>`(select count(*) from forum_voice v where v.question_id = q.id)`;
  return await db
    .selectFrom("forum_question as q")
    .selectAll("q")
    .select(voices.as("voices"))
    .where("forum_id", "=", forumId)
    .where("state", "=", state)
    .orderBy("voices", "desc")
    .orderBy("at")
    .orderBy("id")
    .limit(QUESTIONS_SHOWN_MAX)
    .execute();
}

export async function findForum(db: Db, id: string): Promise<ForumRow | undefined> {
  return await db.selectFrom("forum").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertForum(tx: Tx, row: Insertable<ForumTable>): Promise<void> {
  await tx.insertInto("forum").values(row).execute();
}

export async function updateForum(
  tx: Tx,
  id: string,
  change: Updateable<ForumTable>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("forum")
    .set(change)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw notFound("forum");
}

export async function insertForumQuestion(
  tx: Tx,
  row: Insertable<ForumQuestionTable>,
): Promise<void> {
  await tx.insertInto("forum_question").values(row).execute();
}

/** The newest words of a session, whatever became of them. */
export async function forumWords(db: Db, forumId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("forum_question")
    .select("words")
    .where("forum_id", "=", forumId)
    .orderBy("at", "desc")
    .limit(COMPARED_MAX)
    .execute();
  return rows.map(({ words }) => words);
}

export async function forumQuestionsOfNetwork(
  db: Db,
  hashes: Buffer[],
  since: number,
): Promise<number> {
  const row = await db
    .selectFrom("forum_question")
    .select((e) => e.fn.countAll<number>().as("questions"))
    .where("network_hash", "in", hashes)
    .where("at", ">", new Date(since))
    .executeTakeFirstOrThrow();
  return row.questions;
}

export async function countForumQueue(db: Db, forumId: string): Promise<number> {
  const row = await db
    .selectFrom("forum_question")
    .select((e) => e.fn.countAll<number>().as("questions"))
    .where("forum_id", "=", forumId)
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  return row.questions;
}

/** The question, kept from others until the transaction ends. */
export async function lockForumQuestion(tx: Tx, id: string): Promise<ForumQuestionRow> {
  const row = await tx
    .selectFrom("forum_question")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("question");
  return row;
}

export async function updateForumQuestion(
  tx: Tx,
  id: string,
  change: Updateable<ForumQuestionTable>,
): Promise<void> {
  await tx.updateTable("forum_question").set(change).where("id", "=", id).execute();
}

/** One more has the same question; who said so before under either hash is not counted again. */
export async function addVoice(
  tx: Tx,
  voice: { questionId: string; persons: Buffer[]; block: Buffer; at: Date },
): Promise<void> {
  const { questionId, persons, block, at } = voice;
  const before = await tx
    .selectFrom("forum_voice")
    .select("question_id")
    .where("question_id", "=", questionId)
    .where("person_hash", "in", persons)
    .executeTakeFirst();
  const [person] = persons;
  if (before !== undefined || person === undefined) return;
  await tx
    .insertInto("forum_voice")
    .values({ question_id: questionId, person_hash: person, network_hash: block, at })
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function voicesOfNetwork(
  db: Db,
  asked: { questionId: string; hashes: Buffer[] },
): Promise<number> {
  const row = await db
    .selectFrom("forum_voice")
    .select((e) => e.fn.countAll<number>().as("voices"))
    .where("question_id", "=", asked.questionId)
    .where("network_hash", "in", asked.hashes)
    .executeTakeFirstOrThrow();
  return row.voices;
}
