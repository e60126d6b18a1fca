import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createStream, observe } from "../../src/domain/detection/stream.ts";

/** Before is after the first counts, when every window and season has its numbers. */
export type SpeedScore = { perSecond: number; before: Memory; after: Memory };
export type Memory = { stateBytes: number; heapBytes: number };

type Stream = ReturnType<typeof createStream>;

const bucketMs = 60_000;
const settleBuckets = 100_000;

/** Feeds minute counts as fast as one core takes them, and weighs state and heap before and after. */
export function scoreSpeed(buckets: number): SpeedScore {
  const stream = createStream({ bucketMs });
  feed(stream, { from: 0, to: settleBuckets });
  const before = memoryOf(stream);
  const started = performance.now();
  feed(stream, { from: settleBuckets, to: settleBuckets + buckets });
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: buckets / seconds, before, after: memoryOf(stream) };
}

function feed(stream: Stream, span: { from: number; to: number }): void {
  for (let index = span.from; index < span.to; index++) {
    const burst = index % 50_000 < 90 ? 60 : 0;
    observe(stream, index * bucketMs, ((index * 7919) % 5) + burst);
  }
}

/** What is still held once the garbage is gone. */
function memoryOf(stream: Stream): Memory {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return {
    stateBytes: JSON.stringify(stream).length,
    heapBytes: process.memoryUsage().heapUsed,
  };
}
