import { sameBytes, sha256 } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import { heartbeat, heartbeatSaid } from "../../sensors/heartbeat.ts";
import { appendSignals } from "../../store/signals.ts";
import { findSource, type SourceRow } from "../../store/sources.ts";
import { defineIntake } from "../action.ts";
import { openSecrets } from "./settings.ts";

export type Push = {
  sourceId: string;
  token: string;
  verdict: "up" | "degraded" | "down";
  /** What it is about, in the sender's own words; the source's name when it is empty. */
  what: string;
};

/** Notes what a system says about itself. Whoever knows the token may say it. */
export const pushHeartbeat = defineIntake(async (tx, push: Push, { now, secretKey }) => {
  const source = await findSource(tx, push.sourceId);
  // One answer for every mistake: a stranger learns neither which sources nor which tokens exist.
  if (!source || !isListening(source) || !tokenFits(source, push.token, secretKey)) {
    throw refusal("unauthenticated", "sensors:heartbeat.refused");
  }
  await appendSignals(tx, [
    {
      sourceId: source.id,
      platformId: source.platform_id,
      kind: heartbeat.signalKind,
      at: now,
      count: null,
      verdict: push.verdict,
      evidence: heartbeatSaid(push.verdict, push.what === "" ? source.name : push.what),
      detail: { pushed: true },
    },
  ]);
});

const isListening = ({ sensor, enabled }: SourceRow): boolean =>
  sensor === heartbeat.kind && enabled;

function tokenFits(source: SourceRow, token: string, secretKey: Buffer): boolean {
  if (!source.secrets) return false;
  const { token: kept } = openSecrets(secretKey, source.secrets);
  return typeof kept === "string" && sameBytes(sha256(token), sha256(kept.trim()));
}
