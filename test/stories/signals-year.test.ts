import { sql } from "kysely";
import { expect, test } from "vitest";
import { keepDetails } from "../../src/actions/organisation/keep.ts";
import { keepsOf } from "../../src/domain/keeps.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { transact } from "../../src/store/database.ts";
import { feedLooks } from "../../src/store/feed-lags.ts";
import { purgeSignals } from "../../src/store/forgetting.ts";
import { countedUpTo } from "../../src/store/listening.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { knownOfPlatforms } from "../../src/store/risk.ts";
import { countsIn, firstCountAt, lastPushTo, readingsIn, saidIn } from "../../src/store/signals.ts";
import { lastReadings } from "../../src/store/source-readings.ts";
import { createTestHouse, foundOrganisation, person } from "../house.ts";
import { insertPlatforms } from "../platforms.ts";
import { less, NONE, touched } from "../touched.ts";

const SOURCES = ["probe", "official", "reports", "deliveries"] as const;
const DAYS = 400;
const platformId = "whatsapp";
type House = Awaited<ReturnType<typeof createTestHouse>>;

const idOf = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`;

test("a year of readings does not make the statements of today read one row more, and goes in time", async () => {
  await using given = await createTestHouse();
  const { db, house, clock } = given;
  await foundOrganisation(house);
  await insertPlatforms(db);
  for (const [n] of SOURCES.entries()) {
    await sql`insert into source (id, sensor, platform_id, name, settings, every_ms)
      values (${idOf(n)}, 'heartbeat', ${platformId}, ${`s${n}`}, '{}', 60000)`.execute(db);
  }
  const lay = async (from: number, to: number, everyMs: number) => {
    for (const [n, kind] of SOURCES.entries()) {
      const count = kind === "reports" ? 3 : null;
      const verdict = kind === "reports" ? null : "up";
      await sql`insert into signal (source_id, platform_id, kind, at, count, verdict, evidence)
        select ${idOf(n)}, ${platformId}, ${kind}, at, ${count}::int, ${verdict}::text,
          '{"code": "x", "params": {}}'
        from generate_series(${new Date(from)}::timestamptz, ${new Date(to)}, ${`${everyMs} ms`}::interval) at
      `.execute(db);
    }
    await sql`vacuum analyze signal`.execute(db);
  };
  const now = clock();
  await lay(now - DAY_MS, now - MINUTE_MS, 10 * MINUTE_MS);
  const before = await readToday(given);
  await lay(now - DAYS * DAY_MS, now - 2 * DAY_MS, 2 * HOUR_MS);
  const signals = async () =>
    (await sql<{ n: number }>`select count(*) as n from signal`.execute(db)).rows[0]?.n ?? 0;
  expect(await signals()).toBeGreaterThan(15_000);
  expect(before).toBeGreaterThan(100);
  expect(await readToday(given)).toBeLessThanOrEqual(before);

  // What is forgotten is found by when it came: a batch reads what it deletes, and the end of each source.
  const limit = 500;
  const purged = await transact(db, async (tx) => {
    const earlier = (await touched(tx))["signal"] ?? NONE;
    await purgeSignals(tx, { before: now - 300 * DAY_MS, limit });
    return less((await touched(tx))["signal"] ?? NONE, earlier);
  });
  expect(purged.written).toBe(limit);
  expect(purged.read).toBeLessThanOrEqual(3 * limit + SOURCES.length);
  await keepDetails(house, person("Ines", "administrator"), { ...keepsOf({}), signals: 30 });
  await reconcileOnce({ house });
  expect(await signals()).toBeLessThan(2_200);
  expect(await readToday(given)).toBeLessThanOrEqual(before);
});

/** Every statement of a minute of watching and of a page that is read, and how many signals they read. */
async function readToday({ db, clock }: House): Promise<number> {
  const now = clock();
  const hour = { from: now - HOUR_MS, to: now };
  const read = await transact(db, async (tx) => {
    const earlier = (await touched(tx))["signal"] ?? NONE;
    for (const [n] of SOURCES.entries()) {
      // Nobody ever told these sources anything by themselves: to know that reads nothing.
      expect(await lastPushTo(tx, idOf(n))).toBeNull();
      await saidIn(tx, idOf(n), hour);
      await feedLooks(tx, idOf(n), hour);
    }
    const reports = { platformId, kind: "reports" as const };
    expect((await countsIn(tx, { ...reports, bucketMs: MINUTE_MS }, hour)).size).toBe(6);
    expect(await firstCountAt(tx, reports, now - 10 * MINUTE_MS)).not.toBeNull();
    expect((await readingsIn(tx, platformId, hour)).length).toBe(18);
    expect((await lastReadings(tx, platformId)).size).toBe(SOURCES.length);
    await countedUpTo(tx, { sourceIds: SOURCES.map((_, n) => idOf(n)), from: now - HOUR_MS });
    const reach = { historyMs: 90 * DAY_MS, weakMs: DAY_MS, timeZone: "UTC", drills: false };
    await knownOfPlatforms(tx, { now, ...reach });
    return less((await touched(tx))["signal"] ?? NONE, earlier).read;
  });
  expect(await readPublicState(db, now)).not.toBeNull();
  return read;
}
