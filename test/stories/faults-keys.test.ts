import { createHmac } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import type { House } from "../../src/actions/action.ts";
import { noteBackup } from "../../src/actions/backup/note.ts";
import { restoreBackup } from "../../src/actions/backup/restore.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { openSettings } from "../../src/actions/channel/settings.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import { readLink, signLink } from "../../src/actions/reply/by-link.ts";
import { resealSecrets } from "../../src/actions/signing/reseal.ts";
import { readBackup, writeBackup } from "../../src/cli/backup.ts";
import { keyFile, newKey, readSecretKey } from "../../src/config.ts";
import { backupAge } from "../../src/domain/backup-age.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/clock.ts";
import { hashPassword, passwordFits, seal, unseal } from "../../src/lib/crypto.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { createWorker } from "../../src/loops/deliver-worker.ts";
import { hearOnce } from "../../src/loops/hear.ts";
import { lastBackup } from "../../src/store/backups.ts";
import { findChannel } from "../../src/store/channels.ts";
import { sealEvents, verifyChain } from "../../src/store/events.ts";
import { SEALED_COLUMNS } from "../../src/store/sealed-columns.ts";
import { currentStop } from "../../src/store/sending-stops.ts";
import { createTestHouse, person } from "../house.ts";
import { createDeliveryWorld, crowd, SECOND } from "./delivery-world.ts";

