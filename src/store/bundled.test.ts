import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { expect, test } from "vitest";
import { createPlace } from "../../test/place.ts";
import { pidFile } from "./bundled/cluster.ts";
import { runningBundled, startBundled } from "./bundled.ts";

const isRoot = process.getuid?.() === 0;
const nobodyId = 65_534;
const silent = () => undefined;

test("it starts, keeps what it was told, and leaves nothing running", async () => {
  using place = createPlace();
  const dataDir = join(place.path, "data", "postgres");
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

test("it listens on a short socket only, however deep its data lie", async () => {
  using place = createPlace();
  const dataDir = join(place.path, "deep".repeat(20), "deeper".repeat(20));
  const bundled = await startBundled({ dataDir, say: silent });
  expect(`${socketDirOf(bundled.url)}/.s.PGSQL.5432`.length).toBeLessThanOrEqual(103);
  expect(await query(bundled.url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect(await query(bundled.url, "show fsync")).toEqual([{ fsync: "on" }]);
  await bundled.stop();
});

test("the server of a killed Tocsin is taken over with all that was committed", async () => {
  using place = createPlace();
  const dataDir = join(place.path, "postgres");
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
  using place = createPlace();
  const dataDir = join(place.path, "postgres");
  const hasty = await startElsewhere(dataDir);
  const server = serverOf(dataDir);
  hasty.stdin?.write("leave\n");
  await once(hasty, "exit");
  const heir = await startBundled({ dataDir, say: silent });
  expect(isAlive(server)).toBe(false);
  await heir.stop();
});

test("a second start on the same folder is told who holds it", async () => {
  using place = createPlace();
  const dataDir = join(place.path, "postgres");
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

test("a cluster that was cut short while it was made is made again", async () => {
  using place = createPlace();
  const draft = join(place.path, "cluster.draft.1");
  mkdirSync(draft);
  writeFileSync(join(draft, "PG_VERSION"), "18\n");
  const bundled = await startBundled({ dataDir: place.path, say: silent });
  expect(readdirSync(place.path)).not.toContain("cluster.draft.1");
  await bundled.stop();
});

test("a start that is called off leaves nothing", async () => {
  using place = createPlace();
  const signal = AbortSignal.abort(new Error("called off"));
  await expect(startBundled({ dataDir: place.path, say: silent, signal })).rejects.toThrow(
    "called off",
  );
  expect(pidFile(join(place.path, "cluster"))).toEqual([]);
  expect(existsSync(join(place.path, "tocsin.lock"))).toBe(false);
});

test.runIf(isRoot)("root keeps the data where the borrowed account can reach them", async () => {
  using place = createPlace();
  const home = join(place.path, "home");
  const awayDir = join(place.path, "away");
  mkdirSync(home, { mode: 0o700 });
  const said: string[] = [];
  const dataDir = join(home, "checkout", "data");
  const say = (line: string) => void said.push(line);
  const bundled = await startBundled({ dataDir, awayDir, say });
  expect(said).toEqual([expect.stringMatching(/The data is kept in .*away\/data-.* cannot reach/)]);
  expect(runningBundled(dataDir, awayDir)).toBe(bundled.url);
  await bundled.stop();
  expect(existsSync(dataDir)).toBe(false);
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
