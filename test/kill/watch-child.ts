import { flushCompileCache } from "node:module";
import { newUuid } from "../../src/lib/ids.ts";
import { createWire } from "../../src/lib/wire.ts";
import { runLoop } from "../../src/loops/loop.ts";
import { createWatcher } from "../../src/loops/watch.ts";
import { openDatabase } from "../../src/store/database.ts";

/** The watch loop in a process of its own, to be killed. */
const [databaseUrl = ""] = process.argv.slice(2);
const say = (level: string) => (fields: Record<string, unknown>, message: string) =>
  void process.stderr.write(`${level} ${message} ${JSON.stringify(fields)}\n`);
const log = { info: () => {}, warn: say("warn"), error: say("error") };
const wire = createWire({ reach: "loopback" });
const house = {
  db: openDatabase(databaseUrl, 4),
  now: Date.now,
  newId: () => newUuid(Date.now()),
  secretKey: Buffer.alloc(32, 7),
};
const perch = {
  wireFor: () => wire,
  publicUrl: "http://127.0.0.1:1",
  callbackBase: "http://127.0.0.1:1",
};
// Who is killed keeps nothing: what was compiled is handed on now, to whoever starts next.
flushCompileCache();
const watch = createWatcher();
const context = { house, wire, log, perch, leaseMs: 1_000 };
const { signal } = new AbortController();
await runLoop({ name: "watch", everyMs: 100, log }, async () => await watch(context), signal);
