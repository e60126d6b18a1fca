import { createStream } from "../../domain/detection/stream.ts";
import { sentence } from "../../domain/sentence.ts";
import { notFound } from "../../lib/errors.ts";
import { appendCounts } from "../../store/signals.ts";
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
    if (!source) throw notFound("source");
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
