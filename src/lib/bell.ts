import { SECOND_MS } from "./clock.ts";

/** After so long without a ring, all is quiet. */
const QUIET_AFTER_MS = 3 * SECOND_MS;
/** Where all is quiet, nobody looks more often: so late is noticed what nobody rings for. */
const QUIET_LOOK_MS = SECOND_MS;

/** How those rest who look again and again: briefly while things happen, longer while nothing does. */
export type Bell = {
  /** Something has happened: whoever rests looks again, and all look often for a while. */
  ring(): void;
  /** Rests `ms`; where all is quiet, for as long as `quietMs` (a second), or until it rings. */
  rest(ms: number, signal: AbortSignal, quietMs?: number): Promise<void>;
  isQuiet(): boolean;
};

type BellOptions = {
  /** Where this answers true it never is quiet: time flies, and everything comes due sooner. */
  isHasty?(): boolean;
  /** Of real time, in milliseconds. */
  now?(): number;
};

/** Nothing that rings is lost: a ring while somebody works is heard when he begins to rest. */
export function createBell(options: BellOptions = {}): Bell {
  const { isHasty = () => false, now = () => performance.now() } = options;
  let rungAt = now();
  const resting = new Set<() => void>();
  const isQuiet = () => now() - rungAt >= QUIET_AFTER_MS && !isHasty();
  return {
    ring() {
      rungAt = now();
      for (const wake of resting) wake();
    },
    isQuiet,
    async rest(ms, signal, quietMs = QUIET_LOOK_MS) {
      await pause(ms, signal);
      if (quietMs <= ms || !isQuiet()) return;
      await pause(quietMs - ms, signal, resting);
    },
  };
}

/** Never quiet: whoever rests here rests as long as he says, and no longer. */
export const wakeful: Bell = createBell({ isHasty: () => true });

/** Ends with its time or with the signal, or earlier for whoever can be woken. */
function pause(ms: number, signal: AbortSignal, resting?: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resting?.delete(end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    resting?.add(end);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
