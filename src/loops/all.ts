import type { House } from "../actions/action.ts";
import type { OfflineCopyConfig } from "../config.ts";
import type { Bell } from "../lib/bell.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Spool } from "../lib/spool.ts";
import type { Wire } from "../lib/wire.ts";
import { CLOCK_SYNC_MS, type DatabaseClock } from "../store/database-clock.ts";
import { answerOnce } from "./answer.ts";
import { assessOnce } from "./assess.ts";
import { type CarryContext, runCarry } from "./carry.ts";
import { confirmStopsOnce } from "./confirm-stop.ts";
import { runDeliver } from "./deliver.ts";
import { dryRunOnce } from "./dry-run.ts";
import { compareFeedsOnce } from "./feed-lags.ts";
import { runHear } from "./hear.ts";
import { inquireOnce } from "./inquire.ts";
import { LINE_LEASE_MS, runListen } from "./listen.ts";
import { runLoop } from "./loop.ts";
import { copyOfflineOnce } from "./offline-copy.ts";
import { playOnce } from "./play.ts";
import { proveOnce } from "./prove.ts";
import { publishDueOnce } from "./publish-due.ts";
import { pullOnce } from "./pull.ts";
import { reconcileOnce, sealOnce } from "./reconcile.ts";
import { speakOnce } from "./speak.ts";
import { runTell, tidySubscriptions } from "./tell.ts";
import { readTemplatesOnce } from "./templates.ts";
import { testSendOnce } from "./test-send.ts";
import { createWatcher } from "./watch.ts";
import { Pulse, WATCHDOG_MS, watchdogOnce } from "./watchdog.ts";
import { noteWaysOnce } from "./ways.ts";

const WATCH_MS = SECOND_MS / 4;
const ASSESS_MS = SECOND_MS;
/** In a play an hour takes a minute, and so must we. */
const ASSESS_FAST_MS = SECOND_MS / 4;
const PLAY_MS = 2 * SECOND_MS;
const SEAL_MS = SECOND_MS;
/** What is to be sealed rings. */
const SEAL_QUIET_MS = 5 * SECOND_MS;
const ANSWER_MS = 2 * SECOND_MS;
const INQUIRE_MS = MINUTE_MS;
const SPEAK_MS = SECOND_MS / 2;
const FACE_MS = 15 * SECOND_MS;
/** In fast motion a page is old after a second or two of ours. */
const FACE_FAST_MS = SECOND_MS;
const LEASE_MS = MINUTE_MS;
const CLOCK_JUMP_MS = 2 * SECOND_MS;
const PULL_MS = 5 * SECOND_MS;
const OFFLINE_MS = 10 * MINUTE_MS;
const FEEDS_MS = MINUTE_MS;
const FEEDS_FAST_MS = SECOND_MS;

export type Engine = {
  house: House;
  log: Log;
  spool: Spool;
  publicUrl: string;
  callbackBase: string;
  wires: { public: Wire; loopback: Wire };
  /** Probes of a training organisation may not leave the machine either. */
  watchWire: () => Wire;
  face: { refresh(): Promise<{ trouble: string | null }> };
  /** The public pages as files, for the places out there that hold a copy. */
  copy: CarryContext["copy"];
  clock: DatabaseClock;
  speed: number;
  /** How many seconds of the house pass in one of ours: `speed` while a play flies, one after it. */
  pace(): number;
  /** Rings when anything happens on any node. */
  bell: Bell;
  /** An outside dead-man's switch to call, or null. */
  watchdogUrl: string | null;
  /** Where a sealed copy of the contacts is put each day, or null. */
  offlineCopy: OfflineCopyConfig | null;
};

