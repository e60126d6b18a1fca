import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { createTestDatabase } from "../database.ts";
import { foundOrganisation } from "../house.ts";
import { FarEnd } from "../kits/far-end.ts";

const CHILD = new URL("./watch-child.ts", import.meta.url).pathname;
const KEY = "a-shared-key-of-sixteen";
const KILLS = 2;
const installer = machine("test");

test("killed between the send of a test message and its record, again and again: it went once", async () => {
  await using database = await createTestDatabase();
  const { db, url } = database;
  const now = () => Date.now();
  const house = { db, now, newId: () => newUuid(now()), secretKey: Buffer.alloc(32, 7) };
  await using provider = await FarEnd.open();
  provider.behaviour = "says nothing";
  await foundOrganisation(house);
  const platform = { id: "pager", name: "Pager", failureDomain: "own", capabilities: [] };
  await createPlatform(house, installer, platform);
  const settings = { url: provider.url, key: KEY };
  const wanted = { transport: "signed-webhook", name: "Pager", settings };
  const { id } = await createChannel(house, installer, wanted);
  await createSource(house, installer, {
    sensor: "canary-message",
    platformId: "pager",
    name: "Test pager",
    settings: { channel: String(id), address: "pager-7", everyMinutes: 1 },
    everyMs: 1_000,
  });
  const lookedAt = async () => {
    const row = await db.selectFrom("source").select("looked_at").executeTakeFirstOrThrow();
    return row.looked_at?.getTime() ?? 0;
  };
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await lookedAt();
    const stdio = ["ignore", "ignore", "inherit"] as const;
    const child = spawn(process.execPath, [CHILD, url], { stdio: [...stdio] });
    // The first dies while the provider holds its message; the others have looked after it.
    if (kill === 0) await expect.poll(() => provider.seen.length).toBe(1);
    else await expect.poll(lookedAt).toBeGreaterThan(before);
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  expect(provider.seen).toHaveLength(1);
  const rows = await db.selectFrom("canary").selectAll().execute();
  expect(rows).toMatchObject([{ outcome: null, ended_at: null }]);
});
