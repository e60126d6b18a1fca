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
    /** Waits until the program has said this; whoever ends without having said it never will. */
    async says(line: RegExp): Promise<void> {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const { stdout } = child;
      while (!line.test(said.out)) {
        const isOver = stdout === null || child.exitCode !== null;
        if (isOver) throw new Error(`It never said ${line}, but: ${said.out}${said.err}`);
        await Promise.race([once(stdout, "data", { signal }), ended]);
      }
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
