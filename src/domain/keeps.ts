/** In days: how long each kind of detail is kept unless the organisation says otherwise, and its bounds. */
export const KEEPS = {
  /** Single readings and counts of sources. Assessments and incidents stay. */
  signals: { usual: 90, least: 30, most: 400 },
  /** The charts of what was expected and observed. */
  points: { usual: 400, least: 90, most: 3_650 },
  /** What became of one message to one person. The numbers of a broadcast stay. */
  deliveries: { usual: 400, least: 30, most: 3_650 },
  /** What people answered, in their own words. */
  replies: { usual: 400, least: 30, most: 3_650 },
  /** What people asked us through the page, once it is closed. */
  tickets: { usual: 90, least: 7, most: 3_650 },
} as const;

export type KeepName = keyof typeof KEEPS;
export type Keeps = Record<KeepName, number>;
export const KEEP_NAMES = ["signals", "points", "deliveries", "replies", "tickets"] as const;

/** What an organisation decided, and the usual where it decided nothing. */
export const keepsOf = (decided: Partial<Keeps>): Keeps => ({
  signals: decided.signals ?? KEEPS.signals.usual,
  points: decided.points ?? KEEPS.points.usual,
  deliveries: decided.deliveries ?? KEEPS.deliveries.usual,
  replies: decided.replies ?? KEEPS.replies.usual,
  tickets: decided.tickets ?? KEEPS.tickets.usual,
});
