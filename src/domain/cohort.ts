/** What became of the first people of a broadcast, while all others wait. */
export type CohortNews = {
  people: number;
  /** Who has it for sure, or has answered. */
  arrived: number;
  /** Whose every way refused it: our mistake or theirs, and the same for everybody who follows. */
  refused: number;
  /** Who is settled, however it ended. */
  settled: number;
  elapsedMs: number;
};

export type CohortVerdict = "wait" | "go" | "stop";

const SHARE = 0.01;
const COHORT_PEOPLE_MAX = 50;
const ARRIVED_SHARE = 0.5;
const REFUSED_SHARE = 0.2;
const REFUSED_MIN = 2;
export const COHORT_PATIENCE_MS = 5 * 60_000;

/** One per cent, fifty at the most, and none where there is nobody left to be spared. */
export const cohortSize = (recipients: number): number => {
  const people = Math.min(COHORT_PEOPLE_MAX, Math.ceil(recipients * SHARE));
  return recipients > people ? people : 0;
};

/**
 * Whether the others follow: as soon as it has arrived with half of the first ones. It stops, and a
 * person decides, when a fifth of them (two at least) are refused, or when patience ends before.
 */
export function cohortVerdict(news: CohortNews): CohortVerdict {
  const { people, arrived, refused, settled, elapsedMs } = news;
  if (refused >= Math.min(people, Math.max(REFUSED_MIN, people * REFUSED_SHARE))) return "stop";
  if (arrived >= people * ARRIVED_SHARE) return "go";
  return settled >= people || elapsedMs >= COHORT_PATIENCE_MS ? "stop" : "wait";
}
