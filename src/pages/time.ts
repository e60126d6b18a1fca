import type { Language } from "../domain/language.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Nearer than this is "just now": seconds that tick tell nobody anything. */
const JUST_NOW_MS = 45_000;
const UNITS = [
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
] as const;
const HOUR = { hour: "2-digit", minute: "2-digit" } as const;
const DAY = { day: "numeric", month: "long" } as const;
/** Pages ask for them hundreds of times: each is made once for a language and a time zone. */
const KINDS = {
  clock: { ...HOUR, hourCycle: "h23" },
  day: DAY,
  dayAndYear: { ...DAY, year: "numeric" },
  year: { year: "numeric" },
  post: { ...DAY, ...HOUR, timeZoneName: "short" },
} as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment on the organisation's clock, and how long ago it was. */
export function moment(context: PageContext, at: number): Html {
  return html`${absolute(context, at)} <span class="ago" data-at="${at}">(${relative(context, at)})</span>`;
}

/** A moment on the organisation's clock: the time, and the day where it is another day. */
export function absolute(context: PageContext, at: number): Html {
  const day = dayOf(context, at);
  const time = clockTime(context, at);
  const text =
    day === dayOf(context, context.now)
      ? time
      : context.words("public:time.dayAndTime", { day, time });
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`;
}

export function clockTime(context: PageContext, at: number): string {
  const format = formatOf(context, "clock");
  const of = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  return clockWords(context, `${of.hour}:${of.minute}`);
}

/** "09:14" as it is written here: 09:14 in English, 9 h 14 in French. */
export function clockWords(context: PageContext, time: string): string {
  const [hour = "", minute = ""] = time.split(":");
  const shown = context.language === "fr" ? String(Number(hour)) : hour;
  return context.words("public:time.clock", { hour: shown, minute });
}

/** "2 minutes ago", "in 10 minutes". The page's script says it in the same words. */
export function relative(context: PageContext, at: number): string {
  const difference = at - context.now;
  if (Math.abs(difference) < JUST_NOW_MS) return context.words("public:time.now");
  const [unit, length] =
    UNITS.find(([, length]) => Math.abs(difference) >= length) ?? (["minute", MINUTE_MS] as const);
  const inWords = new Intl.RelativeTimeFormat(context.language, { numeric: "always" });
  return inWords.format(Math.trunc(difference / length) || Math.sign(difference), unit);
}

export function dayOf(context: PageContext, at: number): string {
  const sameYear = yearOf(context, at) === yearOf(context, context.now);
  return formatOf(context, sameYear ? "day" : "dayAndYear").format(at);
}

/** How long something lasted, in its two largest units. */
export function duration(context: PageContext, lengthMs: number): string {
  const minutes = Math.max(1, Math.round(lengthMs / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  const { words } = context;
  if (hours === 0) return words("public:time.minutes", { count: minutes });
  const rest = minutes % 60;
  const inHours = words("public:time.hours", { count: hours });
  return rest === 0 ? inHours : `${inHours} ${words("public:time.minutes", { count: rest })}`;
}

/** Whose clock a time is told on, and in which language. */
export type Clock = { language: Language; timeZone: string };

/** As posts write it: they are read long after, so always with the day. */
export const postTime = (clock: Clock, at: number): string => formatFor(clock, "post").format(at);

const yearOf = (context: PageContext, at: number) => formatOf(context, "year").format(at);

const formatOf = ({ language, state }: PageContext, kind: keyof typeof KINDS) =>
  formatFor({ language, timeZone: state.organisation.timeZone }, kind);

function formatFor({ language, timeZone }: Clock, kind: keyof typeof KINDS) {
  const key = `${kind} ${language} ${timeZone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const made = new Intl.DateTimeFormat(locale, { ...KINDS[kind], timeZone });
  formats.set(key, made);
  return made;
}
