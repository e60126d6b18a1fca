import type { Maintenance, WorkUpdate } from "../domain/maintenance.ts";
import type { PageContext } from "./context.ts";
import { clockTime, dayOf } from "./time.ts";

/** What one update of planned work says; where nobody wrote anything, what it turned into. */
export function wordsOfUpdate(
  { words, language }: PageContext,
  work: Maintenance,
  update: WorkUpdate,
): string {
  if (update.text !== null) return update.text[language];
  const index = work.updates.indexOf(update);
  const before = work.updates[index + 1];
  if (before === undefined) {
    const message = work.message[language].trim();
    return message === "" ? words("pages:turned.scheduled") : message;
  }
  return words(`pages:turned.${before.state === update.state ? "changed" : update.state}`);
}

/** Where all planned work is told, and the place of one piece of it there. */
export const workAddress = ({ publicUrl, language }: PageContext, work: { id: string }): string =>
  `${publicUrl}/${language}/maintenance#w-${work.id}`;

/** "From 24 November at 22:00 until 25 November at 02:00 (Europe/Paris)", for where only text goes. */
export function whenInText(context: PageContext, work: Maintenance): string {
  const { words, state } = context;
  const said = (at: number) =>
    words("pages:planned.at", { day: dayOf(context, at), time: clockTime(context, at) });
  return words("pages:feed.when", {
    from: said(work.from),
    until: said(work.until),
    zone: state.organisation.timeZone,
  });
}
