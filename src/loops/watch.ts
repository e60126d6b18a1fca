import type { House } from "../actions/action.ts";
import { settleAlerts } from "../actions/alert/settle.ts";
import { openSecrets } from "../actions/source/settings.ts";
import { evidenceOf } from "../domain/listening/evidence.ts";
import { hearPage } from "../domain/listening/hearing.ts";
import type { Sentence } from "../domain/sentence.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import { findSensor, listenerKinds } from "../sensors/index.ts";
import { cannotLook, isListener, type Look, type Sensor } from "../sensors/sensor.ts";
import { type Tx, transact } from "../store/database.ts";
import { readListening, saveListening } from "../store/listening.ts";
import { recordsOf } from "../store/platform-records.ts";
import type { SourceHealth } from "../store/schema/detection.ts";
import { appendSignals, type NewSignal } from "../store/signals.ts";
import { leaseDueSources, noteLook, type SourceRow, someSourceDue } from "../store/sources.ts";
import { Gate } from "./gate.ts";
import { jittered } from "./pause.ts";
import { channelsFor, noChannels, type Perch } from "./watch-channels.ts";

/** Looks that begin in one round: a thousand that are due at once are spread over a few seconds. */
const SOURCES_MAX = 24;
/** Looks under way at a time: so many may hang without holding up the others. */
const IN_FLIGHT_MAX = 256;
/** Looks that are written down at a time: the console must not queue for a connection behind them. */
const NOTES_MAX = 4;
const LEASE_MS = 60_000;
/** A round is stretched or shortened by up to a tenth, so that sources do not look in step. */
const JITTER = 0.1;

export type WatchContext = {
  house: House;
  wire: Wire;
  log: Log;
  /** Longer where the house's clock runs faster than life. */
  leaseMs?: number;
  /** What test messages are sent with; without it no source may use a channel. */
  perch?: Perch;
  gate?: Gate;
};

/** Looks through every source that is due, each on its own: one that fails disturbs no other. */
export async function watchOnce(context: WatchContext): Promise<{ looked: number }> {
  const due = await leaseDue(context, SOURCES_MAX);
  const results = await Promise.allSettled(due.map(async (source) => await visit(context, source)));
  const [failed] = results.filter((result) => result.status === "rejected");
  if (failed && results.every((result) => result.status === "rejected")) throw failed.reason;
  return { looked: due.length };
}

/** The same for a loop that does not wait for the slowest: a platform that hangs holds up no other. */
export function createWatcher() {
  const inFlight = new Set<Promise<void>>();
  const gate = new Gate(NOTES_MAX);
  return async (context: WatchContext): Promise<void> => {
    for (const source of await leaseDue(
      context,
      Math.min(SOURCES_MAX, IN_FLIGHT_MAX - inFlight.size),
    )) {
      const look = visit({ ...context, gate }, source).catch((cause: unknown) => {
        context.log.error({ source: source.id, cause: messageOf(cause) }, "A look was lost.");
      });
      inFlight.add(look);
      void look.then(() => inFlight.delete(look));
    }
  };
}

async function leaseDue({ house, leaseMs = LEASE_MS }: WatchContext, max: number) {
  if (max <= 0) return [];
  const lease = { now: house.now(), leaseMs, max, sensors: { except: listenerKinds } };
  if (!(await someSourceDue(house.db, lease))) return [];
  return await transact(house.db, async (tx) => await leaseDueSources(tx, lease));
}

async function visit(context: WatchContext, source: SourceRow): Promise<void> {
  const { house, gate } = context;
  const sensor = findSensor(source.sensor);
  const at = house.now();
  const look = sensor ? await lookThrough(context, source, sensor) : cannotLook("sensor");
  await gate?.enter(1);
  try {
    await note(house, { source, sensor, look }, at);
  } finally {
    gate?.leave(1);
  }
}

async function note(house: House, { source, sensor, look }: Seen, at: number): Promise<void> {
  if (sensor?.signalKind === "alerts") await settleAlerts(house, source, look);
  await transact(house.db, async (tx) => {
    const { note: said, signals, keep } = await meaningOf(tx, { source, sensor, look }, at);
    const noted = await noteLook(tx, source, {
      at,
      dueAt: at + jittered(source.every_ms, JITTER, `${source.id} ${at}`),
      health: healthOf(look),
      note: said,
    });
    if (!noted) return;
    await appendSignals(tx, signals);
    await keep();
  });
}

type Seen = { source: SourceRow; sensor: Sensor | undefined; look: Look };
type Meaning = { note: Sentence; signals: NewSignal[]; keep(): Promise<void> };

/** What a look amounts to. Posts are weighed against what this source remembers. */
async function meaningOf(tx: Tx, { source, sensor, look }: Seen, at: number): Promise<Meaning> {
  const keep = async () => undefined;
  if (!sensor) return { note: look.evidence, signals: [], keep };
  const { id, platform_id: platform } = source;
  if (look.kind !== "posts" || platform === null) {
    return { note: look.evidence, signals: signalsOf({ source, sensor, look }, at), keep };
  }
  const kept = await readListening(tx, id);
  const about = { platform, sourceId: id };
  const { memory, told } = hearPage(kept.memory, look, { about, now: at });
  const evidence = evidenceOf(told);
  const counts: Look = { kind: "counts", counts: told.counts, evidence };
  return {
    note: evidence,
    signals: signalsOf({ source, sensor, look: counts }, at),
    keep: async () => await saveListening(tx, id, { ...kept, memory }),
  };
}

/** A sensor that throws has a bug; for the platform it means only that nobody looked. */
async function lookThrough(
  { house, wire, log, perch }: WatchContext,
  source: SourceRow,
  sensor: Sensor,
): Promise<Look> {
  const now = house.now();
  const since = source.looked_at?.getTime() ?? null;
  try {
    const secrets = source.secrets ? openSecrets(house.secretKey, source.secrets) : {};
    const records = recordsOf(house.db, source, now);
    const channels = perch ? channelsFor({ house, log, perch, sourceId: source.id }) : noChannels;
    const moment = { now, since, sourceId: source.id, records, channels };
    if (isListener(sensor)) return cannotLook("sensor");
    return await sensor.look({ ...source.settings, ...secrets }, wire, moment);
  } catch (cause) {
    log.error(
      { source: source.id, sensor: sensor.kind, cause: messageOf(cause) },
      "A look failed.",
    );
    return cannotLook("broken");
  }
}

function signalsOf(
  seen: { source: SourceRow; sensor: Sensor; look: Look },
  at: number,
): NewSignal[] {
  const { source, sensor, look } = seen;
  const { id: sourceId, platform_id: platformId } = source;
  const { signalKind: kind } = sensor;
  if (platformId === null || kind === "alerts") return [];
  const origin = { sourceId, platformId, kind, evidence: look.evidence };
  switch (look.kind) {
    case "counts":
      return look.counts.map((count) => ({ ...origin, ...count, verdict: null, detail: {} }));
    case "reading": {
      const { verdict, detail = {} } = look;
      return [{ ...origin, at, count: null, verdict, detail }];
    }
    case "alerts":
    case "posts":
    case "nothing":
      return [];
    default:
      return look satisfies never;
  }
}

function healthOf(look: Look): SourceHealth {
  return look.kind === "reading" && look.verdict === "unknown" ? "unhealthy" : "healthy";
}
