import { sql } from "kysely";
import type { Meaning } from "../domain/answer.ts";
import type { Db, Tx } from "./database.ts";

export type NewReply = {
  channelId: number;
  providerId: string | null;
  address: string;
  body: string;
  meaning: Meaning;
  contactId: number | null;
  broadcastId: number | null;
  ordinal: number | null;
  at: number;
};

/** Notes a reply; false when the provider has told us of it before. */
export async function insertReply(tx: Tx, reply: NewReply): Promise<boolean> {
  const done = await tx
    .insertInto("reply")
    .values({
      channel_id: reply.channelId,
      provider_id: reply.providerId,
      address: reply.address,
      body: reply.body,
      meaning: reply.meaning,
      contact_id: reply.contactId,
      broadcast_id: reply.broadcastId,
      ordinal: reply.ordinal,
      at: new Date(reply.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) === 1;
}

/** Notes the newest answer of a locked delivery. Answers what stood there before. */
export async function saveAnswer(
  tx: Tx,
  key: { broadcastId: number; ordinal: number },
  answer: { answer: string; at: number },
): Promise<string | null> {
  const { broadcastId, ordinal } = key;
  const before = await tx
    .selectFrom("delivery")
    .select("answer")
    .where("broadcast_id", "=", broadcastId)
    .where("ordinal", "=", ordinal)
    .executeTakeFirst();
  await tx
    .updateTable("delivery")
    .set({ answer: answer.answer, answer_at: new Date(answer.at) })
    .where("broadcast_id", "=", broadcastId)
    .where("ordinal", "=", ordinal)
    .execute();
  return before?.answer ?? null;
}

/** The deliveries of one person in a broadcast that insists: its own, and those of its reminders. */
export async function kinOf(
  tx: Tx,
  of: { contactId: number; root: number },
): Promise<{ broadcastId: number; ordinal: number }[]> {
  const rows = await tx
    .selectFrom("delivery")
    .innerJoin("broadcast", "broadcast.id", "delivery.broadcast_id")
    .select(["delivery.broadcast_id", "delivery.ordinal"])
    .where("delivery.contact_id", "=", of.contactId)
    .where((e) =>
      e.or([
        e("broadcast.id", "=", of.root),
        e.and([e("broadcast.follows", "=", of.root), e("broadcast.kind", "=", "reminder")]),
      ]),
    )
    .orderBy("delivery.broadcast_id")
    .execute();
  return rows.map((row) => ({ broadcastId: row.broadcast_id, ordinal: row.ordinal }));
}

/** Who writes from this address, and what they were last sent. */
export async function findSender(
  tx: Tx,
  kind: string,
  address: string,
): Promise<{
  contactId: number;
  delivery: { broadcastId: number; ordinal: number } | null;
} | null> {
  const contact = await tx
    .selectFrom("address")
    .select("contact_id")
    .where("kind", "=", kind)
    .where("value", "=", address)
    .executeTakeFirst();
  if (!contact) return null;
  const last = await tx
    .selectFrom("delivery")
    .select(["broadcast_id", "ordinal"])
    .where("contact_id", "=", contact.contact_id)
    // A rung that nobody has tried yet is no message that anybody could answer.
    .where((e) =>
      e.or([
        e("fact", ">", 0),
        e.exists(
          e
            .selectFrom("attempt")
            .select("attempt.rung")
            .whereRef("attempt.broadcast_id", "=", "delivery.broadcast_id")
            .whereRef("attempt.ordinal", "=", "delivery.ordinal"),
        ),
      ]),
    )
    .orderBy("broadcast_id", "desc")
    .limit(1)
    .executeTakeFirst();
  const delivery = last ? { broadcastId: last.broadcast_id, ordinal: last.ordinal } : null;
  return { contactId: contact.contact_id, delivery };
}

export async function repliesOf(db: Db, broadcastId: number, limit: number) {
  return await db
    .selectFrom("reply")
    .leftJoin("contact", "contact.id", "reply.contact_id")
    .select(["reply.id", "reply.channel_id", "reply.body", "reply.meaning", "reply.at"])
    .select(["reply.contact_id", "contact.name"])
    .where("reply.broadcast_id", "=", broadcastId)
    .orderBy("reply.id", "desc")
    .limit(limit)
    .execute();
}

/** The wish of a person about one way to them, word for word, as the newest proof. */
export async function insertWish(
  tx: Tx,
  wish: {
    contactId: number;
    kind: string;
    state: "given" | "withdrawn";
    wording: string;
    source: string;
    at: number;
  },
): Promise<void> {
  await tx
    .insertInto("consent")
    .values({
      contact_id: wish.contactId,
      kind: wish.kind,
      state: wish.state,
      wording: wish.wording,
      source: wish.source,
      at: new Date(wish.at),
    })
    .execute();
}

/** Providers said that these addresses do not work. */
export async function rejectAddresses(
  tx: Tx,
  kind: string,
  refused: readonly { address: string; why: string }[],
): Promise<void> {
  for (const { address, why } of refused) {
    await tx
      .updateTable("address")
      .set({ state: "rejected", state_note: why })
      .where("kind", "=", kind)
      .where("value", "=", address)
      .execute();
  }
}

/** How many people wrote to us over the channels of a platform, minute by minute. */
export async function inboundPerMinute(
  db: Db,
  platformId: string,
  span: { from: number; to: number },
): Promise<Map<number, number>> {
  const { rows } = await sql<{ minute: Date; n: number }>`
    select date_trunc('minute', reply.at) as minute, count(*) as n
    from reply join channel on channel.id = reply.channel_id
    where channel.platform_id = ${platformId}
      and reply.at >= ${new Date(span.from)} and reply.at < ${new Date(span.to)}
    group by 1`.execute(db);
  return new Map(rows.map(({ minute, n }) => [minute.getTime(), n]));
}
