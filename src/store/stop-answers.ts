import { sql } from "kysely";
import type { Language } from "../domain/language.ts";
import type { Tx } from "./database.ts";

type Address = { kind: string; address: string };
export type StopAnswerRow = Address & { channel_id: number; language: Language };

/** Nothing happens where a STOP from such an address was noted before. */
export async function insertStopAnswers(
  tx: Tx,
  stops: readonly (Address & { channelId: number; language: Language })[],
  at: number,
): Promise<void> {
  if (stops.length === 0) return;
  await tx
    .insertInto("stop_answer")
    .values(
      stops.map(({ kind, address, channelId, language }) => ({
        kind,
        address,
        channel_id: channelId,
        language,
        heard_at: new Date(at),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whoever has come back may be told once more when they leave again, but not on the same day. */
export async function deleteStopAnswers(
  tx: Tx,
  of: readonly Address[],
  before: number,
): Promise<void> {
  if (of.length === 0) return;
  await sql`
    delete from stop_answer s using unnest(
      ${of.map(({ kind }) => kind)}::text[], ${of.map(({ address }) => address)}::text[]
    ) k (kind, address)
    where s.kind = k.kind and s.address = k.address and s.heard_at < ${new Date(before)}
  `.execute(tx);
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

/** In which language people are written to at these addresses of a kind; strangers are not in the map. */
export async function languagesAt(
  tx: Tx,
  kind: string,
  addresses: readonly string[],
): Promise<Map<string, Language>> {
  if (addresses.length === 0) return new Map();
  const rows = await tx
    .selectFrom("address")
    .innerJoin("contact", "contact.id", "address.contact_id")
    .select(["address.value", "contact.language"])
    .where("address.kind", "=", kind)
    .where("address.value", "in", [...addresses])
    .execute();
  return new Map(rows.map(({ value, language }) => [value, language]));
}
