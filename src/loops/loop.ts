import { type Bell, wakeful } from "../lib/bell.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";

const PAUSE_MAX_MS = 30_000;
const BACKOFF_FACTOR = 2;

export type Loop = {
  name: string;
  everyMs: number | (() => number);
  log: Log;
  /** Where all is quiet, the loop rests until it rings. */
  bell?: Bell;
  /** For how long at most it then rests: a second, unless told otherwise. */
  quietMs?: number | undefined;
};

/**
 * Does `once` again and again, never twice at a time, until the signal. A failure (the database is
 * away, a bug) is logged and followed by a longer pause; the next success brings the rhythm back.
 */
export async function runLoop(
  loop: Loop,
  once: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const { bell = wakeful } = loop;
  const rhythm = () => (typeof loop.everyMs === "number" ? loop.everyMs : loop.everyMs());
  let pauseMs = rhythm();
  while (!signal.aborted) {
    try {
      await once();
      pauseMs = rhythm();
    } catch (cause) {
      if (signal.aborted) return;
      pauseMs = Math.min(PAUSE_MAX_MS, Math.max(pauseMs * BACKOFF_FACTOR, rhythm()));
      loop.log.error({ loop: loop.name, cause: messageOf(cause), pauseMs }, "A loop stumbled.");
    }
    await bell.rest(pauseMs, signal, loop.quietMs);
  }
}
