import { createHash } from "node:crypto";
import type { House } from "../actions/action.ts";
import { openSecrets } from "../actions/source/settings.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import { findSensor } from "../sensors/index.ts";
import { cannotLook, type Look, type Sensor } from "../sensors/sensor.ts";
import { transact } from "../store/database.ts";
import { recordsOf } from "../store/platform-records.ts";
import type { SourceHealth } from "../store/schema/detection.ts";
import { appendSignals, type NewSignal } from "../store/signals.ts";
import { leaseDueSources, noteLook, type SourceRow } from "../store/sources.ts";

/** Looks under way at a time. */
const SOURCES_MAX = 64;
const LEASE_MS = 60_000;
/** A round is stretched or shortened by up to a tenth, so that sources do not look in step. */
const JITTER = 0.1;

export type WatchContext = {
  house: House;
  wire: Wire;
  log: Log;
  /** Longer where the house's clock runs faster than life. */
  leaseMs?: number;
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
  return async (context: WatchContext): Promise<void> => {
    for (const source of await leaseDue(context, SOURCES_MAX - inFlight.size)) {
      const look = visit(context, source).catch((cause: unknown) => {
        context.log.error({ source: source.id, cause: messageOf(cause) }, "A look was lost.");
      });
      inFlight.add(look);
      void look.then(() => inFlight.delete(look));
    }
  };
}

async function leaseDue({ house, leaseMs = LEASE_MS }: WatchContext, max: number) {
  if (max <= 0) return [];
  const lease = { now: house.now(), leaseMs, max };
  return await transact(house.db, async (tx) => await leaseDueSources(tx, lease));
}

async function visit(context: WatchContext, source: SourceRow): Promise<void> {
  const { house } = context;
  const sensor = findSensor(source.sensor);
  const at = house.now();
  const look = sensor ? await lookThrough(context, source, sensor) : cannotLook("sensor");
  const signals = sensor ? signalsOf({ source, sensor, look }, at) : [];
  await transact(house.db, async (tx) => {
    const noted = await noteLook(tx, source, {
      at,
      dueAt: at + pauseOf(source, at),
      health: healthOf(look),
      note: look.evidence,
    });
    if (noted) await appendSignals(tx, signals);
  });
}

/** A sensor that throws has a bug; for the platform it means only that nobody looked. */
async function lookThrough(
  { house, wire, log }: WatchContext,
  source: SourceRow,
  sensor: Sensor,
): Promise<Look> {
  const now = house.now();
  const since = source.looked_at?.getTime() ?? null;
  try {
    const secrets = source.secrets ? openSecrets(house.secretKey, source.secrets) : {};
    const records = recordsOf(house.db, source, now);
    const moment = { now, since, sourceId: source.id, records };
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
  const origin = {
    sourceId: source.id,
    platformId: source.platform_id,
    kind: sensor.signalKind,
    evidence: look.evidence,
  };
  switch (look.kind) {
    case "counts":
      return look.counts.map((count) => ({ ...origin, ...count, verdict: null, detail: {} }));
    case "reading": {
      const { verdict, detail = {} } = look;
      return [{ ...origin, at, count: null, verdict, detail }];
    }
    case "nothing":
      return [];
    default:
      return look satisfies never;
  }
}

function healthOf(look: Look): SourceHealth {
  return look.kind === "reading" && look.verdict === "unknown" ? "unhealthy" : "healthy";
}

/** The same source and moment always pause alike: chance has no place in a replay. */
function pauseOf(source: SourceRow, at: number): number {
  const byte = createHash("sha256").update(`${source.id} ${at}`).digest()[0] ?? 0;
  const share = (byte / 255) * 2 - 1;
  return Math.round(source.every_ms * (1 + JITTER * share));
}
