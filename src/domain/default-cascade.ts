import type { Cascade, Rung } from "./cascade.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const EXPIRES_AFTER_MS = 24 * HOUR_MS;
const TRIES_MAX = 3;
export const RUNGS_MAX = 8;
export const PATIENCE_MIN_MS = 1_000;
export const PATIENCE_MAX_MS = 24 * HOUR_MS;

/** How long each way is given, and what it can prove: most of them never say "delivered". */
const USUAL: Readonly<Record<string, Omit<Rung, "channelId">>> = {
  whatsapp: { patienceMs: 2 * MINUTE_MS, success: "delivered" },
  sms: { patienceMs: 3 * MINUTE_MS, success: "delivered" },
  messenger: { patienceMs: 2 * MINUTE_MS, success: "accepted" },
  voice: { patienceMs: 3 * MINUTE_MS, success: "delivered" },
  email: { patienceMs: 10 * MINUTE_MS, success: "accepted" },
  telegram: { patienceMs: 3 * MINUTE_MS, success: "accepted" },
  signal: { patienceMs: 3 * MINUTE_MS, success: "accepted" },
  ntfy: { patienceMs: 3 * MINUTE_MS, success: "accepted" },
  push: { patienceMs: 3 * MINUTE_MS, success: "accepted" },
  slack: { patienceMs: 5 * MINUTE_MS, success: "accepted" },
  discord: { patienceMs: 5 * MINUTE_MS, success: "accepted" },
  teams: { patienceMs: 5 * MINUTE_MS, success: "accepted" },
  webhook: { patienceMs: 2 * MINUTE_MS, success: "delivered" },
};
const OTHERWISE: Omit<Rung, "channelId"> = { patienceMs: 5 * MINUTE_MS, success: "sent" };

/** Ways that tell of no message what became of it: whoever waits for *delivered* there waits in vain. */
const TELLS_NOTHING: ReadonlySet<string> = new Set([
  "telegram",
  "signal",
  "ntfy",
  "push",
  "slack",
  "discord",
  "teams",
]);

/** How long a way is usually given, and what counts there. */
export const usualTerms = (addressKind: string): Omit<Rung, "channelId"> =>
  USUAL[addressKind] ?? OTHERWISE;

/** Whether nobody could ever count as reached by this: the way never says it. An answer counts everywhere. */
export const isNeverTold = (addressKind: string, success: Rung["success"]): boolean =>
  TELLS_NOTHING.has(addressKind) && success !== "accepted" && success !== "replied";

/** Every channel once, in the order that the organisation gave them. */
export function defaultCascade(channels: readonly { id: number; addressKind: string }[]): Cascade {
  const rungs = channels
    .slice(0, RUNGS_MAX)
    .map(({ id, addressKind }) => ({ channelId: id, ...usualTerms(addressKind) }));
  return { rungs, expiresAfterMs: EXPIRES_AFTER_MS, triesMax: TRIES_MAX };
}
