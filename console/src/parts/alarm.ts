/** What was counted at a point of a chart, and what is usual there. */
type Counted = {
  state?: string | undefined;
  count?: number | null | undefined;
  expected?: number | undefined;
  band?: number | undefined;
};

/**
 * Whether this point raised the alarm: an alarm that lasts while the counts are usual again, because
 * the last hour as a whole is not, marks no point.
 */
export const raisesAlarm = ({ state, count, expected = 0, band = 0 }: Counted): boolean =>
  state === "alert" && typeof count === "number" && Math.abs(count - expected) > band;
