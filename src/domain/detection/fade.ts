import { parameters as p } from "./settings.ts";

/** How an open alert fades: its highest sums, how long the counts have been back, and how much of it is gone. */
export type Fading = { highest: number[]; backMs: number; eased: number };

/** One bucket as far as it tells whether the counts are back: sums and heights over every window. */
export type Sums = {
  bucketMs: number;
  sizes: readonly number[];
  sums: readonly number[];
  heights: readonly number[];
};

export function createFading(): Fading {
  return { highest: [], backMs: 0, eased: 0 };
}

/**
 * Moves the fading of an open alert on by one bucket, in place, and answers whether the counts are still high. Counts near
 * the usual take its weight away within minutes, high counts give it back as fast, and what lies between decides nothing.
 */
export function fade(fading: Fading, seen: Sums): boolean {
  fading.highest = seen.sums.map((sum, index) => Math.max(sum, fading.highest[index] ?? 0));
  const height = seen.heights[tellingWindow(fading, seen)] ?? 0;
  const step = seen.bucketMs / p.fadeMs;
  const isBack = height < Math.log(p.backRatio);
  fading.backMs = isBack ? fading.backMs + seen.bucketMs : 0;
  if (isBack) fading.eased = Math.min(1, fading.eased + step);
  const isHigh = height >= Math.log(p.openRatio);
  if (isHigh) fading.eased = Math.max(0, fading.eased - step);
  return isHigh;
}

/**
 * The shortest window whose calm means something: at the pace of the alert's worst hour it would have held enough
 * reports. In a small stream five minutes without a report say nothing; there the hour decides.
 */
export function tellingWindow(
  fading: Fading,
  { bucketMs, sizes }: Pick<Sums, "bucketMs" | "sizes">,
): number {
  const pace = (fading.highest.at(-1) ?? 0) / (sizes.at(-1) ?? 1);
  const index = sizes.findIndex(
    (size) => size * bucketMs >= p.tellingMinMs && size * pace >= p.tellingReports,
  );
  return index < 0 ? sizes.length - 1 : index;
}
