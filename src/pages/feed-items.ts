import type { Notice, PublicIncident } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { observedOf, type Said, saidIn } from "./notice.ts";

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
export function feedItems(context: PageContext): FeedItem[] {
  const { state } = context;
  return [...state.open, ...state.past]
    .flatMap((incident) => itemsOf(context, incident))
    .sort((a, b) => b.at - a.at)
    .slice(0, ITEM_COUNT_MAX);
}

/** When something was last said; where nothing ever was, when the contact points last changed. */
export function feedUpdatedAt({ state }: PageContext, items: readonly FeedItem[]): number {
  return items[0]?.at ?? Math.max(0, ...state.points.map((point) => point.updatedAt));
}

export const feedTitle = ({ words, state }: PageContext): string =>
  words("public:feed.title", { name: state.organisation.name });

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
  const withdrawn = {
    ...said,
    title: words("public:feed.withdrawn", { title }),
    message: words("public:update.withdrawnText"),
    advice: "",
    nextStep: "",
  };
  return itemOf(context, incident, {
    key: `${update.id}/${update.version}`,
    said: update.state === "withdrawn" ? withdrawn : said,
    at: update.state === "withdrawn" ? update.updatedAt : update.publishedAt,
    publishedAt: update.publishedAt,
    tag: update.severity,
  });
}

function observedItem(context: PageContext, incident: PublicIncident): FeedItem {
  const said = observedOf(context, incident);
  const { at } = said;
  return itemOf(context, incident, { key: "observed", said, at, publishedAt: at, tag: "observed" });
}

function itemOf(
  context: PageContext,
  incident: PublicIncident,
  update: { key: string; said: Said; at: number; publishedAt: number; tag: string },
): FeedItem {
  const { words, publicUrl, language, state } = context;
  const { key, said, at, publishedAt, tag } = update;
  return {
    id: tagOf(publicUrl, `incident/${incident.id}/update/${key}/${language}`),
    title:
      state.organisation.mode === "training"
        ? words("public:feed.exercise", { title: said.title })
        : said.title,
    body: [said.message, said.advice, said.nextStep].filter((part) => part !== "").join("\n\n"),
    href: `${publicUrl}/${language}/incidents/${incident.id}`,
    at,
    publishedAt,
    tag,
  };
}
