import { MINUTE_MS } from "../../lib/clock.ts";
import { sameBytes, sha256 } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import { heartbeat, heartbeatCounted, heartbeatSaid } from "../../sensors/heartbeat.ts";
import type { Tx } from "../../store/database.ts";
import { appendSignals, saidIn } from "../../store/signals.ts";
import { findSource, type SourceRow } from "../../store/sources.ts";
import { defineIntake } from "../action.ts";
import { openSecrets } from "./settings.ts";

export type Push = {
  sourceId: string;
  token: string;
  verdict: "up" | "degraded" | "down";
  /** What it is about, in the sender's own words; the source's name when it is empty. */
  what: string;
  /** What of the platform it is about (`send`, `media` …); the whole when absent. */
  capability?: string | undefined;
};

/** How many complained in one minute, as a ticket desk or a call centre would know. */
export type PushedCount = {
  sourceId: string;
  token: string;
  count: number;
  /** Any moment of the minute that was counted; the last whole minute when absent. */
  at: number | null;
};

/** A count that comes later than this finds its minute judged already. */
const COUNT_LATE_MAX_MS = 3 * MINUTE_MS;

/** Notes what a system says about itself. Whoever knows the token may say it. */
export const pushHeartbeat = defineIntake(async (tx, push: Push, { now, secretKey }) => {
  const { source, platformId } = await listeningSource(tx, push, secretKey);
  await appendSignals(tx, [
    {
      sourceId: source.id,
      platformId,
      kind: "probe",
      at: now,
      count: null,
      verdict: push.verdict,
      evidence: heartbeatSaid(push.verdict, push.what === "" ? source.name : push.what),
      detail: push.capability ? { pushed: true, capability: push.capability } : { pushed: true },
    },
  ]);
});

/** Notes a count of complaints. A minute is counted once: said again it must be the same number. */
export const pushCount = defineIntake(async (tx, push: PushedCount, { now, secretKey }) => {
  const { source, platformId } = await listeningSource(tx, push, secretKey);
  const minute = minuteOf(push.at ?? now - MINUTE_MS);
  if (minute + MINUTE_MS > now)
    throw refusal("invalid", "sensors:heartbeat.future", { field: "at" });
  if (minute + MINUTE_MS < now - COUNT_LATE_MAX_MS) {
    const minutes = COUNT_LATE_MAX_MS / MINUTE_MS;
    throw refusal("invalid", "sensors:heartbeat.late", { field: "at", minutes });
  }
  const said = await saidIn(tx, source.id, { from: minute, to: minute + MINUTE_MS });
  const before = said.find(({ count }) => count !== null)?.count ?? null;
  if (before === push.count) return;
  if (before !== null) throw refusal("conflict", "sensors:heartbeat.twice", { before });
  await appendSignals(tx, [
    {
      sourceId: source.id,
      platformId,
      kind: "reports",
      at: freeMoment(minute, said),
      count: push.count,
      verdict: null,
      evidence: heartbeatCounted(push.count),
      detail: { pushed: true, heardAt: now },
    },
  ]);
});

/** A look of the source may have fallen on the whole minute: a moment is noted once. */
function freeMoment(minute: number, said: readonly { at: number }[]): number {
  let at = minute;
  while (said.some((each) => each.at === at)) at++;
  return at;
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;

async function listeningSource(
  tx: Tx,
  { sourceId, token }: { sourceId: string; token: string },
  secretKey: Buffer,
): Promise<{ source: SourceRow; platformId: string }> {
  const source = await findSource(tx, sourceId);
  const platformId = source?.platform_id ?? null;
  // One answer for every mistake: a stranger learns neither which sources nor which tokens exist.
  const isKnown = source && isListening(source) && tokenFits(source, token, secretKey);
  if (!isKnown || platformId === null) {
    throw refusal("unauthenticated", "sensors:heartbeat.refused");
  }
  return { source, platformId };
}

const isListening = ({ sensor, enabled }: SourceRow): boolean =>
  sensor === heartbeat.kind && enabled;

/** Whether this is the token that the source was given. */
export function tokenFits(source: SourceRow, token: string, secretKey: Buffer): boolean {
  if (!source.secrets) return false;
  const { token: kept } = openSecrets(secretKey, source.secrets);
  return typeof kept === "string" && sameBytes(sha256(token), sha256(kept.trim()));
}