const admin = person("Ines", "administrator");
const folder = mkdtempSync(join(tmpdir(), "tocsin-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const passphrase = "a passphrase that nobody guesses";

test("S3: a password is kept as an expensive argon2id hash, and nowhere as itself", async () => {
  const [first, second] = [await hashPassword("hunter22"), await hashPassword("hunter22")];
  const [kind, memory, passes] = first.split("$");
  expect([kind, Number(memory) >= 19_456, Number(passes) >= 2]).toEqual(["argon2id", true, true]);
  expect(first).not.toBe(second);
  expect(first + second).not.toContain("hunter22");
  expect([await passwordFits("hunter22", first), await passwordFits("hunter23", first)]).toEqual([
    true,
    false,
  ]);
  expect(await passwordFits("hunter22", "hunter22")).toBe(false);
});

test("S3: a backup that is too old, or was never made, is told about", async () => {
  expect(backupAge(null, 0)).toEqual({ state: "never", days: null });
  expect(backupAge(0, 6.9 * DAY_MS)).toEqual({ state: "fresh", days: 6 });
  expect(backupAge(0, 7 * DAY_MS)).toEqual({ state: "old", days: 7 });
  await using world = await createTestHouse();
  const { house, db, clock } = world;
  expect(await lastBackup(db)).toBeNull();
  await noteBackup(house, admin, { made: "elsewhere", bytes: null });
  const last = await lastBackup(db);
  expect(last).toMatchObject({ made: "elsewhere", by: "Ines", at: new Date(clock()) });
  const reader = person("Rita", "viewer");
  await expect(noteBackup(house, reader, { made: "own", bytes: 1 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("S3 R16: what is restored is what was there, it sends nothing by itself, and the record is whole", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(20));
  const id = await world.launch();
  await world.settle();
  while ((await sealEvents(world.db)) > 0);
  const file = join(folder, "whole.backup");
  expect(await writeBackup(world.house, { file, passphrase })).toBeGreaterThan(1_000);
  expect(readFileSync(file).includes(Buffer.from("Clairval"))).toBe(false);
  const before = await everything(world.db);
  // The broadcast goes on after the backup: what happens now is not in it.
  await world.pass(60 * SECOND);

  await using empty = await createTestHouse();
  await expect(
    restoreBackup(empty.house, readBackup(file, "not the passphrase")),
  ).rejects.toThrow();
  const { rows } = await restoreBackup(empty.house, readBackup(file, passphrase));
  expect(rows).toBeGreaterThan(100);
  const after = await everything(empty.db);
  for (const [table, texts] of before) {
    // The stop that the restoring itself notes, and the state that it leaves broadcasts in.
    if (["event", "sending_stop", "broadcast"].includes(table)) continue;
    expect(after.get(table), table).toEqual(texts);
  }
  expect(await verifyChain(empty.db)).toMatchObject({ brokenAt: null });
  expect(await currentStop(empty.db)).toMatchObject({ reason: "restored from a backup" });
  const broadcast = await empty.db.selectFrom("broadcast").select(["id", "state"]).execute();
  expect(broadcast).toEqual([{ id, state: "paused" }]);
  await standsStill(world, empty.house, id);
  // New rows follow the old ones, and a second restore would mix two lives.
  await empty.db
    .insertInto("contact")
    .values({
      name: "New",
      language: "fr",
      attributes: "{}",
      created_at: new Date(),
      updated_at: new Date(),
    })
    .execute();
  await expect(restoreBackup(empty.house, readBackup(file, passphrase))).rejects.toMatchObject({
    code: "conflict",
  });
});

/**
 * The loops run on what was restored, for a day: receipts for messages that went out after the backup
 * are kept and matched with nobody, those for older ones are heard, and nothing is sent.
 */
async function standsStill(
  world: Awaited<ReturnType<typeof createDeliveryWorld>>,
  house: House,
  broadcastId: number,
): Promise<void> {
  const { whatsapp, sms } = world.simulators;
  const sent = () => [whatsapp, sms].map(({ received }) => received.summary());
  const before = sent();
  expect(before).toMatchObject([{ accepted: 20 }, { accepted: 20 }]);
  const [older, newer] = [whatsapp, sms].map(({ received }) => received.all()[0]?.reference ?? "");
  await world.tell("whatsapp", older ?? "", "read");
  await world.tell("sms", newer ?? "", "delivered");
  const told = await world.db.selectFrom("inbox").selectAll().execute();
  await takeIn(
    house,
    told.map((item) => ({
      channelId: item.channel_id,
      receivedAt: item.received_at.getTime(),
      contentType: item.content_type,
      query: item.query,
      body: item.body,
    })),
  );
  const warnings: string[] = [];
  const log = { ...world.context.log, warn: (_: unknown, text: string) => warnings.push(text) };
  const restored = { ...world.context, log, house: { ...house, now: world.clock } };
  const worker = createWorker(restored);
  for (let hour = 0; hour < 24; hour++) {
    world.clock.pass(HOUR_MS);
    await hearOnce(restored);
    await deliverOnce(restored, worker);
  }
  expect(sent()).toEqual(before);
  expect(new Set(warnings)).toEqual(
    new Set(["Receipts name messages that this database has not sent."]),
  );
  expect(await house.db.selectFrom("orphan").select("channel_id").execute()).toEqual([
    { channel_id: world.channels.sms },
  ]);
  const reached = house.db
    .selectFrom("delivery")
    .select(["best", "settled"])
    .where("broadcast_id", "=", broadcastId)
    .where("settled", "is not", null);
  expect(await reached.execute()).toEqual([{ best: 5, settled: "reached" }]);
}

test("S9: a short link speaks for one person and one purpose, and nobody else can make one", () => {
  const [ours, theirs] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const key = { broadcastId: 7, ordinal: 12, rung: 1, try: 0 };
  const link = signLink(ours, "answer", key);
  expect(link.length).toBeLessThan(50);
  expect(readLink(ours, link)).toEqual({ purpose: "answer", key });
  const [purpose = "", reference = "", signature = ""] = link.split(".");
  const payload = `${purpose}.${reference}`;
  const forged = [
    signLink(theirs, "answer", key),
    `o.${reference}.${signature}`,
    `${purpose}.t7-d-1-0.${signature}`,
    `${payload}.${signature.slice(0, -4)}`,
    `${payload}.`,
    payload,
    `${payload}.${createHmac("sha256", ours).update(payload).digest("base64url")}`,
  ];
  for (const one of forged) expect(readLink(ours, one), one).toBeNull();
});

test("S12: after a change of keys, what the old key sealed and signed still holds", async () => {
  const dataDir = mkdtempSync(join(folder, "data-"));
  const first = await readSecretKey({}, dataDir);
  const link = signLink(first, "optOut", { broadcastId: 1, ordinal: 2, rung: 0, try: 0 });
  const old = seal(first, "the token of yesterday");
  // The first version wrote no name of a key: everything that is out there has that shape.
  const nameless = Buffer.concat([Buffer.from([1]), old.subarray(5)]);
  appendFileSync(keyFile(dataDir), `${newKey()}\n`);
  const both = await readSecretKey({}, dataDir);
  expect(unseal(both, old)).toBe("the token of yesterday");
  expect(unseal(both, nameless)).toBe("the token of yesterday");
  expect(readLink(both, link)).not.toBeNull();
  const fresh = seal(both, "the token of today");
  expect(unseal(both, fresh)).toBe("the token of today");
  expect(() => unseal(first, fresh)).toThrow("key that is not here");
  expect(() =>
    unseal(both, Buffer.from(fresh.map((byte, at) => byte ^ (at === 40 ? 1 : 0)))),
  ).toThrow();
  const inOneLine = readFileSync(keyFile(dataDir), "utf8").trim().replace("\n", ",");
  expect(unseal(await readSecretKey({ TOCSIN_KEY: inOneLine }, dataDir), fresh)).toBe(
    "the token of today",
  );
  writeFileSync(keyFile(dataDir), "too short\n");
  await expect(readSecretKey({}, dataDir)).rejects.toMatchObject({ code: "invalid" });
});

test("S12: everything sealed is sealed anew, once, and no place was forgotten", async () => {
  await using world = await createTestHouse();
  const { house, db } = world;
  const dataDir = mkdtempSync(join(folder, "data-"));
  house.secretKey = await readSecretKey({}, dataDir);
  const settings = { url: "https://pager.example.org/x", key: "a-shared-key-of-sixteen" };
  const channel = { transport: "signed-webhook", name: "Pager", settings };
  const { id } = await createChannel(house, admin, channel);
  appendFileSync(keyFile(dataDir), `${newKey()}\n`);
  house.secretKey = await readSecretKey({}, dataDir);
  expect(await resealSecrets(house, admin, null)).toEqual({ sealed: 1 });
  expect(await resealSecrets(house, admin, null)).toEqual({ sealed: 0 });
  const row = await findChannel(db, id);
  expect(row && openSettings(row, house.secretKey)).toMatchObject(settings);

  const hashes = /hash|digest|salt|^body$|^logo$/;
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea'`.execute(db);
  const sealed = rows.filter(({ column }) => !hashes.test(column));
  const known = SEALED_COLUMNS.map(([table, column]) => `${table}.${column}`);
  expect(sealed.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    known.toSorted(),
  );
});

type AnyDb = Awaited<ReturnType<typeof createTestHouse>>["db"];

/** Every row of every table as text. */
async function everything(db: AnyDb): Promise<Map<string, string[]>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p') and not relispartition and relname <> 'migration'`.execute(db);
  const all = new Map<string, string[]>();
  for (const { name } of tables.rows) {
    const found = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t order by 1`.execute(db);
    all.set(
      name,
      found.rows.map(({ row }) => row),
    );
  }
  return all;
}
