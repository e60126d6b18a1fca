import { sql } from "kysely";
import type { Language } from "../domain/language.ts";
import type { Tx } from "./database.ts";

type Address = { kind: string; address: string };
export type StopAnswerRow = Address & { channel_id: number; language: Language };

/** Nothing happens where a STOP from this address was noted before. */
export async function insertStopAnswer(
  tx: Tx,
  stop: Address & { channelId: number; language: Language; at: number },
): Promise<void> {
  const { kind, address, language } = stop;
  await tx
    .insertInto("stop_answer")
    .values({
      kind,
      address,
      channel_id: stop.channelId,
      language,
      heard_at: new Date(stop.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whoever has come back may be told once more when they leave again, but not on the same day. */
export async function deleteStopAnswer(tx: Tx, of: Address, before: number): Promise<void> {
  await tx
    .deleteFrom("stop_answer")
    .where("kind", "=", of.kind)
    .where("address", "=", of.address)
    .where("heard_at", "<", new Date(before))
    .execute();
}

/** Takes answers to send; they are never taken again. What waited too long is not said any more. */
export async function claimStopAnswers(
  tx: Tx,
  take: { limit: number; since: number },
): Promise<StopAnswerRow[]> {
  await tx
    .updateTable("stop_answer")
    .set({ state: "failed" })
    .where("state", "=", "queued")
    .where("heard_at", "<", new Date(take.since))
    .execute();
  const found = await sql<StopAnswerRow>`
    update stop_answer s set state = 'sending' from (
      select kind, address from stop_answer where state = 'queued'
      order by heard_at limit ${take.limit} for update skip locked
    ) p where s.kind = p.kind and s.address = p.address
    returning s.kind, s.address, s.channel_id, s.language
  `.execute(tx);
  return found.rows;
}

export async function settleStopAnswer(
  tx: Tx,
  of: Address,
  state: "sent" | "failed" | "queued",
): Promise<void> {
  await tx
    .updateTable("stop_answer")
    .set({ state })
    .where("kind", "=", of.kind)
    .where("address", "=", of.address)
    .execute();
}

/** In which language somebody is written to at this address; null where nobody is known there. */
export async function languageAt(tx: Tx, of: Address): Promise<Language | null> {
  const row = await tx
    .selectFrom("address")
    .innerJoin("contact", "contact.id", "address.contact_id")
    .select("contact.language")
    .where("address.kind", "=", of.kind)
    .where("address.value", "=", of.address)
    .executeTakeFirst();
  return row?.language ?? null;
}
