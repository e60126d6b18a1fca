import type { Insertable, Selectable, Updateable } from "kysely";
import { sql } from "kysely";
import type { Language } from "../domain/language.ts";
import type { PostNews, PostState } from "../domain/outlet.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { OutletPostTable } from "./schema/outlets.ts";

export type OutletPostRow = Selectable<OutletPostTable>;
/** A line in the hands of one worker, and how it stood before. */
export type LeasedPost = OutletPostRow & { was: PostState };

/** Writes a line, once: the ledger refuses a second one for the same words. */
export async function insertPost(tx: Tx, row: Insertable<OutletPostTable>): Promise<void> {
  await tx
    .insertInto("outlet_post")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Of one incident, what has not left yet gives way to what is newer. */
export async function dropOlder(
  tx: Tx,
  than: { incidentId: string; outletId: number; now: number; languages: Language[] | null },
): Promise<void> {
  if (than.languages?.length === 0) return;
  const { languages } = than;
  await tx
    .updateTable("outlet_post")
    .set({ state: "dropped", due_at: null, reason: "newer", why: null, at: new Date(than.now) })
    .where("incident_id", "=", than.incidentId)
    .where("outlet_id", "=", than.outletId)
    .where("state", "in", ["asked", "waiting", "failed"])
    .$if(languages !== null, (query) => query.where("language", "in", languages ?? []))
    .execute();
}

/** Which outlets have said something about an incident, or may have, and in which language. */
export async function spokenBefore(
  tx: Tx,
  incidentId: string,
): Promise<Pick<OutletPostRow, "outlet_id" | "language">[]> {
  return await tx
    .selectFrom("outlet_post")
    .select(["outlet_id", "language"])
    .distinct()
    .where("incident_id", "=", incidentId)
    .where("state", "in", ["told", "sending", "unknown"])
    .execute();
}

/**
 * Takes lines that are due and commits them as *sending*; what was on its way already keeps its
 * state, so that the worker looks before it speaks. Of one thread, the older line comes first.
 */
export async function leasePosts(
  tx: Tx,
  ask: { now: number; until: number; token: string; limit: number },
): Promise<LeasedPost[]> {
  const now = new Date(ask.now);
  const found = await sql<LeasedPost>`
    with picked as (
      select p.id, p.state as was from outlet_post p join outlet o on o.id = p.outlet_id
      where p.due_at <= ${now} and o.enabled and not exists (
        select 1 from outlet_post e where e.outlet_id = p.outlet_id and e.language = p.language
          and e.incident_id = p.incident_id and e.id < p.id and e.due_at is not null)
      order by p.due_at, p.id limit ${ask.limit} for update of p skip locked
    )
    update outlet_post p set due_at = ${new Date(ask.until)}, try = p.try + 1,
      state = case when p.state = 'waiting' then 'sending' else p.state end,
      lease_token = ${ask.token}::uuid, at = ${now}
    from picked where picked.id = p.id
    returning p.*, picked.was
  `.execute(tx);
  return found.rows;
}

/** Whether a line is due, be it that an older one of its place comes before it. */
export async function hasDuePosts(db: Db, now: number): Promise<boolean> {
  const found = await db
    .selectFrom("outlet_post")
    .select("id")
    .where("due_at", "<=", new Date(now))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Whether newer words on the same incident stand in line for the same place. */
export async function hasNewer(
  tx: Tx,
  post: Pick<OutletPostRow, "id" | "outlet_id" | "incident_id" | "language">,
): Promise<boolean> {
  const found = await tx
    .selectFrom("outlet_post")
    .select("id")
    .where("outlet_id", "=", post.outlet_id)
    .where("incident_id", "=", post.incident_id)
    .where("language", "=", post.language)
    .where("id", ">", post.id)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Writes what became of a line, if it is still this worker's. */
export async function settlePost(
  tx: Tx,
  post: Pick<LeasedPost, "id" | "lease_token">,
  { news, text, now }: { news: PostNews; text: string | null; now: number },
): Promise<boolean> {
  const done = await tx
    .updateTable("outlet_post")
    .set({
      ...columnsOf(news, now),
      ...(text === null ? {} : { text }),
    })
    .where("id", "=", post.id)
    .where("lease_token", "=", post.lease_token)
    .where("state", "in", ["sending", "unknown"])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

function columnsOf(news: PostNews, now: number): Updateable<OutletPostTable> {
  return {
    state: news.state,
    reason: news.reason,
    why: news.why,
    due_at: news.dueAt === null ? null : new Date(news.dueAt),
    lease_token: null,
    at: new Date(now),
    ...(news.remote ? { remote_id: news.remote.id, remote_url: news.remote.url } : {}),
  };
}

/** What stands on the network about the incident: the first and the last that we know of. */
export async function threadBefore(
  db: Db,
  post: Pick<OutletPostRow, "id" | "outlet_id" | "incident_id" | "language">,
): Promise<OutletPostRow[]> {
  return await db
    .selectFrom("outlet_post")
    .selectAll()
    .where("outlet_id", "=", post.outlet_id)
    .where("incident_id", "=", post.incident_id)
    .where("language", "=", post.language)
    .where("id", "<", post.id)
    .where("state", "=", "told")
    .where("remote_id", "is not", null)
    .orderBy("id")
    .execute();
}

export async function postsOf(db: Db, incidentId: string): Promise<OutletPostRow[]> {
  return await db
    .selectFrom("outlet_post")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .orderBy("id", "desc")
    .execute();
}

/** The newest line of each outlet: how it fares. */
export async function latestPosts(db: Db): Promise<OutletPostRow[]> {
  return await db
    .selectFrom("outlet_post")
    .selectAll()
    .distinctOn("outlet_id")
    .where("state", "!=", "dropped")
    .orderBy("outlet_id")
    .orderBy("id", "desc")
    .execute();
}

export async function lockPost(tx: Tx, id: number): Promise<OutletPostRow> {
  const row = await tx
    .selectFrom("outlet_post")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("post");
  return row;
}

export async function updatePost(
  tx: Tx,
  id: number,
  change: Updateable<OutletPostTable>,
): Promise<OutletPostRow> {
  return await tx
    .updateTable("outlet_post")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
