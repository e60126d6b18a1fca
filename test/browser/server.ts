import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createPlace } from "../place.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ADDRESS = /(http:\/\/localhost:\d+)\/console\/link#(\S+)/;

export type TestServer = { url: string; link: string; stop(): Promise<void> };

/** The real program, as `npm start` runs it, with a folder of its own. */
export async function startServer(...flags: string[]): Promise<TestServer> {
  const place = createPlace();
  // Its own PostgreSQL, whatever the tests beside it use: several servers run at a time.
  const { DATABASE_URL: _, ...rest } = process.env;
  const env = { ...rest, TOCSIN_DATA: place.path, TOCSIN_PORT: "0", TOCSIN_LOG: "error" };
  const child = spawn(process.execPath, ["src/main.ts", "serve", ...flags], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  // A test that ran out of time may be cut off before it stops its server.
  const leave = () => void child.kill("SIGTERM");
  process.once("exit", leave);
  const [, url, token] = await printedAddress(child);
  return {
    url: url ?? "",
    link: `${url}/console/link#${token}`,
    async stop() {
      process.off("exit", leave);
      leave();
      if (child.exitCode === null) await once(child, "exit");
      place[Symbol.dispose]();
    },
  };
}

async function printedAddress(child: ChildProcess): Promise<RegExpExecArray> {
  const lines: string[] = [];
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      const found = ADDRESS.exec(line);
      if (found) return found;
    }
  }
  throw new Error(`The server ended before it printed its address:\n${lines.join("\n")}`);
}
