import { createHash } from "node:crypto";
import { isPublicLink, type PointState, whatWorks } from "../domain/contact-point.ts";
import type { Language } from "../domain/language.ts";
import { isUnderWay } from "../domain/maintenance.ts";
import type { PublicIncident } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { labelled, type Said, saidOf } from "./notice.ts";
import { wordsOfUpdate, workAddress } from "./work-said.ts";

/** What a banner on somebody's site shows; the widget reads exactly this. */
export type Banner = {
  state: "active" | "resolved";
  severity: PointState;
  /** A word before the title where nothing of this is real. */
  exercise: string | null;
  /** The language of the title and of the message, where they are not translated yet. */
  lang: Language;
  /** What `text` begins with where that language is not the reader's, in the reader's. */
  label: string;
  title: string;
  text: string;
  link: string;
  alternatives: readonly { name: string; link: string }[];
  updatedAt: number;
  generatedAt: number;
  staleAfter: number;
  /** Changes with the words: who has closed an older text sees a new one. */
  key: string;
};

const ALTERNATIVES_MAX = 3;
const KEY_LENGTH = 16;
/** Whoever saw the alarm deserves to see its end. */
const RESOLVED_SHOWN_MS = 60 * 60_000;

/** The one thing to tell on other sites now, or null when there is nothing to tell. */
export function bannerOf(context: PageContext): Banner | null {
  const { state, now, language, publicUrl, words } = context;
  const [worst] = state.open;
  const over = state.past.find(
    (incident) => incident.notice !== null && now - (incident.closedAt ?? 0) < RESOLVED_SHOWN_MS,
  );
  const incident = worst ?? over;
  if (incident === undefined) return workBanner(context);
  const said = wordsOf(context, incident);
  const ended = incident.closedAt !== null || incident.notice?.severity === "resolved";
  const training = state.organisation.mode === "training";
  return {
    state: ended ? "resolved" : "active",
    severity: ended ? "operational" : shownSeverity(incident),
    exercise: training ? words("public:training.title") : null,
    lang: said.spoken,
    label: said.label,
    title: said.title,
    text: labelled(said),
    link: `${publicUrl}/${language}/incidents/${incident.id}`,
    alternatives: ended ? [] : alternativesOf(context),
    updatedAt: said.at,
    generatedAt: state.generatedAt,
    staleAfter: state.generatedAt + state.staleAfterMs,
    key: keyOf([said.title, labelled(said), incident.phase]),
  };
}

/** Banners that stand on other sites already know no word for what nobody has measured, but this. */
const shownSeverity = ({ severity }: PublicIncident): PointState =>
  severity === "trouble" ? "unknown" : severity;

/** Planned work that is under way on a way to reach us is worth a word on other sites, too. */
function workBanner(context: PageContext): Banner | null {
  const { state, language, words } = context;
  const work = state.works.find(
    (each) => isUnderWay(each.state) && state.points.some(({ id }) => each.pointIds.includes(id)),
  );
  const [latest] = work?.updates ?? [];
  if (work === undefined || latest === undefined) return null;
  const title = work.title[language];
  const text = work.message[language] || wordsOfUpdate(context, work, latest);
  return {
    state: "active",
    severity: work.effect,
    exercise: state.organisation.mode === "training" ? words("public:training.title") : null,
    lang: language,
    label: "",
    title,
    text,
    link: workAddress(context, work),
    alternatives: alternativesOf(context),
    updatedAt: latest.at,
    generatedAt: state.generatedAt,
    staleAfter: state.generatedAt + state.staleAfterMs,
    key: keyOf([title, text, work.state]),
  };
}

/** An incident that ended without a last word from us gets one: the old text would be untrue. */
function wordsOf(context: PageContext, incident: PublicIncident): Said {
  const said = saidOf(context, incident);
  if (incident.closedAt === null || incident.notice?.severity === "resolved") return said;
  const { words } = context;
  return {
    ...said,
    spoken: context.language,
    label: "",
    title: words("public:banner.resolvedTitle", { title: incident.title[context.language] }),
    message: words(incident.dismissed ? "public:banner.dismissed" : "public:banner.resolved"),
    at: incident.closedAt,
  };
}

function alternativesOf(context: PageContext): Banner["alternatives"] {
  const { state, language, now } = context;
  return whatWorks(state.points, { timeZone: state.organisation.timeZone, now })
    .flatMap(({ name, link }) =>
      link !== null && isPublicLink(link) ? [{ name: name[language], link }] : [],
    )
    .slice(0, ALTERNATIVES_MAX);
}

const keyOf = (parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, KEY_LENGTH);
