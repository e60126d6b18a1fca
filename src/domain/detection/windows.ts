/** The last buckets of a stream and, for each window, the sums over them. A missing bucket adds to neither side. */
export type Windows = {
  sizes: number[];
  counts: number[];
  expected: number[];
  next: number;
  countSums: number[];
  expectedSums: number[];
};

/** Windows as long as the bucket itself and as each of `windowsMs` that holds more than one bucket. */
export function createWindows(bucketMs: number, windowsMs: readonly number[]): Windows {
  const longer = windowsMs.map((windowMs) => Math.round(windowMs / bucketMs));
  const sizes = [...new Set([1, ...longer.filter((size) => size > 1)])];
  const length = Math.max(...sizes);
  return {
    sizes,
    counts: new Array<number>(length).fill(0),
    expected: new Array<number>(length).fill(0),
    next: 0,
    countSums: sizes.map(() => 0),
    expectedSums: sizes.map(() => 0),
  };
}

/** Moves every window on by one bucket, in place. */
export function pushBucket(windows: Windows, count: number, expected: number): void {
  const { sizes, counts, expected: expectations, next } = windows;
  const length = counts.length;
  for (let index = 0; index < sizes.length; index++) {
    const leaving = (next + length - (sizes[index] ?? 1)) % length;
    slide(windows.countSums, index, count - (counts[leaving] ?? 0));
    slide(windows.expectedSums, index, expected - (expectations[leaving] ?? 0));
  }
  counts[next] = count;
  expectations[next] = expected;
  windows.next = (next + 1) % length;
  if (windows.next === 0) resum(windows);
}

function slide(sums: number[], index: number, change: number): void {
  sums[index] = Math.max(0, (sums[index] ?? 0) + change);
}

/** Once per round the sums are taken afresh, so that rounding errors cannot pile up. */
function resum(windows: Windows): void {
  const length = windows.counts.length;
  windows.sizes.forEach((size, index) => {
    windows.countSums[index] = total(windows.counts, length - size);
    windows.expectedSums[index] = total(windows.expected, length - size);
  });
}

function total(values: readonly number[], from: number): number {
  let sum = 0;
  for (let at = from; at < values.length; at++) sum += values[at] ?? 0;
  return sum;
}
