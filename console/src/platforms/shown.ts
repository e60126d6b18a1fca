import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Shown } from "../queries.ts";
import { RANGES } from "../tabs.ts";
import { present } from "../times.ts";

const hour = 60;
const day = 24 * hour;
const rangeMinutes: Record<Range, number> = {
  "1h": hour,
  "3h": 3 * hour,
  "24h": day,
  "7d": 7 * day,
  "30d": 30 * day,
  "90d": 90 * day,
};
export type Range = (typeof RANGES)[number];

const minuteMs = 60_000;
const zoomMinMs = 10 * minuteMs;
const zoomMaxMs = 90 * day * minuteMs;

/** The time that the page looks at: the address holds it, so that it can be passed on. */
export function useShown() {
  const search = useSearch({ from: "/room/platforms/$id" });
  const { range = "24h", from, to } = search;
  const navigate = useNavigate({ from: "/platforms/$id" });
  const part = from !== undefined && to !== undefined && from < to ? { from, to } : null;
  const shown: Shown = part ?? { minutes: rangeMinutes[range] };
  const go = (next: typeof search) =>
    void navigate({ search: next, resetScroll: false, replace: true });
  const { from: _from, to: _to, range: _range, ...rest } = search;
  return {
    range,
    part,
    shown,
    setRange: (next: string) => go({ ...rest, range: RANGES.find((one) => one === next) ?? "24h" }),
    zoom: (next: { from: number; to: number } | null) =>
      go({ ...rest, range, ...(next && bounded(next)) }),
  };
}

/** Neither so near that a single point is left, nor wider than what is kept, nor in the future. */
function bounded({ from, to }: { from: number; to: number }): { from: string; to: string } {
  const middle = (from + to) / 2;
  const half = Math.min(zoomMaxMs, Math.max(zoomMinMs, to - from)) / 2;
  const round = (at: number) => new Date(Math.round(at / minuteMs) * minuteMs).toISOString();
  return { from: round(middle - half), to: round(Math.min(present(), middle + half)) };
}
