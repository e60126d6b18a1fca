import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { inboxLength } from "../../src/store/inbox.ts";
import { startChild } from "./child.ts";
import { SECRETS } from "./providers.ts";
import type { Town } from "./town.ts";

const POLL_MS = 25;
const DAY_MS = 86_400_000;
const PER_CALLBACK = 10;

/**
 * Receipts a second from the provider's socket to the row, three for each person, and how long the
 * provider waited for its 200. Every attempt stands at *accepted* when it begins.
 */
export async function receiptsTaken(town: Town, people: number, perSecond: number) {
  const channelId = await town.channel("blackhole");
  const id = await town.launch([{ channelId, patienceMs: DAY_MS, success: "read" }]);
  await sql`update broadcast set state = 'running', started_at = now() where id = ${id}`.execute(
    town.house.db,
  );
  await sql`update delivery set fact = 2, best = 2, outcome = 'accepted', attempted_at = now(),
    due_at = now() + interval '1 day' where broadcast_id = ${id}`.execute(town.house.db);
  await sql`vacuum analyze delivery`.execute(town.house.db);
  const stop = town.startLoops({ hear: true });
  try {
    const url = `${town.hooksUrl}/hooks/${channelId}`;
    const args = [
      url,
      SECRETS.appSecret,
      String(id),
      String(people),
      String(PER_CALLBACK),
      String(perSecond),
    ];
    const teller = await startChild("bench/delivery/teller.ts", args);
    const startedAt = performance.now();
    const told = await teller.next();
    while ((await inboxLength(town.house.db)) > 0) await pause(POLL_MS);
    const seconds = (performance.now() - startedAt) / 1_000;
    await teller.stop();
    const read = await sql<{ n: number }>`
      select count(*)::int as n from delivery where broadcast_id = ${id} and settled = 'reached'`.execute(
      town.house.db,
    );
    if (read.rows[0]?.n !== people)
      throw new Error(`Only ${read.rows[0]?.n} of ${people} were read.`);
    return {
      perSecond: Number(told["receipts"]) / seconds,
      p99Ms: Number(told["p99"]),
      p50Ms: Number(told["p50"]),
    };
  } finally {
    await stop();
  }
}
