import { useSyncExternalStore } from "react";

/** English without a country: the clock has twenty-four hours and days come before months. */
export const localeOf = (language: string) => (language === "en" ? "en-GB" : "fr-FR");

const tickMs = 1_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Beyond this the browser's clock and the server's are told apart. */
const apartMs = 1_000;
/** So far apart two clocks may be, rounding included, and still mean the same moment. */
const skewMs = 5_000;
/** How far the server's clock is ahead of this browser's. */
let aheadMs = 0;

/** What time it is where things happen: the server's clock, as far as it was told to us. */
export const present = (): number => Date.now() + aheadMs;

/** The server has said what time it is. */
export function setPresent(serverMs: number): void {
  const ahead = serverMs - Date.now();
  if (!Number.isFinite(ahead) || Math.abs(ahead - aheadMs) < apartMs) return;
  aheadMs = ahead;
  tick();
}

let now = present();
const watchers = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

function watch(changed: () => void): () => void {
  watchers.add(changed);
  clock ??= setInterval(tick, tickMs);
  return () => {
    watchers.delete(changed);
    if (watchers.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

function tick(): void {
  now = present();
  for (const changed of watchers) changed();
}

/** This moment rounded down to `stepMs`, so that a component is drawn again only when it matters. */
export const useNow = (stepMs = tickMs) =>
  useSyncExternalStore(watch, () => Math.floor(now / stepMs) * stepMs);

/** A length of time in one or two units: "2 h 05", "40 s". */
export function duration(ms: number, language: string): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10 && seconds % 60 > 0) return `${minutes} min ${pad(seconds % 60)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `${hours} h ${pad(minutes % 60)}`
    : `${Math.floor(hours / 24)} ${language === "fr" ? "j" : "d"}`;
}

const pad = (value: number) => String(value).padStart(2, "0");

/**
 * Now, as seen beside a moment: what has just happened is not still to come because two clocks differ
 * a little. What is really to come stays so.
 */
export const nowBeside = (moment: number, now: number): number =>
  moment > now && moment - now < skewMs ? moment : now;

/** "4 minutes ago", "in 20 minutes", in the unit a person would choose. */
export function relative(from: number, to: number, language: string): string {
  const gap = from - to;
  const size = Math.abs(gap);
  const format = new Intl.RelativeTimeFormat(localeOf(language), {
    numeric: "auto",
    style: "short",
  });
  if (size < 45_000) return format.format(Math.round(gap / 1000), "second");
  if (size < 90 * minuteMs) return format.format(Math.round(gap / minuteMs), "minute");
  if (size < 36 * hourMs) return format.format(Math.round(gap / hourMs), "hour");
  return format.format(Math.round(gap / dayMs), "day");
}

type Zone = { language: string; timeZone: string };

/** Day and time with the zone's name: for titles, where nothing may be left to guess. */
export const absolute = (at: number, { language, timeZone }: Zone) =>
  new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: "full",
    timeStyle: "long",
    timeZone,
  }).format(at);

/** The time of today, or day and time when it was another day. */
export function short(at: number, { language, timeZone }: Zone, today: number): string {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const sameDay = day.format(at) === day.format(today);
  return new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    ...(sameDay ? {} : { day: "numeric", month: "short" }),
  }).format(at);
}

/** A moment as `<input type="datetime-local">` holds it, on the organisation's clock. */
export function toInput(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  return format.format(at).replace(" ", "T");
}

/** The moment that the organisation's clock shows as `text`: no number where that is none. */
export function fromInput(text: string, timeZone: string): number {
  const wanted = Date.parse(`${text}Z`);
  const shift = (at: number) =>
    Number.isNaN(at) ? at : Date.parse(`${toInput(at, timeZone)}Z`) - at;
  const first = wanted - shift(wanted);
  // The second look is for clock changes.
  return wanted - shift(first);
}
