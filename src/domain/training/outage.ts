/**
 * A reconstructed messaging outage, after the published shape of 25 October 2022: reports climb from
 * a handful to their peak within half an hour and fall with the repair. Made up, and labelled so.
 */
export const OUTAGE = {
  /** Minutes from the start of the play. */
  failsAt: 6,
  recoversAt: 36,
  endsAt: 70,
  calmPerMinute: 2,
  peakPerMinute: 46,
} as const;

/** How many people report trouble in a minute of the play; `wobble` from 0 to 1 varies it. */
export function reportsInMinute(minute: number, wobble: number): number {
  const calm = OUTAGE.calmPerMinute * (0.4 + 1.2 * wobble);
  return Math.round(calm + OUTAGE.peakPerMinute * intensity(minute) * (0.8 + 0.4 * wobble));
}

/** From 0 to 1: a steep rise, a plateau, and a decline once the repair has begun. */
function intensity(minute: number): number {
  if (minute < OUTAGE.failsAt) return 0;
  const rise = Math.min(1, (minute - OUTAGE.failsAt + 1) / 6);
  const fall = Math.max(0, 1 - Math.max(0, minute - OUTAGE.recoversAt) / 5);
  return rise * fall;
}

/** What people say is wrong: sending and receiving first, as in the outages on record. */
export function symptomOf(index: number): "send" | "receive" | "login" | "media" {
  const share = (index * 37) % 100;
  if (share < 48) return "send";
  if (share < 82) return "receive";
  return share < 93 ? "login" : "media";
}

/** An outage of the platform itself: no country holds most of it. */
const COUNTRIES = ["FR", "GB", "FR", "BE", "CH", "GB", "DE"] as const;

export const countryOf = (index: number): string => COUNTRIES[index % COUNTRIES.length] ?? "FR";

/** Reports in an ordinary minute `minutesAgo`, with the day's rhythm: it teaches the baseline. */
export function calmReports(minutesAgo: number): number {
  const hour = (24 * 60 - (minutesAgo % (24 * 60))) / 60;
  const rhythm = 1 + 0.5 * Math.sin((hour / 24) * 2 * Math.PI);
  const wobble = ((minutesAgo * 7_919) % 101) / 101;
  return Math.round(OUTAGE.calmPerMinute * rhythm * (0.3 + 1.4 * wobble));
}
