/**
 * What recorded troubles look like, as medians over 175 labelled events of six services (the series themselves are not in
 * this repository): how the excess rises and falls between onset and end, for short, middling and long ones.
 */
export type Shape = { minutes: number; heights: readonly number[] };

export const shapes = {
  short: { minutes: 90, heights: [0.5, 0.92, 0.3, 0.05] },
  middling: { minutes: 200, heights: [0.23, 0.58, 0.74, 0.64, 0.47, 0.34, 0.09, 0.02] },
  long: {
    minutes: 440,
    heights: [0.25, 0.31, 0.38, 0.36, 0.37, 0.34, 0.35, 0.22, 0.34, 0.22, 0.12, 0.06],
  },
} as const satisfies Record<string, Shape>;

/** Of a hundred recorded troubles so many are short, and so many short or middling. */
export const shortShare = 0.57;
export const middlingShare = 0.85;

/** A tenth of recorded troubles peak under this many times the usual, and a tenth over that. */
export const peakRatios = { low: 18, high: 744 };

/** The median service by hour of day, UTC, where one is its mean. */
export const season: readonly number[] = [
  0.9, 0.9, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7, 0.8, 0.9, 1, 1, 1.1, 1.2, 1.2, 1.2, 1.2, 1.2,
  1.2, 1.1, 1.1, 0.9,
];

/** Variance over mean of calm counts, from the steadiest to the most nervous of the larger services. */
export const dispersions = { low: 1.6, high: 3.3 };

/** How late official pages are: a median of 16 minutes and a mean of 29 (25 outages, published by Metrist). */
export const officialLag = { medianMinutes: 16, sigma: 1.09 };

/** The height of a shape at a moment from 0 to 1, drawn with straight lines; its highest point is one. */
export function heightAt({ heights }: Shape, moment: number): number {
  const place = Math.min(heights.length - 1, Math.max(0, moment * heights.length - 0.5));
  const before = heights[Math.floor(place)] ?? 0;
  const after = heights[Math.ceil(place)] ?? before;
  return (before + (after - before) * (place % 1)) / Math.max(...heights);
}
