import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { momentOf, wallTime } from "../domain/calendar/zone.ts";
import { isPublicLink } from "../domain/contact-point.ts";
import { openingAt } from "../domain/opening-hours.ts";
import type { PublicPoint } from "../domain/public-state.ts";
import { type Html, html, joined } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { stateIcon } from "./icons.ts";
import { clockWords, duration, moment } from "./time.ts";

const MINUTE_MS = 60_000;

/** A way that works, with the shortest path to it. */
export function workingPoint(context: PageContext, point: PublicPoint): Html {
  const { language } = context;
  return html`<li class="point ${point.state}"><div class="who"><h3>${point.name[language]}</h3>${stateWord(context, point)}</div>${meanwhile(context, point)}${facts(context, point)}${way(context, point)}</li>`;
}

/** A way that does not work as it should: what is lost, since when, and who says so. */
export function affectedPoint(context: PageContext, point: PublicPoint): Html {
  const { language } = context;
  return html`<li class="point ${point.state}"><div class="who"><h3>${point.name[language]}</h3>${stateWord(context, point)}</div>${loss(context, point)}${point.state === "unknown" ? way(context, point) : null}</li>`;
}

function loss(context: PageContext, point: PublicPoint): Html {
  const { words } = context;
  const source = words(`public:source.${point.source}`);
  if (point.source === "age") return html`<p>${source}</p>`;
  const since =
    point.since === null
      ? null
      : html` ${words("public:point.since")} ${moment(context, point.since)}.`;
  return html`<p>${words(`public:lose.${point.state}`)}</p><p class="soft">${source}${since}</p>${workOn(context, point)}`;
}

/** Where planned work is the reason: which, and until when. */
function workOn(context: PageContext, point: PublicPoint): Html | null {
  const { words, state, language } = context;
  const work = state.works.find(({ id }) => id === point.workId);
  if (work === undefined || point.source !== "maintenance") return null;
  return html`<p class="soft"><a href="${homeOf(context)}/maintenance#w-${work.id}">${work.title[language]}</a>. ${words("pages:planned.expected")} ${moment(context, work.until)}.</p>`;
}

/** The state in a shape and a word: colour only repeats it. */
export const stateWord = (context: PageContext, point: Pick<PublicPoint, "state">): Html =>
  html`<span class="state">${stateIcon(point.state)}${context.words(`public:state.${point.state}`)}</span>`;

function meanwhile(context: PageContext, point: PublicPoint): Html | null {
  if (point.state === "operational") return null;
  return html`<p>${context.words(`public:lose.${point.state}`)}</p>`;
}

function facts(context: PageContext, point: PublicPoint): Html | null {
  const lines = [opening(context, point), waiting(context, point), spoken(context, point)];
  const told = lines.filter((line) => line !== null);
  return told.length === 0
    ? null
    : html`<p class="soft">${joined(told, html` <span aria-hidden="true">·</span> `)}</p>`;
}

function opening(context: PageContext, point: PublicPoint): Html | null {
  const told = openingWords(context, point);
  if (told === null) return null;
  if (told.lasting) return html`${told.text}`;
  const yours = html` <span class="yours" data-own="${told.at}"></span>`;
  return html`<span class="${told.open ? "open" : "shut"}">${told.text}</span>${yours}`;
}

/** Whether somebody is there and until when, in words; `lasting` where that never changes. */
export function openingWords(
  context: PageContext,
  point: PublicPoint,
): { open: boolean; lasting: boolean; text: string; at: number | null } | null {
  if (point.hours === null) return null;
  const { words, now } = context;
  const { open, changes } = openingAt(point.hours, context.state.organisation.timeZone, now);
  if (changes === null) {
    return {
      open,
      lasting: true,
      at: null,
      text: words(open ? "public:hours.always" : "public:hours.never"),
    };
  }
  const time = clockWords(context, changes.time);
  const day = words(`public:weekday.${changes.weekday}`);
  const key = `public:hours.${open ? "open" : "closed"}.${whenKey(changes.daysAhead)}`;
  const text = words(key, { time, day });
  return { open, lasting: false, text, at: momentOfChange(context, changes) };
}

/** When that is, for a visitor whose clock shows another time than ours. */
function momentOfChange(
  { state, now }: PageContext,
  { time, daysAhead }: { time: string; daysAhead: number },
): number {
  const { timeZone } = state.organisation;
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const today = wallTime(now, timeZone);
  return momentOf({ ...today, day: today.day + daysAhead, hour, minute, second: 0 }, timeZone);
}

/** Where nobody is there, no waiting time is worth telling. */
const isClosed = ({ state, now }: PageContext, { hours }: PublicPoint): boolean =>
  hours !== null && !openingAt(hours, state.organisation.timeZone, now).open;

function whenKey(daysAhead: number): "today" | "tomorrow" | "later" {
  if (daysAhead === 0) return "today";
  return daysAhead === 1 ? "tomorrow" : "later";
}

function waiting(context: PageContext, point: PublicPoint): Html | null {
  if (point.waitingMinutes === null || isClosed(context, point)) return null;
  const { words } = context;
  if (point.waitingMinutes === 0) return html`${words("public:waiting.none")}`;
  const time = duration(context, point.waitingMinutes * MINUTE_MS);
  return html`${words("public:waiting.some", { time })}`;
}

function spoken(context: PageContext, point: PublicPoint): Html | null {
  if (point.languages.length === 0) return null;
  const names = point.languages.map((language) => context.words(`public:language.${language}`));
  return html`${names.join(", ")}`;
}

/** The link itself, said as what it does: call, write, open. */
function way(context: PageContext, point: PublicPoint): Html | null {
  const { link } = point;
  if (link === null || !isPublicLink(link)) return null;
  const scheme = link.slice(0, link.indexOf(":")).toLowerCase();
  const rest = link.slice(scheme.length + 1).split("?")[0] ?? "";
  const what = scheme.startsWith("http") ? point.name[context.language] : readable(rest);
  const verb = scheme.startsWith("http") ? "open" : scheme;
  return html`<p class="way"><a class="button" href="${link}" rel="noopener">${context.words(`public:act.${verb}`, { what })}</a></p>`;
}

/** A number in the groups that people dictate; an address as it is. */
const readable = (address: string): string =>
  parsePhoneNumberFromString(address)?.formatInternational().replaceAll(" ", "\u00a0") ?? address;
