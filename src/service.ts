import { setMaxListeners } from "node:events";
import { join } from "node:path";
import { type House, machine } from "./actions/action.ts";
import { countEarlier, signEarlier } from "./actions/announcement/sign.ts";
import { openTraining } from "./actions/organisation/train.ts";
import { ensureSigningKey } from "./actions/signing/keys.ts";
import { greeting } from "./cli/greeting.ts";
import { type Config, readSecretKey } from "./config.ts";
import { OUTAGE } from "./domain/training/outage.ts";
import { createApp } from "./http/app.ts";
import { hookRoutes } from "./http/hooks/routes.ts";
import { openSoonOrLater } from "./http/lifeboat.ts";
import { createLiveHub, type LiveHub } from "./http/live.ts";
import type { Copy } from "./http/public/copy.ts";
import type { Face } from "./http/public/face.ts";
import { openFace } from "./http/public/open-face.ts";
import { answerQuickly } from "./http/public/quick.ts";
import { publicRoutes } from "./http/public/routes.ts";
import { createViewers } from "./http/public/viewers.ts";
import type { App, Front } from "./http/routes.ts";
import { holdPort, listen } from "./http/socket.ts";
import { type Bell, createBell } from "./lib/bell.ts";
import { type Clock, catchingUpClock, MINUTE_MS, steadyClock } from "./lib/clock.ts";
import { hashPassword, randomToken } from "./lib/crypto.ts";
import { newUuid } from "./lib/ids.ts";
import { openSpool, type Spool } from "./lib/spool.ts";
import { createWire, type Wire } from "./lib/wire.ts";
import { keepRunning } from "./loops/all.ts";
import { rehearse } from "./loops/rehearse.ts";
import { type Ground, openGround } from "./loops/training-ground.ts";
import { runningBundled, startBundled } from "./store/bundled.ts";
import { migrate, openDatabase, troubleReaching } from "./store/database.ts";
import { createDatabaseClock, type DatabaseClock } from "./store/database-clock.ts";
import { findOrganisation } from "./store/organisation.ts";

export type Say = (line: string) => void;

const PLAY_SPEED = 60;
const PLAY_MS = (OUTAGE.endsAt + 3) * MINUTE_MS;
const LISTENERS_MAX = 100;
const FIRST_START = machine("first start");

/** A house on its database, and the way out of it. */
type Opened = {
  house: House;
  databaseUrl: string;
  clock: DatabaseClock;
  close(): Promise<void>;
};
/** `mayReach` holds back the clock of a play; any other clock goes on regardless, at a pace of one. */
type Tempo = { clock: Clock; speed: number; mayReach(at: number): void; pace(): number };
const atRealTempo = (): Tempo => ({
  clock: steadyClock(),
  speed: 1,
  mayReach: () => undefined,
  pace: () => 1,
});

