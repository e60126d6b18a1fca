import { SECOND_MS } from "./clock.ts";

/** What asks for more is asked again after a day: a typing error must not silence a channel for a year. */
const WAIT_MAX_MS = 24 * 3_600_000;
/** A larger number of seconds is no time to wait but a moment, and one beyond that has milliseconds. */
const WAIT_S_MAX = 1_000_000_000;
const MOMENT_S_MAX = 100_000_000_000;
/** Dates as HTTP and ISO 8601 write them: whatever else looks like one to JavaScript is none. */
const DATE = /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? .{6,30}|\d{4}-\d\d-\d\dT.{5,30})$/;

/**
 * How long a provider asks to be left alone, however it says so: a number or a text of seconds, the moment
 * when that is over, in seconds or milliseconds since 1970, or as a date. Null where it says nothing that
 * can be understood.
 */
export function statedWait(stated: unknown, now: number): number | null {
  if (typeof stated === "number") return withinDay(lengthOf(stated, now));
  if (typeof stated !== "string" || stated.trim() === "") return null;
  // The same header twice: the first is as good as the other.
  const text = DATE.test(stated.trim()) ? stated.trim() : (stated.split(",")[0] ?? "").trim();
  return DATE.test(text)
    ? withinDay(Date.parse(text) - now)
    : withinDay(lengthOf(Number(text), now));
}

/** The same in milliseconds. */
export const statedWaitMs = (stated: unknown, now: number): number | null =>
  stated === undefined || stated === "" ? null : statedWait(Number(stated) / SECOND_MS, now);

function lengthOf(seconds: number, now: number): number {
  if (seconds > MOMENT_S_MAX) return seconds - now;
  return seconds > WAIT_S_MAX ? seconds * SECOND_MS - now : seconds * SECOND_MS;
}

const withinDay = (waitMs: number): number | null =>
  Number.isNaN(waitMs) ? null : Math.ceil(Math.min(Math.max(waitMs, 0), WAIT_MAX_MS));
