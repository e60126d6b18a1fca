import { isPublicLink, whatWorks } from "../domain/contact-point.ts";
import { isOver } from "../domain/maintenance.ts";
import {
  isStale,
  type Notice,
  type PublicIncident,
  type PublicPoint,
} from "../domain/public-state.ts";
import { shownCode } from "../domain/verify/code.ts";
import type { PageContext } from "./context.ts";
import { labelled, observedOf, observedTag, type Said, saidIn, saidOf } from "./notice.ts";
import { openingWords } from "./point.ts";
import { verifyLink } from "./proof-lines.ts";
import { headline } from "./status.ts";
import { clockTime, dayOf, duration } from "./time.ts";
import { whenInText, wordsOfUpdate } from "./work-said.ts";

/** The status page as Markdown, for readers that are programs. It says nothing the page does not. */
export function statusMarkdown(context: PageContext): string {
  const { words, state } = context;
  return document([
    `# ${text(headline(context))}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    ...state.open.flatMap((incident) => current(context, incident)),
    ...ways(context),
    ...plannedWork(context, "soon"),
    ...past(context),
    text(words("public:footer.zone", { zone: state.organisation.timeZone })),
  ]);
}

/** One incident with every update, as Markdown. */
export function incidentMarkdown(context: PageContext, incident: PublicIncident): string {
  const { words, state, language } = context;
  const said = saidOf(context, incident);
  const points = state.points.filter((point) => incident.pointIds.includes(point.id));
  return document([
    `# ${text(said.title)}`,
    text(words(`public:phase.${incident.phase}`)),
    exercise(context),
    incident.closedAt === null ? null : over(context, incident, incident.closedAt),
    ...saidParts(context, incident, said),
    points.length === 0 ? null : `## ${text(words("public:incident.affected"))}`,
    list(points.map((point) => text(point.name[language]))),
    `## ${text(words("public:notice.updates"))}`,
    ...updates(context, incident),
    `[${text(words("public:incident.back"))}](${address(context, "")})`,
  ]);
}