/** Opens the database (yours, the one a running Tocsin holds, or our own) and brings it up to date. */
async function openHouse(
  config: Config,
  options: { say: Say; beside: boolean; tempo: () => Tempo },
): Promise<Opened> {
  const folder = join(config.dataDir, "postgres");
  const running = options.beside ? runningBundled(folder) : null;
  const own = config.databaseUrl ?? running;
  const bundled = own === null ? await startBundled({ dataDir: folder, say: options.say }) : null;
  const databaseUrl = own ?? bundled?.url ?? "";
  const db = openDatabase(databaseUrl);
  const close = async () => {
    await db.destroy();
    await bundled?.stop();
  };
  try {
    await migrate(db).catch((cause: unknown) => {
      throw troubleReaching(cause);
    });
    const secretKey = await readSecretKey(process.env, config.dataDir);
    const clock = createDatabaseClock(db);
    await clock.sync();
    const now = () => options.tempo().clock();
    const house = { db, now, newId: () => newUuid(now()), secretKey };
    return { house, databaseUrl, clock, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

export type Options = {
  play: boolean;
  stop: AbortSignal;
  say: Say;
  speed?: number;
  /** How often a start tries again that has found no database. */
  reopenMs?: number;
};

/** A system that runs: told to stop by its signal, and gone when `close` is done. */
export type System = {
  front: Front;
  hub: LiveHub;
  /** Whether this start found an empty database. */
  fresh: boolean;
  /** Ends with the reconstructed outage; at once where none is played. */
  played: Promise<void>;
  close(): Promise<void>;
};

/** Wires everything, in the order in which things need one another; a failure undoes what stands. */
export async function start(config: Config, options: Options): Promise<System> {
  const { say, speed = PLAY_SPEED } = options;
  const closing = new AbortController();
  const stop = AbortSignal.any([options.stop, closing.signal]);
  setMaxListeners(LISTENERS_MAX, stop);
  const tempo = atRealTempo();
  const opened = await openSoonOrLater({
    config,
    open: async () => await openHouse(config, { say, beside: false, tempo: () => tempo }),
    now: () => tempo.clock(),
    say,
    stop,
    ...(options.reopenMs !== undefined && { reopenMs: options.reopenMs }),
  });
  const undo: (() => Promise<void>)[] = [opened.close];
  const close = async () => {
    closing.abort();
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { house, databaseUrl, clock } = opened;
    tempo.clock = clock.now;
    const fresh = (await findOrganisation(house.db)) === null;
    const plays = fresh && options.play;
    if (plays) {
      const played = catchingUpClock(PLAY_MS, speed, clock.now);
      // Until somebody plays, it stands: what a start takes would be minutes of the story.
      played.mayReach(played());
      const { mayReach, pace } = played;
      Object.assign(tempo, { clock: played, speed, mayReach, pace });
    }
    const { port, release } = await holdPort(config.port);
    undo.push(release);
    const url = config.port === 0 ? `http://localhost:${port}` : config.publicUrl;
    const front = frontOf({ config, house, port, url });
    const spool = await openSpool(config.dataDir);
    const hub = createLiveHub(databaseUrl, house.now);
    undo.push(() => hub.stop());
    const bell = createBell({ isHasty: () => tempo.pace() > 1 });
    hub.listen(() => bell.ring());
    const { face, copy } = await openFace(front, hub, () => tempo.pace());
    const viewers = createViewers(face);
    const outside = [hookRoutes, publicRoutes(face, viewers)];
    const app = await createApp({ front, hub, logLevel: config.logLevel, outside });
    undo.push(async () => await app.close());
    await face.refresh();
    while ((await countEarlier(house, null)) > 0);
    answerQuickly(app, face, viewers);
    await release();
    await listen(app, { host: config.host, port });
    // Only now: a start that a taken port ended must not use up what a first start does.
    if (fresh) await openTraining(house, FIRST_START, { passwordHash: await nobodysPassword() });
    await ensureSigningKey(house, null);
    await signEarlier(house, null);
    const moving = await runAll({
      front,
      spool,
      app,
      hub,
      face,
      copy,
      clock,
      tempo,
      bell,
      stop,
      plays,
      watchdogUrl: config.watchdogUrl,
      offlineCopy: config.offlineCopy,
    });
    undo.push(moving.end);
    return { front, hub, fresh, played: moving.played, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** The whole system, until it is told to stop. */
export async function serve(config: Config, options: Options): Promise<void> {
  const system = await start(config, options);
  try {
    for (const line of await greeting(system, FIRST_START)) options.say(line);
    await aborted(options.stop);
    options.say("Stopping.");
  } finally {
    await system.close();
  }
}

/** The house for one command of a person at the keyboard, beside a running server or alone. */
export async function withHouse<T>(
  config: Config,
  work: (house: House, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const tempo = atRealTempo();
  const say = () => undefined;
  const opened = await openHouse(config, { say, beside: true, tempo: () => tempo });
  tempo.clock = opened.clock.now;
  try {
    return await work(opened.house, opened.databaseUrl);
  } finally {
    await opened.close();
  }
}

type FrontParts = { config: Config; house: House; port: number; url: string };

function frontOf({ config, house, port, url }: FrontParts): Front {
  return {
    house,
    publicUrl: url,
    callbackBase: `http://127.0.0.1:${port}`,
    dataDir: config.dataDir,
    trustedHops: config.trustedHops,
  };
}

type Moving = {
  front: Front;
  spool: Spool;
  app: App;
  hub: LiveHub;
  face: Face;
  copy: Copy;
  clock: DatabaseClock;
  tempo: Tempo;
  bell: Bell;
  stop: AbortSignal;
  plays: boolean;
  watchdogUrl: string | null;
  offlineCopy: Config["offlineCopy"];
};

/** Starts what time causes. Answers how to end it all. */
async function runAll(moving: Moving) {
  const { front, app, hub, tempo, stop, plays, ...parts } = moving;
  const { house, publicUrl, callbackBase } = front;
  const wires = { public: wireOf("public", house), loopback: wireOf("loopback", house) };
  const training = new AbortController();
  const organisation = await findOrganisation(house.db);
  let ground: Ground | null = null;
  if (organisation?.mode === "training") {
    ground = await openGround({ house, callbackBase, speed: tempo.speed });
  }
  const watchWire = () => (ground ? wires.loopback : wires.public);
  const engine = {
    ...parts,
    house,
    log: app.log,
    publicUrl,
    callbackBase,
    wires,
    watchWire,
    speed: tempo.speed,
    pace: () => tempo.pace(),
  };
  const loops = keepRunning(engine, stop);
  const signal = AbortSignal.any([stop, training.signal]);
  const play =
    ground && plays
      ? rehearse({ house, ground, signal, mayReach: tempo.mayReach })
      : Promise.resolve();
  void play.catch((cause: unknown) => app.log.error(cause, "The play stumbled."));
  const leaveTraining = async () => {
    training.abort();
    await play.catch(() => undefined);
    await ground?.stop();
    ground = null;
  };
  hub.listen((message) => {
    if (message["name"] === "organisation.set-up") void leaveTraining();
  });
  const end = async () => {
    await leaveTraining();
    await loops;
    await Promise.all([wires.public.close(), wires.loopback.close()]);
  };
  return { played: play, end };
}

const wireOf = (reach: "public" | "loopback", { now }: House): Wire => createWire({ reach, now });

const nobodysPassword = async (): Promise<string> => await hashPassword(randomToken());

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
