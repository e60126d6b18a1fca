import { createHash } from "node:crypto";

/** Stretches or shortens a pause by up to `jitter`: the same key always alike, for a replay. */
export function jittered(pauseMs: number, jitter: number, key: string): number {
  const byte = createHash("sha256").update(key).digest()[0] ?? 0;
  const share = (byte / 255) * 2 - 1;
  return Math.round(pauseMs * (1 + jitter * share));
}
