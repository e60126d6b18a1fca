import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHouse, MORNING } from "../../test/house.ts";
import { insertPlatforms } from "../../test/platforms.ts";
import type { Device } from "../domain/report-details.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/clock.ts";
import { readAllReportShares, readReportShares, type UsualMemory } from "./report-shares.ts";

let given: Awaited<ReturnType<typeof createTestHouse>>;
beforeAll(async () => {
  given = await createTestHouse();
  await insertPlatforms(given.db);
});
afterAll(async () => await given[Symbol.asyncDispose]());

const NOW = MORNING;
let people = 0;

type Told = { at: number; country?: string; symptom?: string; version?: string; device?: Device };

/** So many people say the same at the same time. */
async function told(platform: string, count: number, said: Told): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    const hash = Buffer.alloc(32);
    hash.writeUInt32BE(++people);
    return {
      platform_id: platform,
      symptom: said.symptom ?? "send",
      country: said.country ?? null,
      app_version: said.version ?? null,
      device: said.device ?? null,
      reporter_hash: hash,
      network_hash: hash,
      at: new Date(said.at),
    };
  });
  await given.db.insertInto("report").values(rows).execute();
}

/** The detector foresaw so many in each of the four quarters of the last hour. */
async function foreseen(platform: string, expected: number): Promise<void> {
  const id = `${platform}:reports`;
  const bucket = 15 * MINUTE_MS;
  await given.db
    .insertInto("stream")
    .values({
      id,
      platform_id: platform,
      kind: "reports",
      bucket_ms: bucket,
      bucket_at: new Date(NOW),
      state: "{}",
    })
    .execute();
  const point = { stream_id: id, count: 1, expected, band: 2, score: 0 };
  const quarters = [1, 2, 3, 4].map((n) => ({
    ...point,
    at: new Date(NOW - n * bucket),
    state: "quiet" as const,
  }));
  const yesterday = { ...point, at: new Date(NOW - DAY_MS), state: "alert" as const };
  await given.db
    .insertInto("stream_point")
    .values([...quarters, yesterday])
    .execute();
}

const HOUR = { from: NOW - HOUR_MS, to: NOW };

test("the excess is measured against what each country usually says", async () => {
  for (let day = 2; day < 28; day++) {
    await told("whatsapp", 8, { at: NOW - day * DAY_MS, country: "FR" });
    await told("whatsapp", 2, { at: NOW - day * DAY_MS, country: "BE" });
  }
  await told("whatsapp", 500, { at: NOW - DAY_MS + MINUTE_MS, country: "DE" });
  await foreseen("whatsapp", 5);
  await told("whatsapp", 16, { at: NOW - MINUTE_MS, country: "FR" });
  await told("whatsapp", 84, { at: NOW - MINUTE_MS, country: "BE", symptom: "login" });
  await told("whatsapp", 9, { at: NOW - MINUTE_MS, symptom: "login" });
  const shares = await readReportShares(given.db, {
    platformId: "whatsapp",
    ...HOUR,
    by: "country",
  });
  expect(shares.map(({ key, count }) => [key, count])).toEqual([
    ["BE", 84],
    ["FR", 16],
  ]);
  const [belgium, france] = shares;
  expect(belgium?.expected).toBeCloseTo(4.8, 0);
  expect(belgium?.share).toBeGreaterThan(0.95);
  expect(france?.excess).toBeLessThan(4);
});

test("without any history the present mix speaks, and nobody stands out by chance", async () => {
  await told("signal", 30, { at: NOW - MINUTE_MS, device: "ios", version: "2.24.1" });
  await told("signal", 10, { at: NOW - MINUTE_MS, device: "android", version: "2.24.1" });
  const { device, version } = await readAllReportShares(given.db, {
    platformId: "signal",
    ...HOUR,
  });
  expect(device).toEqual([
    { key: "ios", count: 30, expected: 0, excess: 30, share: 0.75 },
    { key: "android", count: 10, expected: 0, excess: 10, share: 0.25 },
  ]);
  expect(version).toMatchObject([{ key: "2.24.1", share: 1 }]);
});

test("whoever invents values fills one line, not the list", async () => {
  for (let n = 0; n < 60; n++) {
    await told("telegram", 1, { at: NOW - MINUTE_MS, version: `66.${n}` });
  }
  await told("telegram", 40, { at: NOW - MINUTE_MS, version: "10.1" });
  const by = "version" as const;
  const shares = await readReportShares(given.db, { platformId: "telegram", ...HOUR, by });
  expect(shares).toHaveLength(20);
  expect(shares[0]).toMatchObject({ key: "10.1", count: 40 });
  expect(shares.at(-1)).toMatchObject({ key: "*", count: 42 });
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test("what is usual is counted once an hour for who keeps it, and what is new at once", async () => {
  const memory: UsualMemory = new Map();
  const asked = { platformId: "messenger", ...HOUR };
  await told("messenger", 40, { at: NOW - 3 * DAY_MS, country: "FR" });
  await told("messenger", 10, { at: NOW - MINUTE_MS, country: "FR" });
  const first = await readAllReportShares(given.db, asked, memory);
  await told("messenger", 900, { at: NOW - 2 * DAY_MS, country: "BE" });
  await told("messenger", 10, { at: NOW - MINUTE_MS, country: "DE" });
  const second = await readAllReportShares(given.db, asked, memory);
  expect([first, second].map(({ country }) => country.map(({ key }) => key))).toEqual([
    ["FR"],
    ["DE", "FR"],
  ]);
  const later = { ...asked, from: asked.from + HOUR_MS, to: asked.to + HOUR_MS };
  const third = await readAllReportShares(given.db, later, memory);
  expect(memory.get("messenger")?.usual.country.get("BE")).toBe(900);
  expect(third.country).toEqual([]);
});

test("a platform nobody reported has no shares", async () => {
  const asked = { platformId: "sms", ...HOUR, by: "symptom" as const };
  expect(await readReportShares(given.db, asked)).toEqual([]);
});

test("where the record begins within the window, nothing is expected of the time before it", async () => {
  await foreseen("email", 5);
  await given.db.deleteFrom("stream_point").where("state", "=", "alert").execute();
  await told("email", 60, { at: NOW - 20 * MINUTE_MS, country: "FR" });
  const window = { platformId: "email", from: NOW - DAY_MS, to: NOW };
  const [france] = await readReportShares(given.db, { ...window, by: "country" });
  expect(france).toMatchObject({ key: "FR", count: 60, expected: 20, excess: 40 });
});
