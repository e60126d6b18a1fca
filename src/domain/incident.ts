const minuteMs = 60_000;

/** After this long without trouble an incident that nobody confirmed closes by itself. */
export const suspectedCalmMs = 15 * minuteMs;
/** Trouble that comes back so soon after its incident closed is the same trouble. */
export const reopenWithinMs = 120 * minuteMs;
/** After this long without trouble a confirmed incident is only watched. */
export const confirmedCalmMs = 15 * minuteMs;
/** What was watched so long without trouble, and never spoken of in public, is over. */
export const monitoringCalmMs = 2 * 60 * minuteMs;
const riseRatio = 3;
const riseReportsMin = 2;
const onsetBackMs = 3 * 60 * minuteMs;

export type Level = "healthy" | "unclear" | "suspected" | "confirmed";
export type IncidentState = "suspected" | "confirmed" | "monitoring" | "resolved" | "dismissed";

export const isTrouble = (level: Level): boolean => level === "suspected" || level === "confirmed";

/**
 * The machine confirms only what does not rest on the crowd alone: probes, our own receipts or the
 * platform itself must say so, too. The rest waits for a person.
 */
export const machineConfirms = (opinion: { level: Level; crowdOnly: boolean }): boolean =>
  opinion.level === "confirmed" && !opinion.crowdOnly;

export type Opinion = { level: Level; class: string; crowdOnly: boolean };

/**
 * Whether the record of opinions has to say something else. The class counts only while there is trouble. That others than
 * the crowd speak up is news; that they fall silent again while the level stays is not, or one source that comes and goes
 * would fill the record.
 */
export function saysElse(recorded: Opinion | null, now: Opinion): boolean {
  if (recorded === null || recorded.level !== now.level) return true;
  // Our own account is worth a line of the record, in trouble or not.
  const isAccount = (opinion: Opinion) => opinion.class === "blocked_account";
  if (!isTrouble(now.level)) return isAccount(recorded) !== isAccount(now);
  if (now.class !== "unknown_yet" && recorded.class !== now.class) return true;
  return recorded.crowdOnly && !now.crowdOnly;
}

export type Closed = {
  state: IncidentState;
  origin: string;
  closedAt: number | null;
  announced: boolean;
  drill: boolean;
};

/**
 * Whether new trouble on a platform is that of its last incident, come back. What a person dismissed was none, and an end
 * that was announced stays announced: both begin anew.
 */
export function isSameTrouble(last: Closed, drill: boolean, now: number): boolean {
  const { state, origin, closedAt, announced } = last;
  if (state !== "resolved" || origin !== "assessment" || announced || last.drill !== drill)
    return false;
  return closedAt !== null && now - closedAt <= reopenWithinMs;
}

/** What the machine does about an incident when it looks at it, or null for nothing. */
export type OwnStep = "watch" | "close" | "relapse" | null;

/**
 * How an open incident follows the opinion on its platform. `calmSince` is when trouble was last
 * seen to end; without it, or from before the incident, people know what our sensors do not.
 */
export function ownStep(
  incident: { state: IncidentState; openedAt: number; announced: boolean },
  opinion: { level: Level; calmSince: number | null },
  now: number,
): OwnStep {
  if (isTrouble(opinion.level)) return incident.state === "monitoring" ? "relapse" : null;
  if (opinion.level !== "healthy" || opinion.calmSince === null) return null;
  if (opinion.calmSince < incident.openedAt) return null;
  const calmMs = now - opinion.calmSince;
  if (incident.state === "confirmed") return calmMs >= confirmedCalmMs ? "watch" : null;
  // What people told the public, only people take back.
  if (incident.announced) return null;
  if (incident.state === "suspected") return calmMs >= suspectedCalmMs ? "close" : null;
  if (incident.state === "monitoring") return calmMs >= monitoringCalmMs ? "close" : null;
  return null;
}

export type Bucket = { at: number; count: number | null; expected: number };

/** The first bucket of the rise that led to `at`: still at least three times what is usual. */
export function riseBegan(buckets: readonly Bucket[], at: number): number {
  let began = at;
  const back = buckets.filter((bucket) => bucket.at <= at && bucket.at > at - onsetBackMs);
  for (const bucket of back.sort((a, b) => b.at - a.at)) {
    if (bucket.count === null) continue;
    const high = bucket.count >= Math.max(riseReportsMin, riseRatio * bucket.expected);
    if (!high && bucket.at < at) break;
    if (high) began = bucket.at;
  }
  return began;
}
