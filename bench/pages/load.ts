import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { onCore } from "./server.ts";

const AUTOCANNON = new URL("../../node_modules/autocannon/autocannon.js", import.meta.url).pathname;
const CONNECTIONS = 50;
const SECONDS = 10;

export type Load = { requestsPerS: number; p99Ms: number; failed: number };

/** GETs from the other core: as many as go, or so many a second. */
export async function load(url: string, perSecond?: number): Promise<Load> {
  const rate = perSecond === undefined ? [] : ["--overallRate", String(perSecond)];
  const options = ["--json", "-c", String(CONNECTIONS), "-d", String(SECONDS), ...rate];
  const gzip = ["-H", "accept-encoding=gzip"];
  const [program, args] = onCore(1, [process.execPath, AUTOCANNON, ...options, ...gzip, url]);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
  const said = JSON.parse(await text(child.stdout));
  return {
    requestsPerS: said.requests.average,
    p99Ms: said.latency.p99,
    failed: said.errors + said.non2xx,
  };
}
