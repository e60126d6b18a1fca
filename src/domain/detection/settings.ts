const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What one stream is told about itself; everything else is the same for every stream. */
export type StreamSettings = { bucketMs: number };

/** The one parameter set, for every stream and every interval; docs/detection.md says how it was found. */
export const parameters = {
  /** Sums are kept over the bucket itself and over these, and the rarest of them speaks. */
  windowsMs: [5 * minuteMs, 15 * minuteMs, hourMs],
  /** Reports added to both sides of a ratio, so that two reports instead of none mean little. */
  pseudoReports: 2.7,

  levelHalfLifeMs: 9 * dayMs,
  seasonHalfLifeMs: 28 * dayMs,
  /** An hour's factor starts at one, weighing this many reports and this many days. */
  seasonPseudoReports: 15,
  seasonPseudoDays: 3,
  weekPseudoReports: 30,
  weekPseudoDays: 1,
  weekAfterMs: 56 * dayMs,
  seasonAfterMs: dayMs,
  /** How hard the first buckets pull the level, against `coldStep` buckets of nothing. */
  coldStep: 1.5,
  clipAfterMs: 6 * hourMs,
  clipRatio: 3,
  clipReports: 2,

  /** The tail starts wide, which is the raised bar of the first weeks. */
  episodesPerDay: 1,
  episodeGapMs: hourMs,
  thresholdPrior: 0.5,
  thresholdMin: 0.2,
  thresholdMax: 3,
  thresholdStep: 0.02,
  scalePrior: 0.22,
  scaleMin: 0.1,
  scaleMax: 1,
  scaleMemoryEpisodes: 40,
  scaleCap: 3,

  blindMs: hourMs,
  watchDays: 7,
  alertDays: 20,
  scoreDaysMax: 1_000_000,
  reportsMin: 5,
  openRatio: 4,
  closeRatio: 3.5,
  calmMs: 15 * minuteMs,

  /** An alert fades while a window that would hold so many reports at its pace is under this ratio. */
  backRatio: 2,
  tellingMinMs: 5 * minuteMs,
  tellingReports: 10,
  fadeMs: 5 * minuteMs,

  /** A score above a day is said once per episode, and again only when it has doubled. */
  recordFactor: 2,
  recordGapMs: 4 * hourMs,

  freezeShare: 0.03,
  freezeMaxMs: dayMs,
  escapeHalfLifeMs: 12 * hourMs,
  settleMs: 3 * dayMs,
  returnMaxMs: 28 * dayMs,
} as const;
