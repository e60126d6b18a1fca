import type { Language } from "../domain/language.ts";
import { type Notice, type PublicIncident, readAt } from "../domain/public-state.ts";
import type { What } from "../domain/subscriber.ts";
import { type Words, wordsFor } from "../lib/words.ts";
import type { PageContext } from "../pages/context.ts";
import { PLAIN_LOOK } from "../pages/look.ts";
import { labelled, saidIn, saidOf } from "../pages/notice.ts";
import { clockTime, dayOf } from "../pages/time.ts";
import type { Db } from "../store/database.ts";
import { readPublicState } from "../store/public-state.ts";
import type { TellingLease } from "../store/told.ts";

/** What there is to tell, as the public page has it at this moment. */
export type Story = {
  what: What;
  incident: PublicIncident;
  update: Notice | null;
  drill: boolean;
  contextIn(language: Language): PageContext;
};

export type StoryText = {
  heading: string;
  paragraphs: string[];
  /** The gist, where there is no room for more. */
  gist: string;
  url: string;
};

/** Reads the public state once for a chunk; null where the incident is no longer public. */
export async function readStory(
  db: Db,
  lease: TellingLease,
  scene: { now: number; publicUrl: string },
): Promise<Story | null> {
  if (lease.what === "letter") return null;
  const published = await readPublicState(db, scene.now);
  if (published === null) return null;
  const state = readAt(published, scene.now);
  const incident = [...state.open, ...state.past].find(({ id }) => id === lease.incidentId);
  if (!incident) return null;
  return {
    what: lease.what,
    incident,
    update: incident.updates.find(({ id }) => id === lease.announcementId) ?? null,
    drill: lease.drill,
    contextIn: (language) => ({
      words: wordsFor(language),
      language,
      state,
      ...scene,
      base: "",
      look: PLAIN_LOOK,
    }),
  };
}

/** The words of one language, the same for everybody. */
export function storyText(story: Story, language: Language): StoryText {
  const context = story.contextIn(language);
  const { words, state, publicUrl } = context;
  const { what, incident, update } = story;
  const said = update === null ? saidOf(context, incident) : saidIn(context, update);
  const { name } = state.organisation;
  const title = what === "resolved" ? incident.title[language] : said.title;
  const drill = story.drill ? `${words("delivery:drill")} ` : "";
  const url = `${publicUrl}/${language}/incidents/${incident.id}`;
  const intro = words(`subscribers:message.intro.${what}`, { title });
  const over = what === "withdrawn" || what === "resolved";
  const body = over ? [] : [...bodyOf(context, said), ...proofOf(context, update)];
  return {
    heading: `${drill}${words(`subscribers:message.heading.${what}`, { name, title })}`,
    paragraphs: [drill === "" ? "" : drill.trim(), intro, ...body].filter((text) => text !== ""),
    gist: `${drill}${body[0] ?? intro}`,
    url,
  };
}

type Said = ReturnType<typeof saidOf>;

function bodyOf(context: PageContext, said: Said): string[] {
  const { words } = context;
  const next =
    said.nextUpdateAt === null
      ? ""
      : words("subscribers:message.nextUpdate", { time: momentIn(context, said.nextUpdateAt) });
  const source = words("subscribers:message.source", { source: said.source });
  return [labelled(said), said.advice, said.nextStep, next, source].filter(
    (text) => text.trim() !== "",
  );
}

/** How a reader makes sure that the message is ours. */
function proofOf({ words, publicUrl, language }: PageContext, update: Notice | null): string[] {
  if (!update?.code) return [];
  const url = `${publicUrl}/${language}/verify/${update.code}`;
  return [words("verify:line.message", { url })];
}

function momentIn(context: PageContext, at: number): string {
  const time = clockTime(context, at);
  const day = dayOf(context, at);
  if (day === dayOf(context, context.now)) return time;
  return context.words("public:time.dayAndTime", { day, time });
}

export const wordsIn = (language: Language): Words => wordsFor(language);
