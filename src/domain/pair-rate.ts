/** How often a provider lets one sender write to one person: one message in `unitMs`, bursts are lent. */
export type PairRate = { unitMs: number; burstMax: number };

/**
 * How long a message to somebody has to wait who was written to at these moments. A burst lends from
 * the time after it: within one unit so many may go, and then a unit for each of them has to pass.
 */
export function pairWaitMs(sentAt: readonly number[], rate: PairRate, now: number): number {
  let burst = { from: 0, until: 0, taken: 0 };
  for (const at of sentAt.toSorted((a, b) => a - b)) {
    const isOver = burst.taken === 0 || at >= burst.until;
    if (isOver) burst = { from: at, until: at, taken: 0 };
    burst = { from: burst.from, until: burst.until + rate.unitMs, taken: burst.taken + 1 };
  }
  if (burst.taken === 0 || now >= burst.until) return 0;
  const mayLend = now - burst.from < rate.unitMs && burst.taken < rate.burstMax;
  return mayLend ? 0 : burst.until - now;
}

/** What was sent longer ago than this no longer counts. */
export const pairMemoryMs = ({ unitMs, burstMax }: PairRate): number => unitMs * burstMax;
