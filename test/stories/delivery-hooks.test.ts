import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { signLink } from "../../src/actions/reply/by-link.ts";
import { hookRoutes } from "../../src/http/hooks/routes.ts";
import { stampedSignature } from "../../src/lib/signatures.ts";
import { openSpool } from "../../src/lib/spool.ts";
import { createWire } from "../../src/lib/wire.ts";
import { hearOnce } from "../../src/loops/hear.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";

const KEY = "a-shared-key-of-sixteen";
const log = { info: () => {}, warn: () => {}, error: () => {} };

async function createEar() {
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-ear-"));
  const given = await createTestFront({ outside: [hookRoutes], dataDir });
  const settings = { url: "https://gateway.example.org", key: KEY };
  const input = { transport: "signed-webhook", name: "Gateway", settings };
  const channel = await createChannel(given.house, person("Ines", "administrator"), input);
  return {
    ...given,
    dataDir,
    channelId: channel.id,
    post: async (body: string, signature = stampedSignature(KEY, given.clock(), body)) =>
      await given.app.inject({
        method: "POST",
        url: `/hooks/${channel.id}`,
        headers: { "content-type": "application/json", "tocsin-signature": signature },
        payload: body,
      }),
    inbox: async () => await given.db.selectFrom("inbox").selectAll().execute(),
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const receipt = (reference: string) =>
  JSON.stringify({ events: [{ event: "receipt", reference, fact: "read" }] });

test("a signed callback is kept as it came; any other is refused and leaves nothing", async () => {
  await using ear = await createEar();
  const body = receipt("t1-0-0-0");
  expect((await ear.post(body)).statusCode).toBe(200);
  expect((await ear.post(body, "t=1,v1=00")).statusCode).toBe(401);
  expect((await ear.post(`${body} `, stampedSignature(KEY, ear.clock(), body))).statusCode).toBe(
    401,
  );
  const items = await ear.inbox();
  expect(items).toHaveLength(1);
  expect(items[0]?.body.toString()).toBe(body);
  const unknown = await ear.app.inject({ method: "POST", url: "/hooks/99999", payload: "{}" });
  expect(unknown.statusCode).toBe(401);
});

test("R2: while the database is away callbacks go to disk, and are applied once when it is back", async () => {
  await using ear = await createEar();
  await ear.post(receipt("t1-0-0-0"));
  await ear.db.schema.alterTable("inbox").renameTo("inbox_away").execute();
  expect((await ear.post(receipt("t1-1-0-0"))).statusCode).toBe(200);
  expect((await ear.post(receipt("t1-2-0-0"))).statusCode).toBe(200);
  const spool = await openSpool(ear.dataDir);
  const waiting = await spool.list();
  expect(waiting.length).toBeGreaterThan(0);
  const lines = await spool.read(waiting[0] ?? "");
  await ear.db.schema.alterTable("inbox_away").renameTo("inbox").execute();
  const wire = createWire({ reach: "loopback" });
  const context = { house: ear.house, wireFor: () => wire, log, spool };
  await hearOnce(context);
  await hearOnce(context);
  // We died after applying it and before the file was gone: it must not count twice.
  await spool.write(waiting[0] ?? "", lines);
  await hearOnce(context);
  expect(await readdir(join(ear.dataDir, "spool"))).toEqual([]);
  const orphans = await ear.db.selectFrom("orphan").selectAll().execute();
  expect(orphans).toHaveLength(3);
  await wire.close();
});

test("the page behind a link: looking changes nothing, and a forged link opens nothing", async () => {
  await using ear = await createEar();
  const get = async (token: string) => await ear.app.inject({ method: "GET", url: `/r/${token}` });
  const forged = await get("a.t1-0-0-0.AAAAAAAAAAAAAAAAAAAA");
  expect(forged.statusCode).toBe(404);
  expect(forged.body).toContain("This link is not valid");
  expect(forged.body).toContain("Ce lien n’est pas valable");
  const key = { broadcastId: 1, ordinal: 0, rung: 0, try: 0 };
  const token = signLink(ear.house.secretKey, "optOut", key);
  expect((await get(token)).statusCode).toBe(404);
  const click = await ear.app.inject({
    method: "POST",
    url: `/r/${token}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: "List-Unsubscribe=One-Click",
  });
  expect(click.statusCode).toBe(404);
});
