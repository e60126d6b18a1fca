import { useQuery } from "@tanstack/react-query";
import { platformsQuery } from "../queries.ts";
import type { LiveEvent } from "../types.ts";
import { useWords } from "../words.ts";

/** One event in words: the sentence, what somebody wrote with it, and who it was. */
export function useTold(event: LiveEvent) {
  const { say, pick, t } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const { detail } = event;
  const platform = platforms.find(({ id }) => id === detail["platformId"])?.name ?? "";
  const sentence =
    say(`console:event.${event.name}`, {
      name: textOf(detail["name"]),
      outlet: textOf(detail["outlet"]),
      platform,
      state: stateOf(event, t),
    }) ?? t("event.other", { name: event.name });
  const title = isTitle(detail["title"]) ? pick(detail["title"]) : textOf(detail["title"]);
  const text = isTitle(detail["text"]) ? pick(detail["text"]) : "";
  const headline = text === "" ? title : `${title}\n${text}`;
  const written = textOf(detail["note"]) || textOf(detail["reason"]);
  const note = (say(written) ?? written) || headline || strongest(detail["addends"], say);
  const actor = say(`console:machine.${event.actor.replaceAll(/\W+/g, "_")}`) ?? event.actor;
  return { sentence, note, actor, link: linkOf(detail["link"]), weight: weightOf(event.name) };
}

type Say = (key: string, params?: Record<string, unknown>) => string | null;

function stateOf({ name, detail }: LiveEvent, t: (key: string) => string): string {
  if (name === "assessment.record") return t(`state.level.${textOf(detail["level"])}`);
  if (name === "channel.set-state") return t(`state.channel.${textOf(detail["state"])}`);
  return "";
}

/** The heaviest evidence of an assessment, as a sentence. */
function strongest(addends: unknown, say: Say): string {
  if (!Array.isArray(addends)) return "";
  const heaviest = addends
    .filter(isAddend)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))[0];
  return heaviest ? (say(heaviest.code, heaviest.params) ?? "") : "";
}

type Addend = { code: string; weight: number; params: Record<string, unknown> };
const isAddend = (value: unknown): value is Addend =>
  typeof value === "object" && value !== null && "code" in value && "weight" in value;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Where it can be read in full. It comes from elsewhere: only the web is led to. */
const linkOf = (value: unknown): string | null =>
  typeof value === "string" && /^https?:\/\//.test(value) ? value : null;

type Title = { fr: string; en: string };
const isTitle = (value: unknown): value is Title =>
  typeof value === "object" && value !== null && "fr" in value && "en" in value;

/** What changes the course of a crisis stands out from what merely belongs to it. */
const turning =
  /^(incident|announcement\.publish|announcement\.withdraw|broadcast\.(approve|cancel))/;
const weightOf = (name: string) => (turning.test(name) ? "turning" : "plain");
