import { REST, type ReportDimension, type ReportShare } from "./report-shares.ts";

/** A quarter of an hour of reports: what was counted, what is usual, and how far that may go. */
export type QuarterHour = {
  at: number;
  /** Null where nobody looked. */
  count: number | null;
  /** Null where nobody knows yet what is usual. */
  expected: number | null;
  band: number | null;
};

/** What people say of one platform, as far as the public may know it. */
export type PlatformCrowd = {
  platformId: string;
  capabilities: readonly string[];
  /** The last day, the oldest first. */
  quarters: readonly QuarterHour[];
  /** How what is too much spreads; null while it is no more than usual. */
  shares: Readonly<Record<ReportDimension, readonly ReportShare[]>> | null;
  /** What people wrote and somebody let through, the newest first. */
  comments: readonly { id: string; words: string; at: number }[];
};

export const QUARTER_MS = 15 * 60_000;
export const QUARTERS_SHOWN = 96;
/** Over this time the excess is divided among symptoms and countries. */
export const SHARES_WINDOW_MS = 3 * 60 * 60_000;
/** Fewer people than this are not told apart: one of them might be known to their neighbours. */
export const TELLABLE_MIN = 5;

/** The parts of an excess that may be told without giving anybody away. */
export const tellable = (shares: readonly ReportShare[]): ReportShare[] =>
  shares.filter(({ key, count, excess }) => key !== REST && count >= TELLABLE_MIN && excess > 0);

export const firstQuarterAt = (now: number): number =>
  Math.floor(now / QUARTER_MS) * QUARTER_MS - (QUARTERS_SHOWN - 1) * QUARTER_MS;

/** Whether so many in the last hours are clearly more than usual, and enough to be divided. */
export function standsOut(quarters: readonly QuarterHour[], now: number): boolean {
  const late = quarters.filter(({ at }) => at > now - SHARES_WINDOW_MS - QUARTER_MS);
  const count = late.reduce((sum, quarter) => sum + (quarter.count ?? 0), 0);
  const expected = late.reduce((sum, quarter) => sum + (quarter.expected ?? 0), 0);
  return count >= 2 * TELLABLE_MIN && count >= expected + 2 * Math.sqrt(expected + 1);
}
