import { sql } from "kysely";
import type { Tx } from "./database.ts";

/** What is older than this goes, so many rows at a time: nobody waits for the end of a year. */
export type Forget = { before: number; limit: number };
type Forgetter = (tx: Tx, forget: Forget) => Promise<number>;

/** Rows that are found by when they came, in a table with an index on that. */
const byTime =
  (table: string, time: string, which = sql`true`): Forgetter =>
  async (tx, { before, limit }) => {
    const [rows, at] = [sql.id(table), sql.id(time)];
    const done = await sql`delete from ${rows} where ctid = any(array(
      select ctid from ${rows} where ${at} < ${new Date(before)} and ${which} limit ${limit}
    ))`.execute(tx);
    return Number(done.numAffectedRows ?? 0);
  };

/** Rows whose index begins with whom they belong to: the oldest of each owner, owner by owner. */
const byOwner =
  (table: string, owner: { table: string; column: string }, which = sql`true`): Forgetter =>
  async (tx, { before, limit }) => {
    const [rows, column] = [sql.id(table), sql.id(owner.column)];
    const done = await sql`delete from ${rows} where ctid = any(array(
      select old.ctid from ${sql.id(owner.table)} o cross join lateral (
        select r.ctid from ${rows} r where r.${column} = o.id and r.at < ${new Date(before)}
        limit ${limit}
      ) old where ${which} limit ${limit}
    ))`.execute(tx);
    return Number(done.numAffectedRows ?? 0);
  };

export const purgeReports = byTime("report", "at");
export const purgeSignals = byOwner("signal", { table: "source", column: "source_id" });
export const purgeReplies = byOwner("reply", { table: "channel", column: "channel_id" });
/** What could not be taken in, and nobody has looked at since. */
export const purgeInboxAside = byTime("inbox", "received_at", sql`set_aside is not null`);
export const purgeUnreadAside = byTime("unread_reply", "received_at", sql`set_aside is not null`);
const stream = { table: "stream", column: "stream_id" };
export const purgePoints = byOwner("stream_point", stream);
/** The charts of parts of a platform: a country, a symptom. */
export const purgePartPoints = byOwner("stream_point", stream, sql`o.kind like '%:%'`);
export const purgeTickets = byTime("ticket", "closed_at", sql`state = 'closed'`);
/** Sessions of questions and polls, with all that people wrote and chose there. */
export const purgeForums = byTime("forum", "closes_at");
export const purgePolls = byTime("poll", "closes_at");
export const purgeSessions = byTime("session", "expires_at");
export const purgeSpooled = byTime("spooled", "applied_at");
export const purgeCanaries = byTime("canary", "sent_at", sql`ended_at is not null`);
export const purgeAlerts = byTime("alert", "noted_at", sql`state = 'over' and incident_id is null`);
/** The tallies of test messages, which belong to no broadcast. */
export const purgeTestTallies = byTime("tally", "minute", sql`broadcast_id <= 0`);
