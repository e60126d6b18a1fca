import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { newUuid } from "../../src/lib/ids.ts";
import { createWire } from "../../src/lib/wire.ts";
import { runTell } from "../../src/loops/tell.ts";
import { openDatabase } from "../../src/store/database.ts";

/** The tell loop in a process of its own, to be killed. */
const [databaseUrl = ""] = process.argv.slice(2);
const log = { info: () => {}, warn: () => {}, error: () => {} };
const wire = createWire({ reach: "loopback" });
const house = {
  db: openDatabase(databaseUrl, 8),
  now: Date.now,
  newId: () => newUuid(Date.now()),
  secretKey: Buffer.alloc(32, 7),
};
const limits = { leaseMs: 1_500, reserveMs: 300, sliceMax: 25 };
const publicUrl = "https://status.example.org";
// Who is killed keeps nothing: what was compiled is handed on now, to whoever starts next.
flushCompileCache();
// Started ahead of time: it lives from the moment its predecessor is dead.
await once(process.stdin, "data");
await runTell({ house, wireFor: () => wire, publicUrl, log, limits }, new AbortController().signal);
