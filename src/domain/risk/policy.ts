/** The numbers the early warning reckons with; docs/detection.md says where each comes from. */
export type RiskPolicy = {
  /** Incidents a day over all platforms we learned from, as a Gamma: so many incidents in so many days. */
  prior: { incidents: number; days: number };
  /** A day of the weekend against an average day, and how many expected incidents that opinion weighs. */
  weekend: { factor: number; weight: number };
  /** Right after an incident; it fades in a straight line until `hours` have passed. */
  relapse: { factor: number; hours: number };
  /** A stream came near an alarm, or over it, without an incident. */
  nearAlarm: number;
  watch: number;
  probe: number;
  official: number;
  load: Record<Load, number>;
};

export const LOADS = ["low", "medium", "high"] as const;
/** How much an event of the calendar is expected to ask of the networks. */
export type Load = (typeof LOADS)[number];

/**
 * Prior, weekend, relapse, near alarm and watch are fitted on the development series. Probe,
 * official and load could not be measured there: they are our guesses, and the documentation says so.
 */
export const riskPolicy: RiskPolicy = {
  prior: { incidents: 1.65, days: 41 },
  weekend: { factor: 0.5, weight: 8 },
  relapse: { factor: 1.35, hours: 72 },
  nearAlarm: 1.2,
  watch: 1.2,
  probe: 1.5,
  official: 1.5,
  load: { low: 1.15, medium: 1.5, high: 2.5 },
};

/** However many reasons come together, a day is no more than so many times its ordinary self. */
export const factorMax = 6;
/** Under so many days of watching no number is given, only a level. */
export const historyDaysMin = 28;
/** A day is called elevated, or high, from such a chance on, or from so many times the platform's average day. */
export const levelBars = {
  elevated: { probability: 0.1, ratio: 2 },
  high: { probability: 0.25, ratio: 4 },
} as const;
/** Today and the six days after it. */
export const daysAhead = 7;
/** What was seen in the last day counts for today in full, and for tomorrow by half. */
export const weakSignalMs = 24 * 3_600_000;
/** So many bad looks within the day are more than a hiccup of one. */
export const badLooksMin = 3;
/** Incidents older than this say little about a platform that has been rebuilt since. */
export const historyMs = 365 * 24 * 3_600_000;
