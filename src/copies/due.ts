import { MINUTE_MS } from "../lib/clock.ts";
import type { Snapshot } from "./destination.ts";

const BACKOFF_FIRST_MS = 5_000;
const BACKOFF_MAX_MS = 5 * MINUTE_MS;
/** The many deeper pages differ by their age alone while there is no news. */
const DEEP_EVERY_MS = 10 * MINUTE_MS;
/** Later than this, something is wrong even where nothing was said. */
const LATE_TURNS = 3;

/** When a copy was carried last, and when it may be again: moments, in milliseconds. */
export type CopyRecord = {
  enabled: boolean;
  everyMs: number;
  triedAt: number | null;
  /** The moment of which the pages out there tell. */
  pagesAt: number | null;
  deepAt: number | null;
  /** Not before then, unless there is news. */
  nextAt: number;
  hasTrouble: boolean;
};

type Pages = Pick<Snapshot, "newsAt" | "generatedAt">;

/** News goes out at once, even where the last try failed; mere age goes out by the clock. */
export function isDue(record: CopyRecord, pages: Pages, now: number): boolean {
  if (!record.enabled) return false;
  const pagesAt = record.pagesAt ?? 0;
  const isNew = pages.newsAt > pagesAt;
  if (record.nextAt > now && !(isNew && pages.newsAt > (record.triedAt ?? 0))) return false;
  return isNew || pages.generatedAt - pagesAt >= record.everyMs;
}

export function isDeepDue({ pagesAt, deepAt }: CopyRecord, pages: Pages): boolean {
  if (pages.newsAt > (pagesAt ?? 0)) return true;
  return pages.generatedAt - (deepAt ?? 0) >= DEEP_EVERY_MS;
}

/** How long a place that failed so many times in a row is left alone. */
export const backoffMs = (failures: number): number =>
  Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.max(0, failures - 1));

export type CopyState = "off" | "waiting" | "fine" | "late" | "failing";

/** How a copy fares, in one word. */
export function stateOf(record: CopyRecord, now: number): CopyState {
  if (!record.enabled) return "off";
  if (record.hasTrouble) return "failing";
  if (record.pagesAt === null) return "waiting";
  return now - record.pagesAt > LATE_TURNS * record.everyMs ? "late" : "fine";
}
