import { createStream, observe, type StreamReading } from "../../domain/detection/stream.ts";
import { calmReports } from "../../domain/training/outage.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { insertPoints, saveStream, streamIdOf } from "../../store/streams.ts";

/** The detector is sure of itself after two weeks; a day more for good measure. */
const HISTORY_MS = 15 * DAY_MS;
const CHART_MS = 6 * HOUR_MS;

/** Teaches the detector two calm weeks of made-up reports, so that a newcomer need not wait. */
export async function warmUp(tx: Tx, platformId: string, now: number): Promise<void> {
  const end = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const state = createStream({ bucketMs: MINUTE_MS });
  const chart: StreamReading[] = [];
  for (let at = end - HISTORY_MS; at < end; at += MINUTE_MS) {
    const observed = observe(state, at, calmReports((end - at) / MINUTE_MS));
    if (observed.kind === "read" && at >= end - CHART_MS) chart.push(observed.reading);
  }
  const id = streamIdOf(platformId, "reports");
  const stream = { id, kind: "reports" as const, bucketMs: MINUTE_MS, nextAt: end, state };
  await saveStream(tx, platformId, stream);
  await insertPoints(tx, id, chart);
}
