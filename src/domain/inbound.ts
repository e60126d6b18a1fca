const minuteMs = 60_000;
const dayMs = 86_400_000;
export const inboundWindowMs = 15 * minuteMs;
/** What came in a moment ago may still be on its way through the hooks. */
const settleMs = minuteMs;
export const inboundDays = 14;
/** People do not write at the same minute each day: an hour around it tells what is usual. */
const aroundMs = 30 * minuteMs;
/** One loud day is not what is usual: on so many days somebody must have written. */
const daysMin = 5;
/** So much of the usual, and the silence is none. */
const silentShare = 0.1;
/** How rarely so few would write by chance, if all were well. */
const chanceMax = 1e-4;

export type Inbound = { seen: number; expected: number; state: "few" | "lively" | "silent" };

/** How many people write to us now, against the same time of the day in the last two weeks. */
export function judgeInbound(
  perMinute: ReadonlyMap<number, number>,
  usualMin: number,
  now: number,
): Inbound {
  const to = now - settleMs;
  const seen = sumOf(perMinute, to - inboundWindowMs, to);
  const days = Array.from({ length: inboundDays }, (_, day) => {
    const centre = to - inboundWindowMs / 2 - (day + 1) * dayMs;
    const around = sumOf(perMinute, centre - aroundMs, centre + aroundMs);
    return (around * inboundWindowMs) / (2 * aroundMs);
  });
  const written = days.filter((count) => count > 0).length;
  // The middle of all days: neither a campaign nor a holiday is usual.
  const sorted = days.toSorted((a, b) => a - b);
  const expected = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (written < daysMin || expected < usualMin) return { seen, expected, state: "few" };
  const isSilent = seen <= silentShare * expected && chanceOf(seen, expected) < chanceMax;
  return { seen, expected, state: isSilent ? "silent" : "lively" };
}

function sumOf(perMinute: ReadonlyMap<number, number>, from: number, to: number): number {
  let sum = 0;
  for (const [at, count] of perMinute) if (at >= from && at < to) sum += count;
  return sum;
}

/** The chance that at most so many come where so many are expected (Poisson). */
function chanceOf(most: number, expected: number): number {
  let term = Math.exp(-expected);
  let sum = term;
  for (let n = 1; n <= most; n++) {
    term *= expected / n;
    sum += term;
  }
  return sum;
}
