import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { House } from "../../src/actions/action.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { createWire } from "../../src/lib/wire.ts";
import { runTell } from "../../src/loops/tell.ts";
import { startThrowaway } from "../../src/store/bundled.ts";
import { migrate, openDatabase } from "../../src/store/database.ts";
import { announce, settleCrowd } from "../../test/kits/subscriber-crowd.ts";
import { startChild, textOf } from "../delivery/child.ts";

const PEOPLE = 50_000;
/** Four of five by e-mail, the fifth by a notification of the browser, each sealed for itself. */
const PUSH_SHARE = 0.2;
const POOL = 16;
const POLL_MS = 100;
const PER_SECOND = 20_000;
const GIVE_UP_MS = 600_000;
const log = {
  info: () => {},
  warn: (fields: unknown, message: string) => console.error("warn", message, fields),
  error: (fields: unknown, message: string) => console.error("error", message, fields),
};

/**
 * Seconds from the publication of one update until the last of so many subscribers was told, with
 * the mail server and the push service simulated in processes of their own.
 */
export async function subscribers50kS(people = PEOPLE): Promise<number> {
  const server = await startThrowaway();
  const db = openDatabase(server.url, POOL);
  const mail = await startChild("src/simulators/process.ts", ["smtp-email"]);
  const push = await startChild("src/simulators/process.ts", ["web-push"]);
  const wire = createWire({ reach: "loopback" });
  const stop = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  try {
    await migrate(db);
    const house: House = {
      db,
      now: Date.now,
      newId: () => newUuid(Date.now()),
      secretKey: Buffer.alloc(32, 7),
    };
    const mailPort = Number(new URL(textOf(mail.said, "url")).port);
    const servers = { mailPort, pushUrl: textOf(push.said, "url"), perSecond: PER_SECOND };
    const byPush = Math.round(people * PUSH_SHARE);
    await settleCrowd(house, servers, { email: people - byPush, push: byPush });
    const publicUrl = "https://status.example.org";
    loop = runTell({ house, wireFor: () => wire, publicUrl, log }, stop.signal);
    const startedAt = performance.now();
    await announce(house, "Outage");
    await untilTold(house, people);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    stop.abort();
    await loop;
    await wire.close();
    await Promise.all([mail.stop(), push.stop()]);
    await db.destroy();
    await server.stop();
  }
}

async function untilTold({ db }: House, people: number): Promise<void> {
  const givenUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const telling = await db
      .selectFrom("telling")
      .select(["state", "recipients"])
      .executeTakeFirstOrThrow();
    if (telling.state === "done") {
      const told = await db
        .selectFrom("told")
        .select((e) => e.fn.countAll<number>().as("n"))
        .where("state", "=", "accepted")
        .executeTakeFirstOrThrow();
      if (told.n !== people) throw new Error(`Only ${told.n} of ${people} were told.`);
      return;
    }
    if (performance.now() > givenUpAt) throw new Error("It took too long.");
    await pause(POLL_MS);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const people = Number(process.argv[2] ?? PEOPLE);
  const seconds = await subscribers50kS(people);
  const { user, system } = process.cpuUsage();
  const busy = Math.round((user + system) / 1_000_000);
  console.log(`subscribers50kS  ${Math.round(seconds * 10) / 10}  (${people} subscribers)`);
  console.log(`of which this process was busy for ${busy} s, laying the crowd down included`);
}
