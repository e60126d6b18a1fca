import { sql } from "kysely";
import type { Flight, Proof } from "../domain/canary.ts";
import type { Outcome } from "../domain/outcome.ts";
import type { Db, Tx } from "./database.ts";

/** The usual time of arrival is learned from so many. */
const FLIGHTS_MAX = 100;

export type Aimed = { sourceId: string; channelId: number };

/** The last test messages of a source over a channel, newest first. */
export async function flightsOf(db: Db, { sourceId, channelId }: Aimed): Promise<Flight[]> {
  const rows = await db
    .selectFrom("canary")
    .selectAll()
    .where("source_id", "=", sourceId)
    .where("channel_id", "=", channelId)
    .orderBy("id", "desc")
    .limit(FLIGHTS_MAX)
    .execute();
  return rows.map((row) => ({
    sentAt: row.sent_at.getTime(),
    dueAt: row.due_at.getTime(),
    outcome: row.outcome,
    why: row.why,
    passedOn: row.passed_on,
    arrivedAt: row.arrived_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
  }));
}

/** How many this source sent since, over whatever channel, and whether one is in flight. */
export async function sentSince(
  db: Db,
  sourceId: string,
  since: number,
): Promise<{ sent: number; inFlight: boolean }> {
  const row = await db
    .selectFrom("canary")
    .select((e) => [
      e.fn.countAll<number>().filterWhere("sent_at", ">", new Date(since)).as("sent"),
      e.fn.countAll<number>().filterWhere("ended_at", "is", null).as("open"),
    ])
    .where("source_id", "=", sourceId)
    .executeTakeFirstOrThrow();
  return { sent: row.sent, inFlight: row.open > 0 };
}

export type NewCanary = Aimed & { address: string; proof: Proof; sentAt: number; dueAt: number };

/** Writes down that one goes, before it goes; null when one is in flight already. */
export async function insertCanary(tx: Tx, canary: NewCanary): Promise<number | null> {
  const row = await tx
    .insertInto("canary")
    .values({
      source_id: canary.sourceId,
      channel_id: canary.channelId,
      address: canary.address,
      proof: canary.proof,
      sent_at: new Date(canary.sentAt),
      due_at: new Date(canary.dueAt),
    })
    .onConflict((c) => c.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What the provider answered. A receipt that was faster stands, and so does its arrival. */
export async function landCanary(
  tx: Tx,
  id: number,
  landed: { outcome: Outcome; at: number; ends: boolean; arrives: boolean },
): Promise<void> {
  const { outcome, at, ends, arrives } = landed;
  await tx
    .updateTable("canary")
    .set((e) => ({
      outcome: outcome.kind,
      why: "why" in outcome ? outcome.why.slice(0, 200) : null,
      provider_id: outcome.kind === "accepted" ? outcome.providerId : null,
      ...(ends && { ended_at: e.fn.coalesce("ended_at", e.val(new Date(at))) }),
      ...(arrives && { arrived_at: new Date(at) }),
    }))
    .where("id", "=", id)
    .where("outcome", "is", null)
    .execute();
}

/** Ends those whose patience is over; answers the channels where one was taken, and never heard of again. */
export async function endOverdue(tx: Tx, sourceId: string, by: number): Promise<number[]> {
  const rows = await tx
    .updateTable("canary")
    .set((e) => ({ ended_at: e.ref("due_at") }))
    .where("source_id", "=", sourceId)
    .where("ended_at", "is", null)
    .where("due_at", "<=", new Date(by))
    .returning(["channel_id", "outcome", "passed_on"])
    .execute();
  return rows.flatMap(({ channel_id, outcome, passed_on }) =>
    outcome === "accepted" && !passed_on ? [channel_id] : [],
  );
}

/** What was told of one, on the channel that it was told on: nobody speaks for the channel of another. */
export type Sign = { id: number; channelId: number; at: number };

/** Test messages that arrived, each counted once; answers those that are new, with their channels. */
export async function arriveCanaries(
  tx: Tx,
  signs: readonly Sign[],
  proof: Proof,
): Promise<{ id: number; channelId: number }[]> {
  if (signs.length === 0) return [];
  const found = await sql<{ id: number; channel_id: number }>`
    update canary c set arrived_at = s.at, ended_at = coalesce(c.ended_at, s.at),
      outcome = 'accepted', passed_on = true
    from (
      select i as id, h as channel, min(to_timestamp(a / 1000.0)) as at from unnest(
        ${signs.map(({ id }) => id)}::int[], ${signs.map(({ channelId }) => channelId)}::int[],
        ${signs.map(({ at }) => at)}::float8[]
      ) k (i, h, a) group by i, h
    ) s
    where c.id = s.id and c.channel_id = s.channel and c.proof = ${proof} and c.arrived_at is null
    returning c.id, c.channel_id
  `.execute(tx);
  return found.rows.map((row) => ({ id: row.id, channelId: row.channel_id }));
}

/** The provider passed them on: the rest is the platform's, or a phone's that is switched off. */
export async function passOnCanaries(tx: Tx, signs: readonly Sign[]): Promise<void> {
  for (const { id, channelId } of signs) {
    await tx
      .updateTable("canary")
      .set({ passed_on: true })
      .where("id", "=", id)
      .where("channel_id", "=", channelId)
      .where("passed_on", "=", false)
      .execute();
  }
}

/** The provider took it first and refused it later. */
export async function refuseCanary(
  tx: Tx,
  { id, channelId, at }: Sign,
  refused: { outcome: Outcome["kind"]; why: string },
): Promise<void> {
  await tx
    .updateTable("canary")
    .set((e) => ({
      outcome: refused.outcome,
      why: refused.why.slice(0, 200),
      ended_at: e.fn.coalesce("ended_at", e.val(new Date(at))),
    }))
    .where("id", "=", id)
    .where("channel_id", "=", channelId)
    .where("arrived_at", "is", null)
    .execute();
}

/** Which test messages these numbers of the provider belong to, for receipts without our reference. */
export async function canariesKnownAs(
  db: Db,
  names: readonly { channelId: number; providerId: string }[],
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const found = await sql<{ id: number; channel_id: number; provider_id: string }>`
    select c.id, c.channel_id, c.provider_id from canary c join unnest(
      ${names.map(({ channelId }) => channelId)}::int[],
      ${names.map(({ providerId }) => providerId)}::text[]
    ) k (channel_id, provider_id) using (channel_id, provider_id)
  `.execute(db);
  return new Map(found.rows.map((row) => [`${row.channel_id}/${row.provider_id}`, row.id]));
}

/** The test messages that wait for an answer, and from where. There are never more than sources. */
export async function canariesAwaiting(
  db: Db,
): Promise<{ id: number; channelId: number; address: string }[]> {
  const rows = await db
    .selectFrom("canary")
    .select(["id", "channel_id", "address"])
    .where("proof", "=", "reply")
    .where("ended_at", "is", null)
    .execute();
  return rows.map(({ channel_id, ...row }) => ({ ...row, channelId: channel_id }));
}

/** How many messages of broadcasts this channel brought to people since. */
export async function broughtSince(db: Db, channelId: number, since: number): Promise<number> {
  const row = await db
    .selectFrom("tally")
    .select((e) => e.fn.coalesce(e.fn.sum<number>("n"), e.lit(0)).as("n"))
    .where("channel_id", "=", channelId)
    .where("broadcast_id", ">", 0)
    .where("what", "=", "delivered")
    .where("minute", ">=", new Date(since))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
