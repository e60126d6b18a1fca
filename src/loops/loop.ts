import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";

const PAUSE_MAX_MS = 30_000;
const BACKOFF_FACTOR = 2;

export type Loop = { name: string; everyMs: number; log: Log };

/**
 * Does `once` again and again, never twice at a time, until the signal. A failure (the database is
 * away, a bug) is logged and followed by a longer pause; the next success brings the rhythm back.
 */
export async function runLoop(
  loop: Loop,
  once: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = loop.everyMs;
  while (!signal.aborted) {
    try {
      await once();
      pauseMs = loop.everyMs;
    } catch (cause) {
      if (signal.aborted) return;
      pauseMs = Math.min(PAUSE_MAX_MS, Math.max(pauseMs * BACKOFF_FACTOR, loop.everyMs));
      loop.log.error({ loop: loop.name, cause: messageOf(cause), pauseMs }, "A loop stumbled.");
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
