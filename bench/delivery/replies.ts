import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { transact } from "../../src/store/database.ts";
import { inboxLength, insertInbox } from "../../src/store/inbox.ts";
import { costBetween } from "./cost.ts";
import type { Town } from "./town.ts";

const POLL_MS = 10;
const DAY_MS = 86_400_000;
const LAID_AT_ONCE = 5_000;
const SAID = ["1", "Merci, tout va bien", "2", "ok", "STOP"];

/**
 * Replies a second from the inbox to the rows, one from each person, each in a callback of its own as
 * Meta sends them. Every attempt stands at *delivered* when it begins.
 */
export async function repliesTaken(town: Town, people: number) {
  const { db } = town.house;
  const channelId = await town.channel("blackhole");
  const id = await town.launch([{ channelId, patienceMs: DAY_MS, success: "read" }]);
  await sql`update broadcast set state = 'running', started_at = now() where id = ${id}`.execute(
    db,
  );
  await sql`update delivery set fact = 4, best = 4, outcome = 'accepted', attempted_at = now(),
    due_at = now() + interval '1 day' where broadcast_id = ${id}`.execute(db);
  await sql`vacuum analyze delivery`.execute(db);
  const said = await sql<{ address: string }>`
    select ways -> 0 ->> 1 as address from delivery where broadcast_id = ${id} order by random()
  `.execute(db);
  const items = said.rows.map(({ address }, n) => ({
    channelId,
    receivedAt: Date.now(),
    contentType: "application/json",
    query: "",
    body: callback(address, n),
  }));
  for (let at = 0; at < items.length; at += LAID_AT_ONCE) {
    await transact(db, (tx) => insertInbox(tx, items.slice(at, at + LAID_AT_ONCE)));
  }
  const before = await town.cost();
  const startedAt = performance.now();
  const stop = town.startLoops({ hear: true });
  try {
    while ((await inboxLength(db)) > 0) await pause(POLL_MS);
    const seconds = (performance.now() - startedAt) / 1_000;
    const cost = costBetween(before, await town.cost());
    const kept = await sql<{ n: number }>`select count(*)::int as n from reply`.execute(db);
    if (kept.rows[0]?.n !== people) throw new Error(`Only ${kept.rows[0]?.n} replies were kept.`);
    return { perSecond: people / seconds, cost };
  } finally {
    await stop();
  }
}

function callback(address: string, n: number): Buffer {
  const from = address.replace("+", "");
  const body = SAID[n % SAID.length] ?? "";
  const message = { from, id: `wamid.${n}`, timestamp: "1", type: "text", text: { body } };
  const value = { messaging_product: "whatsapp", messages: [message] };
  return Buffer.from(JSON.stringify({ entry: [{ changes: [{ field: "messages", value }] }] }));
}
