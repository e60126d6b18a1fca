import { whatWorks } from "../domain/contact-point.ts";
import type { Intent } from "../domain/help/cues.ts";
import type { FaqShown } from "../domain/help/faq.ts";
import { intentOf, isWord, wordsIn } from "../domain/help/intent.ts";
import { standingOf } from "../domain/platform-standing.ts";
import {
  isStale,
  type PlatformFacts,
  type PublicIncident,
  type PublicPoint,
} from "../domain/public-state.ts";
import { homeOf, type PageContext } from "./context.ts";
import { searchFaq } from "./help-faq.ts";
import { labelled, saidOf } from "./notice.ts";
import { bothSay, verdictSentence } from "./platform.ts";
import { openingWords } from "./point.ts";
import { headline } from "./status.ts";
import { clockTime, dayOf, duration, relative } from "./time.ts";

/** One thing we can vouch for: in whose words, and since when it is true. */
export type Told = {
  text: readonly string[];
  source: string;
  at: number;
  href: string | null;
};

/** What can be answered from what is known now, and from nothing else. */
export type HelpAnswer = {
  asked: string;
  intent: Intent | null;
  /** Whether it answers the question; if not, a person has to. */
  known: boolean;
  lead: string;
  told: readonly Told[];
  points: readonly PublicPoint[];
  faq: readonly FaqShown[];
};

type Scene = {
  context: PageContext;
  incident: PublicIncident | null;
  platform: PlatformFacts | null;
  faq: readonly FaqShown[];
};
type Part = Partial<Pick<HelpAnswer, "told" | "points" | "known">> & { lead: string };

const FAQ_BESIDE_MAX = 2;
const FAQ_ALONE_MAX = 3;
const POINTS_MAX = 3;

/** Answers a question of a visitor. The live incident comes first; nothing is made up. */
export function answerOf(context: PageContext, asked: string): HelpAnswer {
  const intent = intentOf(asked);
  const platform = platformNamed(context, asked);
  const found = searchFaq(context, asked);
  const faq = found.slice(0, intent === null ? FAQ_ALONE_MAX : FAQ_BESIDE_MAX);
  const scene = { context, incident: incidentFor(context, platform), platform, faq };
  const part = intent === null ? fromFaq(scene) : PARTS[intent](scene);
  return { asked, intent, known: true, told: incidentTold(scene), points: [], faq, ...part };
}

const PARTS: Readonly<Record<Intent, (scene: Scene) => Part>> = {
  down,
  since,
  end,
  works,
  hours,
  lost,
  me,
  rumour,
  human,
};

/** The platform that a question names, as people misspell it. */
function platformNamed({ state }: PageContext, asked: string): PlatformFacts | null {
  const words = wordsIn(asked);
  const isNamed = ({ name }: PlatformFacts) =>
    wordsIn(name).every((part) => words.some((word) => isWord(part, word)));
  return state.platforms.find(isNamed) ?? null;
}

function incidentFor({ state }: PageContext, platform: PlatformFacts | null) {
  if (platform === null) return state.open[0] ?? null;
  return state.open.find((incident) => incident.platform?.id === platform.id) ?? null;
}

/** What we have announced on the incident, in our own words then. */
function incidentTold({ context, incident }: Scene, what: "message" | "all" = "message"): Told[] {
  if (incident === null) return [];
  const said = saidOf(context, incident);
  const texts = what === "all" ? [labelled(said), said.advice] : [labelled(said)];
  const href = `${homeOf(context)}/incidents/${incident.id}`;
  return [{ text: texts.flatMap(linesOf), source: said.source, at: said.at, href }];
}

const linesOf = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== "");

function down(scene: Scene): Part {
  const { context, incident, platform } = scene;
  if (incident !== null) return { lead: saidOf(context, incident).title };
  if (platform !== null) return standing(context, platform);
  return { lead: headline(context), told: [ownLook(context, [])] };
}

function standing(context: PageContext, platform: PlatformFacts): Part {
  const { state, now, words } = context;
  const standing = standingOf(state, platform, now);
  const source = words("help:source.watch");
  const told: Told = {
    text: [bothSay(context, platform, standing)],
    source,
    at: platform.lookedAt ?? state.generatedAt,
    href: `${homeOf(context)}/platforms/${platform.id}`,
  };
  return { lead: verdictSentence(context, platform, standing), told: [told] };
}

/** What our own page says, and how old that is. */
const ownLook = (context: PageContext, text: readonly string[]): Told => ({
  text,
  source: context.words("help:source.page"),
  at: context.state.generatedAt,
  href: homeOf(context),
});

