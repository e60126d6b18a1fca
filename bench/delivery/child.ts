import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type Child = {
  pid: number;
  said: Record<string, unknown>;
  next(): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
};

const root = new URL("../../", import.meta.url);

/** Starts a script of ours in a process of its own and waits for its first line of JSON. */
export async function startChild(script: string, args: readonly string[] = []): Promise<Child> {
  return await start([process.execPath, new URL(script, root).pathname, ...args], script);
}

/** The same, for what stands for another machine. */
export async function startElsewhere(script: string, args: readonly string[]): Promise<Child> {
  const path = new URL(script, root).pathname;
  return await start([...elsewhere(), process.execPath, path, ...args], script);
}

async function start([program = "", ...rest]: readonly string[], script: string): Promise<Child> {
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${script} ended without a word.`);
    const said: unknown = JSON.parse(line.value);
    return typeof said === "object" && said !== null ? { ...said } : {};
  };
  const said = await next();
  return {
    pid: child.pid ?? 0,
    said,
    next,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/**
 * Another machine would not push the engine off its core each time it is written to: Linux knows a
 * process that does not as a batch (sched(7)). Where there is none, it is an ordinary one.
 */
function elsewhere(): readonly string[] {
  const asBatch = ["chrt", "--batch", "0"];
  return spawnSync("chrt", [...asBatch.slice(1), "true"]).status === 0 ? asBatch : [];
}

export const textOf = (said: Record<string, unknown>, name: string): string => {
  const value = said[name];
  if (typeof value !== "string") throw new Error(`A child said nothing about ${name}.`);
  return value;
};
