import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { createPlace } from "../../test/place.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const ADDRESS = /(http:\/\/localhost:\d+)\/console\/link#(\S+)/;
const KB = 1_024;
/** As the launcher starts it. */
const FLAGS = ["--max-semi-space-size=4"];
const LIKE_LAUNCHER = { MALLOC_ARENA_MAX: "1" };
const SERVER = [process.execPath, ...FLAGS, "src/main.ts", "serve", "--no-play"];

/** The real program on one core, as far as this machine lets us choose. */
export type Served = AsyncDisposable & {
  url: string;
  /** The token of the link that signs the administrator in, once. */
  token: string;
  dataDir: string;
  rssMb(): number;
};

/** Puts a command on one core where the system can; elsewhere it runs as it is. */
export function onCore(core: number, command: readonly string[]): [string, string[]] {
  const pinned = spawnSync("taskset", ["-c", String(core), "true"]).status === 0;
  const [program = "", ...args] = pinned
    ? ["taskset", "-c", String(core), ...command]
    : [...command];
  return [program, args];
}

export async function openServer(): Promise<Served> {
  // On the disk, as people have it.
  const place = createPlace(tmpdir());
  const { DATABASE_URL: _, ...rest } = process.env;
  const env = {
    ...LIKE_LAUNCHER,
    ...rest,
    TOCSIN_DATA: place.path,
    TOCSIN_PORT: "0",
    TOCSIN_LOG: "error",
  };
  const [program, args] = onCore(0, SERVER);
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
  const [, url = "", token = ""] = await printedAddress(child);
  return {
    url: url.replace("localhost", "127.0.0.1"),
    token,
    dataDir: place.path,
    rssMb: () => rssKb(child.pid ?? 0) / KB,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      place[Symbol.dispose]();
    },
  };
}

async function printedAddress(child: ChildProcess): Promise<RegExpExecArray> {
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const found = ADDRESS.exec(line);
      if (found) return found;
    }
  }
  throw new Error("The server ended before it printed its address.");
}

function rssKb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
}
