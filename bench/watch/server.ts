import { createServer } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { readConfig } from "../../src/config.ts";
import { start } from "../../src/service.ts";

/** The whole product in a process of its own, as `tocsin serve` starts it. */
const stop = new AbortController();
const system = await start(readConfig(process.env), {
  play: false,
  stop: stop.signal,
  say: () => {},
});

/** Beside it, how busy this process was since somebody asked last. */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
let before = { at: performance.now(), cpu: process.cpuUsage() };
const control = createServer((_request, response) => {
  const { user, system: kernel } = process.cpuUsage(before.cpu);
  const cores = (user + kernel) / 1_000 / (performance.now() - before.at);
  response.end(JSON.stringify({ cores, loopP99Ms: delay.percentile(99) / 1e6 }));
  before = { at: performance.now(), cpu: process.cpuUsage() };
  delay.reset();
});
control.listen(0, "127.0.0.1", () => {
  const address = control.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const controlUrl = `http://127.0.0.1:${port}`;
  process.stdout.write(`${JSON.stringify({ url: system.front.publicUrl, controlUrl })}\n`);
});
process.once("SIGTERM", () => {
  void system.close().then(() => process.exit(0));
});
