import { setTimeout as sleep } from "node:timers/promises";
import { type Config, readSecretKey } from "../config.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { AppError, messageOf } from "../lib/errors.ts";
import { newUuid } from "../lib/ids.ts";
import { openDatabase } from "../store/database.ts";
import { createApp } from "./app.ts";
import { hookRoutes } from "./hooks/routes.ts";
import type { LiveHub } from "./live.ts";
import { recallFrom } from "./public/memory.ts";
import { openFace } from "./public/open-face.ts";
import { publicRoutes } from "./public/routes.ts";
import type { Front } from "./routes.ts";
import { listen } from "./socket.ts";

const LOOK_MS = 15 * SECOND_MS;
const REOPEN_MS = 5 * SECOND_MS;
/** Where no PostgreSQL of ours ever listens. */
const NOWHERE = "postgres://127.0.0.1:1/tocsin";

/** Nothing happens here that anybody could be told of. */
const stillHub: LiveHub = {
  add: (response) => void response.end(),
  listen: () => {},
  listeners: 0,
  stop: async () => {},
};

type Opening<Opened> = {
  config: Config;
  open: () => Promise<Opened>;
  now: () => number;
  say: (line: string) => void;
  stop: AbortSignal;
  /** How often it is tried again. */
  reopenMs?: number;
};

/** Where the database is away and the public knew something, its pages go on until it is back. */
export async function openSoonOrLater<Opened>(opening: Opening<Opened>): Promise<Opened> {
  try {
    return await opening.open();
  } catch (cause) {
    if (!isAway(cause)) throw cause;
    const boat = await openLifeboat(opening);
    if (boat === null) throw cause;
    const meanwhile = "Until it is back, the public pages show what was known, and its age.";
    opening.say(`${messageOf(cause)} ${meanwhile}`);
    try {
      return await openAgain(opening);
    } finally {
      await boat.close();
    }
  }
}

async function openAgain<Opened>({ open, stop, reopenMs }: Opening<Opened>): Promise<Opened> {
  for (;;) {
    await sleep(reopenMs ?? REOPEN_MS, undefined, { signal: stop });
    try {
      return await open();
    } catch (cause) {
      if (!isAway(cause)) throw cause;
    }
  }
}

const isAway = (cause: unknown): boolean =>
  cause instanceof AppError && cause.code === "unavailable";

type Lifeboat = { close(): Promise<void> };

/**
 * A start without its database: the public pages go on from what was written down, with their age;
 * whatever needs the database says so, and providers call again. Null where nothing was written down.
 */
async function openLifeboat(parts: {
  config: Config;
  now: () => number;
}): Promise<Lifeboat | null> {
  const { config, now } = parts;
  const { dataDir, host, port, logLevel } = config;
  if ((await recallFrom(dataDir)) === null) return null;
  const db = openDatabase(config.databaseUrl ?? NOWHERE);
  const secretKey = await readSecretKey(process.env, dataDir);
  const front: Front = {
    house: { db, now, newId: () => newUuid(now()), secretKey },
    publicUrl: config.publicUrl,
    callbackBase: `http://127.0.0.1:${port}`,
    dataDir,
    trustedHops: config.trustedHops,
  };
  const { face } = await openFace(front, stillHub);
  const outside = [hookRoutes, publicRoutes(face)];
  const app = await createApp({ front, hub: stillHub, logLevel, outside });
  await face.refresh();
  await listen(app, { host, port });
  const timer = setInterval(() => void face.refresh(), LOOK_MS);
  return {
    async close() {
      clearInterval(timer);
      await app.close();
      await db.destroy();
    },
  };
}