/** Everything that time causes, until the signal. */
export async function keepRunning(engine: Engine, signal: AbortSignal): Promise<void> {
  const { house, log, spool, publicUrl, callbackBase, wires, watchWire, speed, bell } = engine;
  const watch = createWatcher();
  const pulse = new Pulse();
  const beats = (name: string, everyMs: number) => {
    pulse.expect(name, everyMs, performance.now());
    return () => pulse.beat(name, performance.now());
  };
  const every: Every = (name, rhythm, once) => {
    const {
      everyMs,
      hastyMs = everyMs,
      quietMs,
    } = typeof rhythm === "number" ? { everyMs: rhythm } : rhythm;
    const beat = beats(name, everyMs);
    const now = () => (engine.pace() > 1 ? hastyMs : everyMs);
    const loop = { name, everyMs: now, log, bell, quietMs };
    return runLoop(loop, async () => await once().then(beat), signal);
  };
  const wireFor = (channel: { drill: boolean }) => (channel.drill ? wires.loopback : wires.public);
  const limits = { leaseMs: LEASE_MS * speed };
  const perch = { wireFor, publicUrl, callbackBase };
  const deliver = { house, ...perch, log, limits };
  await Promise.all([
    every(
      "watch",
      WATCH_MS,
      async () => await watch({ house, wire: watchWire(), log, leaseMs: LEASE_MS * speed, perch }),
    ),
    every(
      "assess",
      { everyMs: ASSESS_MS, hastyMs: ASSESS_FAST_MS },
      async () => await assessOnce({ house, log }),
    ),
    every("play", PLAY_MS, async () => await playOnce({ house })),
    every("publish", SECOND_MS, async () => await publishDueOnce({ house })),
    every(
      "speak",
      SPEAK_MS,
      async () =>
        await speakOnce({ house, wireFor, publicUrl, log, leaseMs: 2 * LEASE_MS * speed }),
    ),
    every(
      "seal",
      { everyMs: SEAL_MS, quietMs: SEAL_QUIET_MS },
      async () => await sealOnce({ house }),
    ),
    every(
      "feeds",
      { everyMs: FEEDS_MS, hastyMs: FEEDS_FAST_MS },
      async () => await compareFeedsOnce({ house }),
    ),
    every("answer", ANSWER_MS, async () => await answerOnce({ house, wireFor, publicUrl, log })),
    every("stop", ANSWER_MS, async () => await confirmStopsOnce({ house, wireFor, log })),
    every("prove", ANSWER_MS, async () => await proveOnce({ house, wireFor, publicUrl, log })),
    every("inquire", INQUIRE_MS, async () => await inquireOnce({ house, wireFor, log })),
    every("templates", MINUTE_MS, async () => await readTemplatesOnce({ house, wireFor, log })),
    every("ways", MINUTE_MS, async () => await noteWaysOnce({ house })),
    // A dry run of a million people takes its time, and no alarm may ring for it.
    runLoop(
      { name: "dry-run", everyMs: SECOND_MS, log },
      async () => await dryRunOnce({ house, ...perch, log }),
      signal,
    ),
    every("test-send", SECOND_MS, async () => await testSendOnce({ house, ...perch, log })),
    every("pull", PULL_MS, async () => await pullOnce({ house, wire: watchWire(), log })),
    every("clock", CLOCK_SYNC_MS, async () => await setClock(engine)),
    every("reconcile", HOUR_MS, async () => await reconcileOnce({ house })),
    every("face", { everyMs: FACE_MS, hastyMs: FACE_FAST_MS }, async () => await drawFace(engine)),
    every("subscriptions", HOUR_MS, async () => await tidySubscriptions({ house })),
    runTell({ house, ...perch, log, bell, limits: { leaseMs: 2 * LEASE_MS * speed } }, signal),
    runDeliver({ ...deliver, bell, beat: beats("deliver", SECOND_MS) }, signal),
    runCarry({ house, log, copy: engine.copy, wire: watchWire, bell }, signal),
    runListen(listening(engine), signal),
    runHear({ house, wireFor, log, spool, bell, beat: beats("hear", SECOND_MS) }, signal),
    keepCalling(engine, pulse, signal),
    keepCopying(engine, signal),
  ]);
}

/** How often: in life, while the seconds of a play fly, and at least where all is quiet. */
type Rhythm = number | { everyMs: number; hastyMs?: number; quietMs?: number };
type Every = (name: string, rhythm: Rhythm, once: () => Promise<unknown>) => Promise<void>;

const listening =
  ({ house, log, watchWire, speed }: Engine) =>
  () => ({ house, log, wire: watchWire(), leaseMs: LINE_LEASE_MS * speed });

/** Tells an outside dead-man's switch that all of this moves, for as long as it does. */
async function keepCalling(
  { watchdogUrl: url, wires, log }: Engine,
  pulse: Pulse,
  signal: AbortSignal,
): Promise<void> {
  if (url === null) return;
  const once = async () =>
    await watchdogOnce({ pulse, now: performance.now(), wire: wires.public, url, log });
  await runLoop({ name: "watchdog", everyMs: WATCHDOG_MS, log }, once, signal);
}

/** An absent disk must not stop what sends: it is not among what the dead-man's switch watches. */
async function keepCopying({ house, log, offlineCopy }: Engine, signal: AbortSignal) {
  if (offlineCopy === null) return;
  const once = async () => await copyOfflineOnce(house, offlineCopy);
  await runLoop({ name: "offline-copy", everyMs: OFFLINE_MS, log }, once, signal);
}

/** The pages go on with the last state when this fails; whoever runs the server should know. */
async function drawFace({ face, log }: Engine): Promise<void> {
  const { trouble } = await face.refresh();
  if (trouble !== null) log.warn({ trouble }, "The public pages could not be drawn anew.");
}

/** Whoever runs the server should know when time has jumped: everything that waits is judged by it. */
async function setClock({ clock, log }: Engine): Promise<void> {
  const wrongMs = await clock.sync();
  if (wrongMs !== null && Math.abs(wrongMs) > CLOCK_JUMP_MS) {
    log.warn({ wrongMs }, "The time of the database has jumped.");
  }
}
