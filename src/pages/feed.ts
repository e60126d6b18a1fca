import type { Notice, PublicIncident } from "../domain/public-state.ts";
import { type Html, xml } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { observedOf, type Said, saidIn } from "./notice.ts";

const ENTRY_COUNT_MAX = 100;

/** Atom (RFC 4287), one entry for each update, so that a reader tells its owner of every one. */
export function atomFeed(context: PageContext): Html {
  const { words, language, state, publicUrl } = context;
  const entries = [...state.open, ...state.past]
    .flatMap((incident) => entriesOf(context, incident))
    .sort((a, b) => b.at - a.at)
    .slice(0, ENTRY_COUNT_MAX);
  const { name } = state.organisation;
  const updated = entries[0]?.at ?? Math.max(0, ...state.points.map((point) => point.updatedAt));
  return xml`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><id>${tagOf(publicUrl, `feed/${language}`)}</id><title>${words("public:feed.title", { name })}</title><updated>${iso(updated)}</updated><author><name>${name}</name></author><generator>Tocsin</generator><link rel="self" type="application/atom+xml" href="${publicUrl}/${language}/feed.atom"/><link rel="alternate" type="text/html" hreflang="${language}" href="${publicUrl}/${language}"/>
${entries.map(({ entry }) => entry)}</feed>
`;
}

type Entry = { at: number; entry: Html };

function entriesOf(context: PageContext, incident: PublicIncident): Entry[] {
  const updates = incident.updates.map((update) => updateEntry(context, incident, update));
  return incident.confirmedAt === null ? updates : [...updates, observedEntry(context, incident)];
}

function updateEntry(context: PageContext, incident: PublicIncident, update: Notice): Entry {
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
  return entry(context, incident, {
    key: `${update.id}/${update.version}`,
    said: update.state === "withdrawn" ? withdrawn : said,
    at: update.state === "withdrawn" ? update.updatedAt : update.publishedAt,
    publishedAt: update.publishedAt,
    tag: update.severity,
  });
}

function observedEntry(context: PageContext, incident: PublicIncident): Entry {
  const said = observedOf(context, incident);
  const { at } = said;
  return entry(context, incident, { key: "observed", said, at, publishedAt: at, tag: "observed" });
}

function entry(
  context: PageContext,
  incident: PublicIncident,
  update: { key: string; said: Said; at: number; publishedAt: number; tag: string },
): Entry {
  const { words, publicUrl, language, state } = context;
  const { said, at } = update;
  const id = tagOf(publicUrl, `incident/${incident.id}/update/${update.key}/${language}`);
  const title =
    state.organisation.mode === "training"
      ? words("public:feed.exercise", { title: said.title })
      : said.title;
  const body = [said.message, said.advice, said.nextStep]
    .filter((part) => part !== "")
    .join("\n\n");
  const href = `${publicUrl}/${language}/incidents/${incident.id}`;
  return {
    at,
    entry: xml`<entry><id>${id}</id><title>${title}</title><updated>${iso(at)}</updated><published>${iso(update.publishedAt)}</published><link rel="alternate" type="text/html" href="${href}"/><category term="${update.tag}" label="${words(`public:update.${update.tag}`)}"/><content type="text">${body}</content></entry>
`,
  };
}

const iso = (at: number): string => new Date(at).toISOString();

/** A tag URI (RFC 4151): it names one update for ever, wherever the page may move to. */
const tagOf = (publicUrl: string, what: string): string =>
  `tag:${new URL(publicUrl).hostname},2026:tocsin/${what}`;
