import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forgetOld } from "../../src/actions/assessment/forget.ts";
import { DAY_MS } from "../../src/lib/clock.ts";
import { openSpool } from "../../src/lib/spool.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createCallbackDesk, messageFrom, statusOf } from "../kits/callback-desk.ts";
import { Gateway } from "../kits/gateway.ts";
import { createPlace } from "../place.ts";
import { crowd } from "./delivery-world.ts";

const PEOPLE = crowd(4);
const MINUTE = 60_000;
const spooled = (dataDir: string) =>
  readdirSync(join(dataDir, "spool")).filter((name) => name.endsWith(".ndjson"));

/** A crisis under way whose database can be taken away from every part of the program. */
async function createFrailDesk() {
  const desk = await createCallbackDesk();
  const gateway = await Gateway.open(desk.databaseUrl);
  const db = openDatabase(gateway.url);
  desk.house.db = db;
  desk.context.spool = await openSpool(desk.dataDir);
  await desk.contacts(PEOPLE);
  const id = await desk.launch();
  await desk.settle();
  const references = desk.simulators.whatsapp.received
    .all()
    .map(({ reference }) => reference ?? "");
  return {
    ...desk,
    id,
    gateway,
    references,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await gateway[Symbol.asyncDispose]();
      await desk[Symbol.asyncDispose]();
    },
  };
}

test("R2: the database is away for a minute: every callback is answered, kept, and applied exactly once", async () => {
  await using desk = await createFrailDesk();
  const [first = "", ...others] = desk.references;
  expect(others).toHaveLength(3);
  const told = async (reference: string) =>
    (await desk.knock("whatsapp", statusOf(reference, "delivered", desk.clock()))).statusCode;
  expect(await told(first)).toBe(200);
  await desk.settle();

  await desk.gateway.takeAway();
  const reply = messageFrom(PEOPLE[0]?.whatsapp ?? "", "2", desk.clock());
  expect((await desk.knock("whatsapp", reply)).statusCode).toBe(200);
  for (const reference of [...others, ...others]) expect(await told(reference)).toBe(200);
  const forged = await desk.knock("whatsapp", reply, { signature: "sha256=00" });
  expect(forged.statusCode).toBe(401);
  await expect(desk.settle()).rejects.toThrow();
  const asked = await desk.app.inject({
    method: "GET",
    url: "/api/session",
    headers: { cookie: "tocsin_session=x" },
  });
  expect(asked.statusCode).toBe(503);
  expect(asked.json().error.message).toContain("Nothing was changed; try again.");
  desk.clock.pass(MINUTE - 1);
  const waiting = spooled(desk.dataDir);
  expect(waiting.length).toBeGreaterThan(0);
  const kept = createPlace();
  for (const name of waiting)
    copyFileSync(join(desk.dataDir, "spool", name), join(kept.path, name));

  await desk.gateway.giveBack();
  await desk.settle();
  expect(spooled(desk.dataDir)).toEqual([]);
  expect(await desk.deliveries(desk.id)).toMatchObject([
    { settled: "acknowledged", answer: "help" },
    { settled: "reached" },
    { settled: "reached" },
    { settled: "reached" },
  ]);
  // Killed after the commit and before the file was removed: it is there again, and counts for nothing.
  for (const name of waiting)
    copyFileSync(join(kept.path, name), join(desk.dataDir, "spool", name));
  kept[Symbol.dispose]();
  await desk.settle();
  expect(spooled(desk.dataDir)).toEqual([]);
  expect(await desk.db.selectFrom("reply").select("body").execute()).toEqual([{ body: "2" }]);
  await desk.pass(10 * MINUTE);
  expect(desk.simulators.sms.received.all()).toEqual([]);
  expect(await desk.db.selectFrom("inbox").selectAll().execute()).toEqual([]);
  // Its name is known for as long as what it said, and then forgotten like that.
  const known = async () => (await desk.db.selectFrom("spooled").selectAll().execute()).length;
  desk.clock.pass(399 * DAY_MS);
  await forgetOld(desk.house);
  expect(await known()).toBe(waiting.length);
  desk.clock.pass(2 * DAY_MS);
  await forgetOld(desk.house);
  expect(await known()).toBe(0);
});

test("neither database nor disk: the provider is not told that we have it, so it calls again", async () => {
  await using desk = await createFrailDesk();
  const name = `full-${randomBytes(4).toString("hex")}`;
  const report = () =>
    desk.knock("whatsapp", statusOf(desk.references[0] ?? "", "read", desk.clock()));
  // The door has to be known before its database goes.
  expect((await desk.knock("whatsapp", "{}")).statusCode).toBe(200);
  await desk.gateway.takeAway();
  const newId = desk.house.newId;
  desk.house.newId = () => name;
  mkdirSync(join(desk.dataDir, "spool"), { recursive: true });
  symlinkSync("/dev/full", join(desk.dataDir, "spool", `${name}.ndjson.part`));
  expect((await report()).statusCode).toBeGreaterThanOrEqual(500);
  expect(spooled(desk.dataDir)).toEqual([]);

  desk.house.newId = newId;
  await desk.gateway.giveBack();
  expect((await report()).statusCode).toBe(200);
  await desk.settle();
  expect(await desk.deliveries(desk.id)).toContainEqual(
    expect.objectContaining({ settled: "reached" }),
  );
});
