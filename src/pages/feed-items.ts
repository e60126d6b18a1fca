import type { Maintenance, WorkUpdate } from "../domain/maintenance.ts";
import type { Notice, PublicIncident, PublicPoint } from "../domain/public-state.ts";
import type { PublicRumour } from "../domain/rumour.ts";
import type { PageContext } from "./context.ts";
import { labelled, observedOf, type Said, saidIn, standsAs } from "./notice.ts";
import { whenInText, wordsOfUpdate, workAddress } from "./work-said.ts";

const ITEM_COUNT_MAX = 100;

/** One update as every feed tells it: its identifier names this update and no other, for ever. */
export type FeedItem = {
  id: string;
  title: string;
  body: string;
  href: string;
  at: number;
  publishedAt: number;
  tag: string;
};

/** What the feeds carry, the newest first: an item for each update, not for each incident. */
export function feedItems(context: PageContext, point: PublicPoint | null = null): FeedItem[] {
  const { state } = context;
  const concerns = ({ pointIds }: { pointIds: readonly string[] }) =>
    point === null || pointIds.includes(point.id);
  const incidents = [...state.open, ...state.past].filter(concerns);
  const works = state.works.filter(concerns);
  return [
    ...incidents.flatMap((incident) => itemsOf(context, incident)),
    ...works.flatMap((work) => work.updates.map((update) => workItem(context, work, update))),
    ...(point === null ? state.rumours.map((rumour) => rumourItem(context, rumour)) : []),
  ]
    .sort((a, b) => b.at - a.at)
    .slice(0, ITEM_COUNT_MAX);
}

/** When something was last said; where nothing ever was, when the contact points last changed. */
export function feedUpdatedAt({ state }: PageContext, items: readonly FeedItem[]): number {
  return items[0]?.at ?? Math.max(0, ...state.points.map((point) => point.updatedAt));
}

/** Where a feed stands, and which contact point it is about, where it is about one. */
export type FeedPlace = { base: string; point: PublicPoint | null };

export const wholeFeed = ({ language }: PageContext): FeedPlace => ({
  base: `/${language}`,
  point: null,
});

export function feedTitle({ words, state, language }: PageContext, point?: PublicPoint | null) {
  const title = words("public:feed.title", { name: state.organisation.name });
  return point ? `${title} – ${point.name[language]}` : title;
}

/** A tag URI (RFC 4151): it names one thing for ever, wherever the page may move to. */
export const tagOf = (publicUrl: string, what: string): string =>
  `tag:${new URL(publicUrl).hostname},2026:tocsin/${what}`;

function itemsOf(context: PageContext, incident: PublicIncident): FeedItem[] {
  const updates = incident.updates.map((update) => updateItem(context, incident, update));
  return incident.confirmedAt === null ? updates : [...updates, observedItem(context, incident)];
}

function updateItem(context: PageContext, incident: PublicIncident, update: Notice): FeedItem {
  const { words } = context;
  const said = saidIn(context, update);
  const { title } = said;
  const { id, version, publishedAt } = standsAs(context, update);
  const withdrawn = {
    ...said,
    label: "",
    title: words("public:feed.withdrawn", { title }),
    message: words("public:update.withdrawnText"),
    advice: "",
    nextStep: "",
  };
  return itemOf(context, incident, {
    key: `${id}/${version}`,
    said: update.state === "withdrawn" ? withdrawn : said,
    at: update.state === "withdrawn" ? update.updatedAt : publishedAt,
    publishedAt,
    tag: update.severity,
  });
}

/** Planned work is told like everything else: an item for each thing that was said of it. */
function workItem(context: PageContext, work: Maintenance, update: WorkUpdate): FeedItem {
  const { words, language, publicUrl } = context;
  const told = words("pages:feed.title", {
    state: words(`pages:state.${update.state}`),
    title: work.title[language],
  });
  const said = wordsOfUpdate(context, work, update);
  return {
    id: tagOf(publicUrl, `maintenance/${work.id}/update/${update.id}/${language}`),
    title: exercise(context, told),
    body: [said, whenInText(context, work)].join("\n\n"),
    href: workAddress(context, work),
    at: update.at,
    publishedAt: update.at,
    tag: "planned",
  };
}

/** An answer to a rumour; each correction of it is news of its own. */
function rumourItem(context: PageContext, rumour: PublicRumour): FeedItem {
  const { words, publicUrl, language, state } = context;
  const isGone = rumour.state === "withdrawn";
  const { claim, answer } = rumour.texts[language];
  const verdict = words(`rumours:verdict.${rumour.verdict}`);
  const title = isGone
    ? words("rumours:feed.withdrawn")
    : words("rumours:feed.title", { verdict, claim });
  const key = `${rumour.version}${isGone ? "/withdrawn" : ""}`;
  return {
    id: tagOf(publicUrl, `rumour/${rumour.id}/${key}/${language}`),
    title:
      state.organisation.mode === "training" ? words("public:feed.exercise", { title }) : title,
    body: isGone ? "" : answer,
    href: `${publicUrl}/${language}/rumours#r-${rumour.id}`,
    at: rumour.updatedAt,
    publishedAt: rumour.publishedAt,
    tag: "rumour",
  };
}

function observedItem(context: PageContext, incident: PublicIncident): FeedItem {
  const said = observedOf(context, incident);
  const { at } = said;
  const tag = incident.saidBy ?? "observed";
  return itemOf(context, incident, { key: "observed", said, at, publishedAt: at, tag });
}

function itemOf(
  context: PageContext,
  incident: PublicIncident,
  update: { key: string; said: Said; at: number; publishedAt: number; tag: string },
): FeedItem {
  const { publicUrl, language } = context;
  const { key, said, at, publishedAt, tag } = update;
  return {
    id: tagOf(publicUrl, `incident/${incident.id}/update/${key}/${language}`),
    title: exercise(context, said.title),
    body: [labelled(said), said.advice, said.nextStep].filter((part) => part !== "").join("\n\n"),
    href: `${publicUrl}/${language}/incidents/${incident.id}`,
    at,
    publishedAt,
    tag,
  };
}

const exercise = ({ words, state }: PageContext, title: string): string =>
  state.organisation.mode === "training" ? words("public:feed.exercise", { title }) : title;
