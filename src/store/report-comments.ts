import type { Insertable, Selectable } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { CommentState, ReportComment } from "./schema/detection.ts";

export type CommentRow = Selectable<ReportComment>;

/** The newest are compared with: an older one comes back rarely, and each costs a comparison. */
const COMPARED_MAX = 200;

export async function insertComment(tx: Tx, row: Insertable<ReportComment>): Promise<void> {
  await tx.insertInto("report_comment").values(row).execute();
}

/** What was written lately about a platform, whatever became of it. */
export async function recentWords(db: Db, platformId: string, since: number): Promise<string[]> {
  const rows = await db
    .selectFrom("report_comment")
    .select("words")
    .where("platform_id", "=", platformId)
    .where("at", ">", new Date(since))
    .orderBy("at", "desc")
    .limit(COMPARED_MAX)
    .execute();
  return rows.map(({ words }) => words);
}

export async function commentsOfNetwork(db: Db, hashes: Buffer[], since: number): Promise<number> {
  const row = await db
    .selectFrom("report_comment as comment")
    .innerJoin("report", "report.id", "comment.report_id")
    .select((e) => e.fn.countAll<number>().as("comments"))
    .where("report.network_hash", "in", hashes)
    .where("report.at", ">", new Date(since))
    .executeTakeFirstOrThrow();
  return row.comments;
}

export async function countWaiting(db: Db): Promise<number> {
  const row = await db
    .selectFrom("report_comment")
    .select((e) => e.fn.countAll<number>().as("comments"))
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  return row.comments;
}

/** A comment as a moderator reads it: with what its report says, and without who sent it. */
export type CommentRead = CommentRow & {
  platform_name: string;
  symptom: string;
  country: string | null;
};

/** Those that wait, the oldest first; those decided, the latest first. */
export async function listComments(
  db: Db,
  asked: { state: CommentState; limit: number },
): Promise<CommentRead[]> {
  const query = db
    .selectFrom("report_comment as comment")
    .innerJoin("report", "report.id", "comment.report_id")
    .innerJoin("platform", "platform.id", "comment.platform_id")
    .selectAll("comment")
    .select(["platform.name as platform_name", "report.symptom", "report.country"])
    .where("comment.state", "=", asked.state)
    .limit(asked.limit);
  return asked.state === "waiting"
    ? await query.orderBy("comment.at").orderBy("comment.report_id").execute()
    : await query.orderBy("comment.decided_at", "desc").orderBy("comment.report_id").execute();
}

/** The comment, kept from others until the transaction ends. */
export async function lockComment(tx: Tx, id: string): Promise<CommentRow | undefined> {
  return await tx
    .selectFrom("report_comment")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function decideComment(
  tx: Tx,
  id: string,
  decision: { state: CommentState; at: number; by: string },
): Promise<void> {
  const open = decision.state === "waiting";
  await tx
    .updateTable("report_comment")
    .set({
      state: decision.state,
      decided_at: open ? null : new Date(decision.at),
      decided_by: open ? null : decision.by,
    })
    .where("id", "=", id)
    .execute();
}
