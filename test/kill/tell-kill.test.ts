import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { House } from "../../src/actions/action.ts";
import { newUuid } from "../../src/lib/ids.ts";
import type { Simulator } from "../../src/simulators/simulator.ts";
import { startSmtpSimulator } from "../../src/simulators/smtp.ts";
import { startWebPushSimulator } from "../../src/simulators/web-push.ts";
import { createTestDatabase } from "../database.ts";
import { announce, settleCrowd } from "../kits/subscriber-crowd.ts";

const PEOPLE = { email: 1_000, push: 1_000 };
const ALL = PEOPLE.email + PEOPLE.push;
const KILLS = 3;
const POLL_MS = 10;
const PER_SECOND = 20_000;
/** So many lines may be half-way at a time, in each of the deaths. */
const HALFWAY_MAX = KILLS * 6 * 2 * 25;
const CHILD = new URL("./tell-child.ts", import.meta.url).pathname;

test("killed three times, subscribers are told once or not at all, and the ledger says which", async () => {
  await using database = await createTestDatabase();
  const house: House = {
    db: database.db,
    now: Date.now,
    newId: () => newUuid(Date.now()),
    secretKey: Buffer.alloc(32, 7),
  };
  const mail = await startSmtpSimulator();
  const push = await startWebPushSimulator();
  const servers = { mailPort: mail.port, pushUrl: push.url, perSecond: PER_SECOND };
  await settleCrowd(house, servers, PEOPLE);
  const taken = () => mail.received.summary().accepted + push.received.summary().accepted;
  let next = spawnOne(database.url);
  let child = next;
  const live = () => {
    child = next;
    child.stdin?.write("live");
    next = spawnOne(database.url);
  };
  try {
    await announce(house, "Outage");
    live();
    for (let kills = 0; kills < KILLS; kills++) {
      while (taken() < ((kills + 1) * ALL) / (KILLS + 1) && !(await isDone(house))) {
        await pause(POLL_MS);
      }
      await end(child);
      live();
    }
    while (!(await isDone(house))) await pause(POLL_MS);
    const lines = await house.db.selectFrom("told").select("state").execute();
    const count = (state: string) => lines.filter((line) => line.state === state).length;
    expect(lines).toHaveLength(ALL);
    expect(count("accepted") + count("unknown")).toBe(ALL);
    expect(count("unknown")).toBeLessThanOrEqual(HALFWAY_MAX);
    expect(taken()).toBeGreaterThanOrEqual(count("accepted"));
    for (const simulator of [mail, push]) expect(repeats(simulator)).toEqual([]);
  } finally {
    await Promise.all([end(child), end(next)]);
    await Promise.all([mail.stop(), push.stop()]);
  }
});

/** Messages that were taken twice, and people who got two. */
function repeats({ received }: Simulator): string[] {
  const all = received.all();
  const twice = all.filter(({ times }) => times > 1).map(({ reference }) => reference);
  const people = Map.groupBy(all, ({ address }) => address);
  return [...twice, ...[...people].flatMap(([who, own]) => (own.length > 1 ? [who] : []))];
}

function spawnOne(databaseUrl: string): ChildProcess {
  const spawned = spawn(process.execPath, [CHILD, databaseUrl], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  // Its death closes the pipe; that is what the test is about.
  spawned.stdin?.on("error", () => undefined);
  return spawned;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function isDone({ db }: House): Promise<boolean> {
  const row = await db.selectFrom("telling").select("state").executeTakeFirst();
  return row?.state === "done";
}
