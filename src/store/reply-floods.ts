import type { Tx } from "./database.ts";

type Span = { channelId: number; address: string; since: number };

/** Whether so many replies came on a channel since: from one address, or (null) from all strangers. */
export async function repliesReach(
  tx: Tx,
  ask: Omit<Span, "address"> & { address: string | null; limit: number },
): Promise<boolean> {
  const { address } = ask;
  const rows = await tx
    .selectFrom("reply")
    .select("id")
    .where("channel_id", "=", ask.channelId)
    .where("at", ">", new Date(ask.since))
    .where((e) => (address === null ? e("contact_id", "is", null) : e("address", "=", address)))
    .limit(ask.limit)
    .execute();
  return rows.length >= ask.limit;
}

/** What this address last asked for since: to be left alone, or to be written to again. */
export async function lastWish(tx: Tx, ask: Span): Promise<"stop" | "start" | null> {
  const row = await tx
    .selectFrom("reply")
    .select("meaning")
    .where("channel_id", "=", ask.channelId)
    .where("address", "=", ask.address)
    .where("at", ">", new Date(ask.since))
    .where("meaning", "in", ["stop", "start"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.meaning === "stop" || row?.meaning === "start" ? row.meaning : null;
}
