import { wallTime } from "../domain/calendar/zone.ts";
import type { Words } from "../lib/words.ts";

/** What is told of an event of the record. */
type Event = { at: string; actor: string; name: string; detail: Record<string, unknown> };

export type EventReader = {
  words: Words;
  timeZone: string;
  /** The name of a platform by its id. */
  platformOf: (id: string) => string;
  /** Whether the day stands before the time. */
  withDay: boolean;
};

const ACTOR_WIDTH = 22;

/** One event as one line of plain text: when, who, what, and what somebody wrote with it. */
export function toldEvent(event: Event, reader: EventReader): string {
  const { words } = reader;
  const note = oneLine(noteOf(event.detail, words));
  const parts = [
    stamp(Date.parse(event.at), reader),
    oneLine(actorOf(event.actor, words)).padEnd(ACTOR_WIDTH),
    oneLine(sentenceOf(event, reader)) + (note === "" ? "" : ` (${note})`),
  ];
  return parts.join("  ");
}

/** A machine by the name that the console gives it; a person by their own. */
export const actorOf = (actor: string, words: Words): string =>
  words(`console:machine.${actor.replaceAll(/\W+/g, "_")}`, { defaultValue: actor });

function sentenceOf(event: Event, { words, platformOf }: EventReader): string {
  const { name, detail } = event;
  return words(`console:event.${name}`, {
    name: textOf(detail["name"]),
    outlet: textOf(detail["outlet"]),
    platform: platformOf(textOf(detail["platformId"])),
    state: stateOf(event, words),
    defaultValue: words("console:event.other", { name }),
  });
}

function stateOf({ name, detail }: Event, words: Words): string {
  if (name === "assessment.record") return words(`console:state.level.${textOf(detail["level"])}`);
  if (name === "channel.set-state") {
    return words(`console:state.channel.${textOf(detail["state"])}`);
  }
  return "";
}

/** Titles and notes as they were written; what is a key of the locales, as its sentence. */
function noteOf(detail: Record<string, unknown>, words: Words): string {
  const { recipients } = detail;
  const written = ["title", "text", "note", "reason"].map((key) => {
    const value = inLanguage(detail[key], words);
    return /^[a-z]+:[\w.-]+$/.test(value) ? words(value, { defaultValue: value }) : value;
  });
  const people =
    typeof recipients === "number"
      ? words("audience:cli.record_people", { count: recipients })
      : "";
  return [...written, people].filter((part) => part !== "").join(" · ");
}

function inLanguage(value: unknown, { language }: Words): string {
  if (typeof value !== "object" || value === null) return textOf(value);
  return textOf(Reflect.get(value, language));
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** What people typed must not move the cursor, or look like a line of its own. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();

function stamp(at: number, { timeZone, withDay }: EventReader): string {
  const { year, month, day, hour, minute, second } = wallTime(at, timeZone);
  const clock = [hour, minute, second].map(two).join(":");
  return withDay ? `${year}-${two(month)}-${two(day)} ${clock}` : clock;
}

const two = (value: number): string => String(value).padStart(2, "0");
