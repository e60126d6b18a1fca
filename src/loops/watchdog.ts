import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";

export const WATCHDOG_MS = 30 * SECOND_MS;
/** A loop that was not heard of for so long, beyond its own rhythm, stands still. */
const STILL_MS = MINUTE_MS;
const TIMEOUT_MS = 10 * SECOND_MS;

/** Which loops live: each beats when a round of it has ended well. */
export class Pulse {
  readonly #beats = new Map<string, { at: number; everyMs: number }>();

  /** From now on this loop is expected to beat at least so often, in real time (milliseconds). */
  expect(name: string, everyMs: number, now: number): void {
    this.#beats.set(name, { at: now, everyMs });
  }

  beat(name: string, now: number): void {
    const known = this.#beats.get(name);
    if (known) known.at = now;
  }

  /** Loops that stand still at this moment. */
  still(now: number): string[] {
    return [...this.#beats]
      .filter(([, { at, everyMs }]) => now - at > everyMs + STILL_MS)
      .map(([name]) => name);
  }
}

export type WatchdogContext = {
  pulse: Pulse;
  now: number;
  wire: Wire;
  /** What somebody else watches, and rings for when we stop calling it. */
  url: string;
  log: Log;
};

/**
 * Calls an outside dead-man's switch, as long as everything here moves. When something stands still, or
 * we are gone altogether, the calls stop, and whoever is outside rings.
 */
export async function watchdogOnce(context: WatchdogContext): Promise<{ still: string[] }> {
  const { pulse, now, wire, url, log } = context;
  const still = pulse.still(now);
  if (still.length > 0) {
    log.error({ still }, "Something stands still: the dead-man's switch is not called.");
    return { still };
  }
  const answer = await wire.request({ method: "GET", url, timeoutMs: TIMEOUT_MS });
  if (!answer.ok) log.warn({ status: answer.status }, "The dead-man's switch did not answer.");
  return { still };
}
