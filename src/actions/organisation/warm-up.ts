import type { Insertable } from "kysely";
import { createStream, observe, type StreamReading } from "../../domain/detection/stream.ts";
import { calmReports, countryOf, symptomOf } from "../../domain/training/outage.ts";
import { voiceOf } from "../../domain/training/voices.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import { sha256 } from "../../lib/crypto.ts";
import type { Tx } from "../../store/database.ts";
import { insertReports } from "../../store/reports.ts";
import type { Report } from "../../store/schema/detection.ts";
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
  await insertReports(
    tx,
    chart.flatMap((reading) => told(platformId, reading)),
  );
}

/** The reports behind a point of the chart, so that all figures of these hours agree. */
function told(platformId: string, { at, count }: StreamReading): Insertable<Report>[] {
  return Array.from({ length: count ?? 0 }, (_, which) => {
    const index = (at / MINUTE_MS) * 7 + which;
    const { device, appVersion } = voiceOf(index);
    const somebody = sha256(`calm reporter ${index}`);
    return {
      platform_id: platformId,
      symptom: symptomOf(index),
      country: countryOf(index),
      app_version: appVersion,
      device,
      reporter_hash: somebody,
      network_hash: somebody,
      at: new Date(at),
    };
  });
}
