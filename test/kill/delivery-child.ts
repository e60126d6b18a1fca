import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { newUuid } from "../../src/lib/ids.ts";
import { createWire } from "../../src/lib/wire.ts";
import { runDeliver } from "../../src/loops/deliver.ts";
import { runHear } from "../../src/loops/hear.ts";
import { openDatabase } from "../../src/store/database.ts";

/** The deliver and hear loops in a process of their own, to be killed. */
const [databaseUrl = "", callbackBase = ""] = process.argv.slice(2);
const say = (level: string) => (fields: Record<string, unknown>, message: string) =>
  void process.stderr.write(`${level} ${message} ${JSON.stringify(fields)}\n`);
const log = { info: () => {}, warn: () => {}, error: say("error") };
const wire = createWire({ reach: "loopback" });
const house = {
  db: openDatabase(databaseUrl, 8),
  now: Date.now,
  newId: () => newUuid(Date.now()),
  secretKey: Buffer.alloc(32, 7),
};
const context = {
  house,
  wireFor: () => wire,
  publicUrl: callbackBase,
  callbackBase,
  log,
  spool: null,
};
const { signal } = new AbortController();
// Who is killed keeps nothing: what was compiled is handed on now, to whoever starts next.
flushCompileCache();
process.stdout.write("ready\n");
// Started ahead of time: it lives from the moment its predecessor is dead.
await once(process.stdin, "data");
await Promise.all([runDeliver(context, signal), runHear(context, signal)]);