/** All planned work, to come and over, as Markdown. */
export function workMarkdown(context: PageContext): string {
  const { words, state } = context;
  const blocks = [...plannedWork(context, "soon"), ...plannedWork(context, "past")];
  return document([
    `# ${text(words("pages:planned.title"))}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    blocks.length === 0 ? text(words("pages:planned.none")) : null,
    ...blocks,
    text(words("public:footer.zone", { zone: state.organisation.timeZone })),
    `[${text(words("public:incident.back"))}](${address(context, "")})`,
  ]);
}

function plannedWork(context: PageContext, part: "soon" | "past"): (string | null)[] {
  const { words, state, language } = context;
  const works = state.works.filter((work) => isOver(work.state) === (part === "past"));
  if (works.length === 0) return [];
  const lines = works.map((work) => {
    const [latest] = work.updates;
    const said = latest === undefined ? "" : ` ${text(wordsOfUpdate(context, work, latest))}`;
    const stands = text(words(`pages:state.${work.state}`));
    return `**${text(work.title[language])}** – ${stands}. ${text(whenInText(context, work))}${said}`;
  });
  const heading = part === "soon" ? "pages:planned.title" : "pages:planned.past";
  return [`## ${text(words(heading))}`, list(lines)];
}

const address = ({ publicUrl, language }: PageContext, path: string): string =>
  `${publicUrl}/${language}${path}.md`;

export const exercise = ({ words, state }: PageContext): string | null =>
  state.organisation.mode === "training"
    ? `**${text(`${words("public:training.title")} ${words("public:training.text")}`)}**`
    : null;

export function age(context: PageContext): string {
  const { words, state, now } = context;
  const at = when(context, state.generatedAt);
  if (!isStale(state, now)) return text(words("public:markdown.age", { at }));
  const warning = `${words("public:age.staleTitle")} ${words("public:age.staleText")} ${at}.`;
  return `**${text(warning)}**`;
}

/** An open incident: what is said of it, and where the rest stands. */
export function current(context: PageContext, incident: PublicIncident): (string | null)[] {
  const { words } = context;
  const said = saidOf(context, incident);
  return [
    `## ${text(said.title)}`,
    text(words(`public:phase.${incident.phase}`)),
    ...saidParts(context, incident, said),
    `[${text(words("public:notice.permalink"))}](${address(context, `/incidents/${incident.id}`)})`,
  ];
}

function saidParts(context: PageContext, incident: PublicIncident, said: Said): (string | null)[] {
  const { words } = context;
  const fact = (key: string, value: string) => text(`${words(key)} ${value}`);
  const { nextUpdateAt } = said;
  const late = nextUpdateAt !== null && nextUpdateAt < context.now;
  const next = late ? "public:notice.overdue" : "public:notice.nextUpdate";
  return [
    ...paragraphs(labelled(said)),
    ...part(words("public:notice.advice"), said.advice),
    ...part(words("public:notice.nextStep"), said.nextStep),
    list([
      fact("public:notice.since", when(context, incident.startedAt)),
      fact("public:notice.updated", when(context, said.at)),
      ...(nextUpdateAt === null || incident.closedAt !== null
        ? []
        : [fact(next, when(context, nextUpdateAt))]),
      fact("public:notice.source", said.source),
      ...proof(context, incident.notice),
    ]),
  ];
}

/** What leads back to exactly this text, for whoever meets a copy of it. */
function proof({ words, publicUrl }: PageContext, notice: Notice | null): string[] {
  if (!notice?.code) return [];
  const shown = text(words("verify:line.code", { code: shownCode(notice.code) }));
  return [`${shown} <${safe(verifyLink(publicUrl, notice.code))}>`];
}

function over(context: PageContext, incident: PublicIncident, closedAt: number): string {
  const key = incident.dismissed ? "public:incident.dismissed" : "public:incident.over";
  const lasted = duration(context, closedAt - incident.startedAt);
  return text(`${context.words(key, { lasted })} ${when(context, closedAt)}.`);
}

function updates(context: PageContext, incident: PublicIncident): string[] {
  const { words } = context;
  const said = incident.updates.flatMap((update) => {
    const told = saidIn(context, update);
    const { title, advice, nextStep } = told;
    const at = text(when(context, told.at));
    if (update.state === "withdrawn") {
      return [`### ${at}`, text(words("public:update.withdrawnText"))];
    }
    return [
      `### ${at} – ${text(title)}`,
      ...[labelled(told), advice, nextStep].flatMap(paragraphs),
      ...proof(context, update),
    ];
  });
  if (incident.confirmedAt === null) return said;
  const seen = observedOf(context, incident);
  const heading = `${when(context, seen.at)} – ${observedTag(context, incident)}`;
  return [...said, `### ${text(heading)}`, ...paragraphs(seen.message)];
}

/** What works, the best first, and what does not. */
export function ways(context: PageContext): (string | null)[] {
  const { words, state, now } = context;
  if (state.points.length === 0) return [];
  const working = whatWorks(state.points, { timeZone: state.organisation.timeZone, now });
  const others = state.points.filter((point) => !working.includes(point));
  const none = words(isStale(state, now) ? "public:works.untold" : "public:works.nothing");
  return [
    `## ${text(words("public:works.instead"))}`,
    working.length === 0 ? text(none) : list(working.map((point) => way(context, point))),
    others.length === 0 ? null : `## ${text(words("public:works.affected"))}`,
    list(others.map((point) => way(context, point))),
  ];
}

function way(context: PageContext, point: PublicPoint): string {
  const { words, language } = context;
  const { link } = point;
  const reachable =
    point.state === "operational" || point.state === "degraded" || point.state === "unknown";
  // What is down or closed for planned work is not open, whatever its usual hours are.
  const hours = reachable ? openingWords(context, point)?.text : undefined;
  const facts = [words(`public:state.${point.state}`), hours];
  const told = facts.filter((fact) => fact !== undefined).map(text);
  const target = reachable && link !== null && isPublicLink(link) ? ` <${safe(link)}>` : "";
  return `**${text(point.name[language])}** – ${told.join(" · ")}${target}`;
}

function past(context: PageContext): (string | null)[] {
  const { words, state, language } = context;
  const rows = state.past.map((incident) => {
    const lasted = duration(context, (incident.closedAt ?? context.now) - incident.startedAt);
    const end = words(incident.dismissed ? "public:past.dismissed" : "public:past.lasted", {
      lasted,
    });
    const title = `[${text(incident.title[language])}](${address(context, `/incidents/${incident.id}`)})`;
    return `${text(dayOf(context, incident.startedAt))} – ${title} (${text(end)})`;
  });
  const none = rows.length === 0 ? text(words("public:past.none")) : list(rows);
  return [`## ${text(words("public:past.title"))}`, none];
}

export const part = (heading: string, body: string): string[] =>
  body.trim() === "" ? [] : [`**${text(heading)}**`, ...paragraphs(body)];

export const paragraphs = (body: string): string[] =>
  body
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map(text);

export const list = (items: readonly string[]): string | null =>
  items.length === 0 ? null : items.map((item) => `- ${item}`).join("\n");

export const document = (blocks: readonly (string | null)[]): string =>
  `${blocks.filter((block) => block !== null && block !== "").join("\n\n")}\n`;

/** Day and hour: a text that is copied elsewhere keeps its time. */
export const when = (context: PageContext, at: number): string =>
  context.words("public:time.dayAndTime", {
    day: dayOf(context, at),
    time: clockTime(context, at),
  });

/** Text that stays text in Markdown: no link, no heading, no list, no HTML comes out of it. */
export function text(value: string): string {
  return value
    .trim()
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replace(/[\\`*_{}[\]<>#|~&!]/g, "\\$&")
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

/** An address that cannot end its own brackets. */
export const safe = (link: string): string =>
  link.replace(/[<>\\]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
