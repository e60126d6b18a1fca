import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export type Ended = { code: number | null; out: string; err: string };

const PATIENCE_MS = 90_000;

/** The real program in a process of its own, which does not outlive the block. */
export function runTocsin(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ["src/main.ts", ...args], {
    cwd: ROOT,
    env: { ...without(process.env, "DATABASE_URL"), TOCSIN_LOG: "silent", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (chunk: Buffer) => void (said.out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => void (said.err += chunk.toString()));
  const ended = endOf(child, said);
  return {
    said,
    ended,
    /** Waits until the program has said this. */
    async says(line: RegExp): Promise<void> {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      while (!line.test(said.out) && child.stdout) await once(child.stdout, "data", { signal });
    },
    async stop(): Promise<Ended> {
      if (child.exitCode === null) child.kill("SIGTERM");
      return await ended;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

async function endOf(child: ChildProcess, said: { out: string; err: string }): Promise<Ended> {
  await once(child, "close");
  return { code: child.exitCode, ...said };
}

function without(env: NodeJS.ProcessEnv, name: string): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([key]) => key !== name));
}
