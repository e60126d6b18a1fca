import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { createPlace } from "../../test/place.ts";
import { pidFile } from "./bundled/cluster.ts";
import { runningBundled, startBundled } from "./bundled.ts";

const isRoot = process.getuid?.() === 0;
const nobodyId = 65_534;
const silent = () => undefined;

// Creating a cluster is the slow part: most tests share one, which each leaves stopped.
const shared = createPlace();
const dataDir = join(shared.path, "data", "postgres");
afterAll(() => shared[Symbol.dispose]());

test("it starts, keeps what it was told, and leaves nothing running", async () => {
  const first = await startBundled({ dataDir, say: silent });
  await query(first.url, "create table bells (name text)");
  await query(first.url, "insert into bells values ('Emmanuel')");
  const pid = serverOf(dataDir);
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(socketDirOf(first.url))).toBe(false);

  const second = await startBundled({ dataDir, say: silent });
  expect(await query(second.url, "select name from bells")).toEqual([{ name: "Emmanuel" }]);
  await second.stop();
  expect(existsSync(join(dataDir, "tocsin.lock"))).toBe(false);
});

test("it listens on a short socket only, however deep its data lie, and starts over", async () => {
  using place = createPlace();
  const deep = join(place.path, "deep".repeat(20), "deeper".repeat(20));
  const cutShort = join(deep, "cluster.draft.1");
  mkdirSync(cutShort, { recursive: true });
  writeFileSync(join(cutShort, "PG_VERSION"), "18\n");
  const bundled = await startBundled({ dataDir: deep, say: silent });
  expect(`${socketDirOf(bundled.url)}/.s.PGSQL.5432`.length).toBeLessThanOrEqual(103);
  expect(await query(bundled.url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect(await query(bundled.url, "show fsync")).toEqual([{ fsync: "on" }]);
  expect(existsSync(cutShort)).toBe(false);
  await bundled.stop();
});

test("the server of a killed Tocsin is taken over with all that was committed", async () => {
  const victim = await startElsewhere(dataDir);
  const url = runningBundled(dataDir) ?? "";
  await query(url, "create table survivors (name text)");
  const orphan = serverOf(dataDir);
  victim.kill("SIGKILL");
  await once(victim, "exit");
  expect(isAlive(orphan)).toBe(true);

  const said: string[] = [];
  const heir = await startBundled({ dataDir, say: (line) => said.push(line) });
  expect(said).toEqual([expect.stringContaining(`left behind (process ${orphan})`)]);
  expect(isAlive(orphan)).toBe(false);
  expect(existsSync(socketDirOf(url))).toBe(false);
  expect(await query(heir.url, "select * from survivors")).toEqual([]);
  await heir.stop();
});

test("a Tocsin that leaves without stopping it takes the server along", async () => {
  const hasty = await startElsewhere(dataDir);
  const server = serverOf(dataDir);
  hasty.stdin?.write("leave\n");
  await once(hasty, "exit");
  const heir = await startBundled({ dataDir, say: silent });
  expect(isAlive(server)).toBe(false);
  await heir.stop();
});

test("a second start on the same folder is told who holds it", async () => {
  const holder = await startElsewhere(dataDir);
  await expect(startBundled({ dataDir, say: silent })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`process ${holder.pid}`),
  });
  expect(await query(runningBundled(dataDir) ?? "", "select 1 as still")).toEqual([{ still: 1 }]);
  holder.stdin?.end();
  await once(holder, "exit");
  expect(runningBundled(dataDir)).toBeNull();
});

test("the data of another major version are refused and left alone", async () => {
  using place = createPlace();
  const clusterDir = join(place.path, "cluster");
  mkdirSync(clusterDir);
  writeFileSync(join(clusterDir, "PG_VERSION"), "15\n");
  await expect(startBundled({ dataDir: place.path, say: silent })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/written by PostgreSQL 15; .* brings PostgreSQL 18/),
  });
  expect(readFileSync(join(clusterDir, "PG_VERSION"), "utf8")).toBe("15\n");
});

test("the folder of somebody else's server is refused", async () => {
  using place = createPlace();
  writeFileSync(join(place.path, "PG_VERSION"), "18\n");
  await expect(startBundled({ dataDir: place.path, say: silent })).rejects.toMatchObject({
    code: "invalid",
  });
});

test("a start that is called off leaves nothing", async () => {
  const signal = AbortSignal.abort(new Error("called off"));
  await expect(startBundled({ dataDir, say: silent, signal })).rejects.toThrow("called off");
  expect(pidFile(join(dataDir, "cluster"))).toEqual([]);
  expect(existsSync(join(dataDir, "tocsin.lock"))).toBe(false);
});

test.runIf(isRoot)("root keeps the data where the borrowed account can reach them", async () => {
  using place = createPlace();
  const home = join(place.path, "home");
  const awayDir = join(place.path, "away");
  mkdirSync(home, { mode: 0o700 });
  const said: string[] = [];
  const wanted = join(home, "checkout", "data");
  const say = (line: string) => void said.push(line);
  const bundled = await startBundled({ dataDir: wanted, awayDir, say });
  expect(said).toEqual([expect.stringMatching(/The data is kept in .*away\/data-.* cannot reach/)]);
  expect(runningBundled(wanted, awayDir)).toBe(bundled.url);
  await bundled.stop();
  expect(existsSync(wanted)).toBe(false);
});

test.runIf(isRoot)("an ordinary account runs it too, and is told when it may not", async () => {
  using place = createPlace();
  const open = join(place.path, "open");
  mkdirSync(open);
  chmodSync(open, 0o777);
  const child = await startElsewhere(join(open, "postgres"), nobodyId);
  child.stdin?.end();
  expect(await once(child, "exit")).toEqual([0, null]);
  await expect(startElsewhere(join(place.path, "postgres"), nobodyId)).rejects.toThrow(
    "This account may not use",
  );
});

/** Another Tocsin. When its input ends it stops its server; at any word it leaves at once. */
async function startElsewhere(dataDir: string, uid?: number): Promise<ChildProcess> {
  const script = `
    const { startBundled } = await import(${JSON.stringify(new URL("bundled.ts", import.meta.url).href)});
    try {
      const bundled = await startBundled({ dataDir: ${JSON.stringify(dataDir)}, say() {} });
      console.log("ready");
      process.stdin.on("data", () => process.exit(0)).on("end", () => bundled.stop());
    } catch (cause) {
      console.log(cause.message);
      process.exit(1);
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const [line]: string[] = await once(createInterface(child.stdout), "line");
  if (line !== "ready") throw new Error(line);
  return child;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function serverOf(dataDir: string): number {
  return Number(pidFile(join(dataDir, "cluster"))[0]);
}

function socketDirOf(url: string): string {
  return new URLSearchParams(url.split("?")[1]).get("host") ?? "";
}

/** A process that is only waiting to be buried counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s*Z/m.test(readFileSync(status, "utf8"));
}
