import { createStream, observe } from "../../src/domain/detection/stream.ts";

export type SpeedScore = { perSecond: number; stateBytes: number; stateBytesBefore: number };

const bucketMs = 60_000;
const settleBuckets = 100_000;

/** Feeds minute counts as fast as one core takes them, and weighs the state before and after. */
export function scoreSpeed(buckets: number): SpeedScore {
  const stream = createStream({ bucketMs });
  feed(stream, { from: 0, to: settleBuckets });
  const stateBytesBefore = JSON.stringify(stream).length;
  const started = performance.now();
  feed(stream, { from: settleBuckets, to: settleBuckets + buckets });
  const seconds = (performance.now() - started) / 1000;
  const stateBytes = JSON.stringify(stream).length;
  return { perSecond: buckets / seconds, stateBytes, stateBytesBefore };
}

function feed(stream: ReturnType<typeof createStream>, span: { from: number; to: number }): void {
  for (let index = span.from; index < span.to; index++) {
    const burst = index % 50_000 < 90 ? 60 : 0;
    observe(stream, index * bucketMs, ((index * 7919) % 5) + burst);
  }
}