function since(scene: Scene): Part {
  const { context, incident } = scene;
  if (incident === null) return nothingOpen(scene);
  const { words } = context;
  const ago = relative(context, incident.startedAt);
  return { lead: words("help:since.is", { time: moment(context, incident.startedAt), ago }) };
}

/** A time as people say it: with its day where that is not today. */
function moment(context: PageContext, at: number): string {
  const [day, time] = [dayOf(context, at), clockTime(context, at)];
  if (day === dayOf(context, context.now)) return time;
  return context.words("public:time.dayAndTime", { day, time });
}

/** Nothing is going on: what was last, if anything was. */
function nothingOpen(scene: Scene): Part {
  const { context, platform } = scene;
  const { words, state, language } = context;
  if (isStale(state, context.now)) return { lead: words("help:untold"), known: false };
  const last = state.past.find(
    (past) => !past.dismissed && (platform === null || past.platform?.id === platform.id),
  );
  const lead = words("help:nothing");
  if (last === undefined || last.closedAt === null) return { lead, told: [ownLook(context, [])] };
  const text = words("help:last", {
    title: last.title[language],
    time: moment(context, last.closedAt),
    lasted: duration(context, last.closedAt - last.startedAt),
  });
  return { lead, told: [ownLook(context, [text])] };
}

/** Nobody's guess is passed on: an end that no one has announced is not known. */
function end(scene: Scene): Part {
  const { context, incident } = scene;
  if (incident === null) return nothingOpen(scene);
  const { words, now } = context;
  const { nextUpdateAt } = saidOf(context, incident);
  if (incident.phase === "monitoring") {
    return { lead: words("help:end.monitoring") };
  }
  if (nextUpdateAt === null) return { lead: words("help:end.unknown") };
  const time = moment(context, nextUpdateAt);
  return { lead: words(nextUpdateAt < now ? "help:end.late" : "help:end.next", { time }) };
}

const working = ({ state, now }: PageContext): PublicPoint[] =>
  whatWorks(state.points, { timeZone: state.organisation.timeZone, now });

function works({ context }: Scene): Part {
  const { words, state, now } = context;
  const points = working(context).slice(0, POINTS_MAX);
  if (points.length > 0)
    return { lead: words("help:works.is"), told: [ownLook(context, [])], points };
  const lead = words(isStale(state, now) ? "public:works.untold" : "public:works.nothing");
  return { lead, told: [ownLook(context, [])], known: false };
}

function hours({ context }: Scene): Part {
  const { words, language } = context;
  const text = context.state.points.flatMap((point) => {
    const opening = openingWords(context, point);
    if (opening === null) return [];
    const name = point.name[language];
    return [words("help:hours.line", { name, opening: opening.text })];
  });
  if (text.length === 0) return { lead: words("help:hours.untold"), told: [], known: false };
  return { lead: words("help:hours.is"), told: [ownLook(context, text)] };
}

function lost(scene: Scene): Part {
  const { context } = scene;
  const points = working(context).slice(0, 1);
  const key = scene.incident === null ? "help:lost.unseen" : "help:lost.announced";
  return { lead: context.words(key), told: incidentTold(scene, "all"), points };
}

/** Whether it is the visitor's own trouble: our looking says so, or nobody does. */
function me(scene: Scene): Part {
  const { context, incident } = scene;
  const { words, state } = context;
  const platform =
    scene.platform ?? state.platforms.find(({ id }) => id === incident?.platform?.id) ?? null;
  if (incident !== null) {
    const name = platform?.name ?? incident.title[context.language];
    const seen = platform?.observed ?? null;
    const isSeen = seen !== null && seen.level === "confirmed";
    const key = isSeen ? (ME_CLASSES.find((one) => one === seen.class) ?? "other") : "other";
    return { lead: words(`help:me.${key}`, { name }) };
  }
  if (isStale(state, context.now)) return { lead: words("help:untold"), known: false };
  const told =
    platform === null ? [ownLook(context, [])] : (standing(context, platform).told ?? []);
  return { lead: words("help:me.unseen"), told };
}

const ME_CLASSES = ["general", "regional", "feature", "ours"] as const;

function rumour(scene: Scene): Part {
  return { lead: scene.context.words("help:rumour"), told: incidentTold(scene, "all") };
}

function human({ context }: Scene): Part {
  const points = working(context).slice(0, POINTS_MAX);
  const key = points.length > 0 ? "help:human.works" : "help:human.form";
  return { lead: context.words(key), told: [], points };
}

/** A question that no sign tells: what we have written down may answer it, or nothing does. */
function fromFaq(scene: Scene): Part {
  const { context, faq } = scene;
  if (faq.length > 0) return { lead: context.words("help:faq.found") };
  const points = working(context).slice(0, 1);
  return { lead: context.words("help:unknown"), points, known: false };
}
