import { createStream } from "../../domain/detection/stream.ts";
import { sentence } from "../../domain/sentence.ts";
import { sha256 } from "../../lib/crypto.ts";
import { notFound } from "../../lib/errors.ts";
import { insertReports, type RecordedReport } from "../../store/recorded-reports.ts";
import type { Verdict } from "../../store/schema/detection.ts";
import { appendCounts, appendSignals } from "../../store/signals.ts";
import { findSource, updateSource } from "../../store/sources.ts";
import { saveStream, streamIdOf } from "../../store/streams.ts";
import { defineIntake } from "../action.ts";

/** Starts the stream of a platform's reports at a pace other than a minute, before any is in. */
export const openStream = defineIntake(
  async (tx, input: { platformId: string; bucketMs: number; at: number }) => {
    const { platformId, bucketMs, at } = input;
    const id = streamIdOf(platformId, "reports");
    const state = createStream({ bucketMs });
    await saveStream(tx, platformId, { id, kind: "reports", bucketMs, nextAt: at, state });
  },
);

/** Takes in what a source counted, as if it had just looked, up to the moment `until`. */
export const feedCounts = defineIntake(
  async (
    tx,
    input: { sourceId: string; counts: { at: number; count: number }[]; until: number },
  ) => {
    const source = await findSource(tx, input.sourceId);
    if (!source || source.platform_id === null) throw notFound("source");
    const total = input.counts.reduce((sum, { count }) => sum + count, 0);
    const evidence = sentence("crisis:reports.counted", { total });
    const series = { sourceId: source.id, platformId: source.platform_id, evidence };
    await appendCounts(tx, { ...series, kind: "reports" }, input.counts);
    await updateSource(tx, source.id, {
      looked_at: new Date(input.until),
      health: "healthy",
      health_note: JSON.stringify(evidence),
    });
  },
);

/** Takes in what people reported, each as somebody of their own. */
export const feedReports = defineIntake(
  async (tx, input: { platformId: string; reports: Omit<RecordedReport, "hash">[] }) => {
    const reports = input.reports.map((report, index) => ({
      ...report,
      hash: sha256(`recorded ${report.at} ${index}`),
    }));
    await insertReports(tx, input.platformId, reports);
  },
);

/** What a source saw, or counted, at its time. */
export type FedReading = {
  sourceId: string;
  kind: "probe" | "official" | "deliveries" | "social";
  at: number;
  verdict?: Verdict;
  count?: number;
  detail?: Record<string, unknown>;
};

/** Takes in what sources saw. A probe that says `controlOk: false` looked through a dead line of its own. */
export const feedReadings = defineIntake(
  async (tx, input: { platformId: string; readings: FedReading[] }) => {
    const { platformId } = input;
    const signals = input.readings.map(
      ({ verdict = null, count = null, detail = {}, ...reading }) => {
        const code = detail["controlOk"] === false ? "crisis:look.anchors" : "detection:replayed";
        return { ...reading, platformId, verdict, count, detail, evidence: sentence(code) };
      },
    );
    await appendSignals(tx, signals);
  },
);
