import type { LiveEvent } from "../types.ts";
import { useWords } from "../words.ts";

/** One event in words: the sentence, what somebody wrote with it, and who it was. */
export function useTold(event: LiveEvent) {
  const { say, pick, t } = useWords();
  const detail = Object.fromEntries(
    Object.entries(event.detail).map(([key, value]) => [key, plain(value, pick)]),
  );
  const sentence =
    say(`console:event.${event.name}`, { ...detail, subject: event.subject.id }) ??
    t("event.other", { name: event.name });
  const note = [event.detail["note"], event.detail["reason"]].find(isText);
  const title = isTitle(event.detail["title"]) ? pick(event.detail["title"]) : null;
  const actor = say(`console:machine.${event.actor.replaceAll(/\W+/g, "_")}`) ?? event.actor;
  return { sentence, note: note ?? title, actor, weight: weightOf(event.name) };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

type Title = { fr: string; en: string };
const isTitle = (value: unknown): value is Title =>
  typeof value === "object" && value !== null && "fr" in value && "en" in value;

function plain(value: unknown, pick: (title: Title) => string): unknown {
  if (isTitle(value)) return pick(value);
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** What changes the course of a crisis stands out from what merely belongs to it. */
const turning = /^(incident|announcement\.publish|announcement\.withdraw|broadcast\.(approve|cancel))/;
const weightOf = (name: string) => (turning.test(name) ? "turning" : "plain");
