import fc from "fast-check";
import { expect, test } from "vitest";
import { createWindows, pushBucket } from "./windows.ts";

const minuteMs = 60_000;
const windowsMs = [5 * minuteMs, 15 * minuteMs, 60 * minuteMs];

test.each([
  [1, [1, 5, 15, 60]],
  [5, [1, 3, 12]],
  [15, [1, 4]],
  [20, [1, 3]],
  [60, [1]],
  [120, [1]],
])("buckets of %i minutes have windows of %j buckets", (minutes, sizes) => {
  expect(createWindows(minutes * minuteMs, windowsMs).sizes).toEqual(sizes);
});

test("the running sums are the sums", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9_999 }), { maxLength: 300 }), (counts) => {
      const windows = createWindows(minuteMs, windowsMs);
      for (const count of counts) pushBucket(windows, count, count / 2);
      const sums = windows.sizes.map((size) =>
        counts.slice(-size).reduce((total, count) => total + count, 0),
      );
      expect(windows.countSums).toEqual(sums);
      expect(windows.expectedSums).toEqual(sums.map((sum) => sum / 2));
    }),
  );
});
