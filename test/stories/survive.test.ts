import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { recallFrom } from "../../src/http/public/memory.ts";
import { holdPort } from "../../src/http/socket.ts";
import { start } from "../../src/service.ts";
import { createTestDatabase } from "../database.ts";
import { Gateway } from "../kits/gateway.ts";
import { until } from "../kits/until.ts";
import { createPlace } from "../place.ts";

const MINUTE = 60_000;

/** The real program in this process, on a database that can be taken away from it. */
async function createFrailSystem() {
  const place = createPlace();
  const database = await createTestDatabase();
  const gateway = await Gateway.open(database.url);
  const { port, release } = await holdPort(0);
  const config = readConfig({
    TOCSIN_DATA: place.path,
    TOCSIN_PORT: String(port),
    DATABASE_URL: gateway.url,
    TOCSIN_LOG: "silent",
  });
  const said: string[] = [];
  const begin = async (stop: AbortSignal) => {
    await release();
    return await start(config, {
      play: false,
      stop,
      say: (line) => void said.push(line),
      reopenMs: 50,
    });
  };
  return {
    place: place.path,
    gateway,
    said,
    begin,
    get: async (path: string, init: RequestInit = {}) =>
      await fetch(`http://127.0.0.1:${port}${path}`, init),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

/** Every address that the copy on disk has a file for. */
function publicPaths(place: string): string[] {
  const { files } = JSON.parse(readFileSync(join(place, "public/manifest.json"), "utf8"));
  return Object.keys(files)
    .filter((name) => !name.endsWith(".sig") && name !== "404.html")
    .map((name) => `/${name.replace(/\/?index\.html$|\.html$/, "")}`);
}

test("the database goes under a running server: everything public still answers; after a restart, too", async () => {
  await using frail = await createFrailSystem();
  const stop = new AbortController();
  const system = await frail.begin(stop.signal);
  // The page of the training organisation is drawn once it has been opened.
  await expect.poll(async () => (await frail.get("/fr")).status).toBe(200);
  await expect.poll(() => publicPaths(frail.place).length).toBeGreaterThan(50);

  await frail.gateway.takeAway();
  const paths = publicPaths(frail.place);
  for (const path of paths) expect((await frail.get(path)).status, path).toBe(200);
  for (const path of ["/badge.svg", "/badge.json", "/banner.json?lang=en", "/"]) {
    expect((await frail.get(path)).status, path).toBe(200);
  }
  await system.close();

  const file = join(frail.place, "public-state.json");
  const { state, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  const earlier = { ...state, generatedAt: state.generatedAt - 10 * MINUTE };
  writeFileSync(file, JSON.stringify({ ...rest, state: earlier }));
  const again = frail.begin(stop.signal);
  await until(() =>
    frail.said.some((line) => line.includes("the public pages show what was known")),
  );
  const few = paths.filter((path) => !path.includes("/platforms/"));
  for (const path of few) expect((await frail.get(path)).status, path).toBe(200);
  const page = await (await frail.get("/en")).text();
  expect(page).toContain('<div id="stale" class="stale">');
  expect(page).toMatch(/\(1[01] minutes ago\)/);
  const summary = await (await frail.get("/api/v2/summary.json")).json();
  expect(summary.components[0]).toMatchObject({ x_observation: "unknown" });
  expect(Date.parse(summary.x_stale_after)).toBeLessThan(Date.now());
  const session = await frail.get("/api/session", { headers: { cookie: "tocsin_session=x" } });
  expect(session.status).toBe(503);
  expect((await frail.get("/fr/report", { method: "POST" })).status).toBeGreaterThanOrEqual(400);

  await frail.gateway.giveBack();
  const back = await again;
  // Where the machine stood still while it was read, it is read again.
  await expect
    .poll(async () => await (await frail.get("/en")).text())
    .toContain('<div id="stale" class="stale" hidden>');
  await back.close();
});

test("where nothing was ever known, a start without a database ends as before", async () => {
  await using frail = await createFrailSystem();
  await frail.gateway.takeAway();
  const stop = new AbortController();
  await expect(frail.begin(stop.signal)).rejects.toMatchObject({ code: "unavailable" });
});

test.each(["", "{", '{"version":0,"state":{}}', '{"version":2,"state":{"generatedAt":"x"}}'])(
  "a memory that cannot be read is none: %s",
  async (text) => {
    using place = createPlace();
    expect(await recallFrom(place.path)).toBeNull();
    writeFileSync(join(place.path, "public-state.json"), text);
    expect(await recallFrom(place.path)).toBeNull();
  },
);
