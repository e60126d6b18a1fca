import type { Insertable, Selectable } from "kysely";
import type { PublicPoll } from "../domain/forum.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { PollTable, PollVoteTable } from "./schema/forum.ts";

export type PollRow = Selectable<PollTable>;
export type PollRead = PollRow & { votes: number[] };

const SHOWN_MAX = 10;
const LISTED_MAX = 50;

export async function publicPolls(db: Db): Promise<PublicPoll[]> {
  const rows = (await listPolls(db)).filter((row) => row.withdrawn_at === null);
  return rows.slice(0, SHOWN_MAX).map(({ id, question, options, closes_at, votes }) => ({
    id,
    question,
    options,
    closesAt: closes_at.getTime(),
    votes,
  }));
}

/** Every poll with its votes, the last to close first. */
export async function listPolls(db: Db): Promise<PollRead[]> {
  const rows = await db
    .selectFrom("poll")
    .selectAll()
    .orderBy("closes_at", "desc")
    .orderBy("id")
    .limit(LISTED_MAX)
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const counts = await db
    .selectFrom("poll_vote")
    .select(["poll_id", "option"])
    .select((e) => e.fn.countAll<number>().as("votes"))
    .where("poll_id", "in", ids)
    .groupBy(["poll_id", "option"])
    .execute();
  return rows.map((row) => ({
    ...row,
    votes: row.options.map(
      (_, option) =>
        counts.find((one) => one.poll_id === row.id && one.option === option)?.votes ?? 0,
    ),
  }));
}

export async function findPoll(db: Db, id: string): Promise<PollRow | undefined> {
  return await db.selectFrom("poll").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The poll, kept from others until the transaction ends. */
export async function lockPoll(tx: Tx, id: string): Promise<PollRow> {
  const row = await tx
    .selectFrom("poll")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("poll");
  return row;
}

export async function insertPoll(tx: Tx, row: Insertable<PollTable>): Promise<void> {
  await tx.insertInto("poll").values(row).execute();
}

export async function updatePoll(
  tx: Tx,
  id: string,
  change: Partial<Pick<PollRow, "closes_at" | "withdrawn_at">>,
): Promise<void> {
  await tx.updateTable("poll").set(change).where("id", "=", id).execute();
}

/** Whoever votes again has changed their mind; false when there was no vote to change. */
export async function changeVote(
  tx: Tx,
  vote: { pollId: string; persons: Buffer[]; option: number; at: Date },
): Promise<boolean> {
  const changed = await tx
    .updateTable("poll_vote")
    .set({ option: vote.option, at: vote.at })
    .where("poll_id", "=", vote.pollId)
    .where("person_hash", "in", vote.persons)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

export async function insertVote(tx: Tx, row: Insertable<PollVoteTable>): Promise<void> {
  const { option, at } = row;
  await tx
    .insertInto("poll_vote")
    .values(row)
    .onConflict((c) => c.columns(["poll_id", "person_hash"]).doUpdateSet({ option, at }))
    .execute();
}

export async function votesOfNetwork(
  db: Db,
  asked: { pollId: string; hashes: Buffer[]; since: number },
): Promise<number> {
  const row = await db
    .selectFrom("poll_vote")
    .select((e) => e.fn.countAll<number>().as("votes"))
    .where("poll_id", "=", asked.pollId)
    .where("network_hash", "in", asked.hashes)
    .where("at", ">", new Date(asked.since))
    .executeTakeFirstOrThrow();
  return row.votes;
}
