import type { House } from "../actions/action.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Spool } from "../lib/spool.ts";
import type { Wire } from "../lib/wire.ts";
import { assessOnce } from "./assess.ts";
import { runDeliver } from "./deliver.ts";
import { runHear } from "./hear.ts";
import { runLoop } from "./loop.ts";
import { playOnce } from "./play.ts";
import { reconcileOnce, sealOnce } from "./reconcile.ts";
import { createWatcher } from "./watch.ts";

const WATCH_MS = SECOND_MS / 2;
const ASSESS_MS = SECOND_MS;
/** In a play an hour takes a minute, and so must we. */
const ASSESS_FAST_MS = SECOND_MS / 4;
const PLAY_MS = 2 * SECOND_MS;
const SEAL_MS = SECOND_MS;
const FACE_MS = 15 * SECOND_MS;
/** In fast motion a page is old after a second or two of ours. */
const FACE_FAST_MS = SECOND_MS;
const LEASE_MS = MINUTE_MS;

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
  speed: number;
};

/** Everything that time causes, until the signal. */
export async function keepRunning(engine: Engine, signal: AbortSignal): Promise<void> {
  const { house, log, spool, publicUrl, callbackBase, wires, watchWire, speed } = engine;
  const watch = createWatcher();
  const every = (name: string, everyMs: number, once: () => Promise<unknown>) =>
    runLoop({ name, everyMs, log }, once, signal);
  const wireFor = (channel: { drill: boolean }) => (channel.drill ? wires.loopback : wires.public);
  const limits = { leaseMs: LEASE_MS * speed };
  const deliver = { house, wireFor, publicUrl, callbackBase, log, limits };
  await Promise.all([
    every(
      "watch",
      WATCH_MS,
      async () => await watch({ house, wire: watchWire(), log, leaseMs: LEASE_MS * speed }),
    ),
    every(
      "assess",
      speed > 1 ? ASSESS_FAST_MS : ASSESS_MS,
      async () => await assessOnce({ house, log }),
    ),
    every("play", PLAY_MS, async () => await playOnce({ house })),
    every("seal", SEAL_MS, async () => await sealOnce({ house })),
    every("reconcile", HOUR_MS, async () => await reconcileOnce({ house })),
    every("face", speed > 1 ? FACE_FAST_MS : FACE_MS, async () => await drawFace(engine)),
    runDeliver(deliver, signal),
    runHear({ house, wireFor, log, spool }, signal),
  ]);
}

/** The pages go on with the last state when this fails; whoever runs the server should know. */
async function drawFace({ face, log }: Engine): Promise<void> {
  const { trouble } = await face.refresh();
  if (trouble !== null) log.warn({ trouble }, "The public pages could not be drawn anew.");
}
