import type { Notice, PublicIncident } from "../domain/public-state.ts";
import type { HookFormat, IncidentWhat } from "../domain/subscriber.ts";
import type { PageContext } from "./context.ts";
import { labelled, saidIn, saidOf } from "./notice.ts";
import { incidentOf, statusOf } from "./statuspage.ts";
import { PAGE_ID } from "./statuspage-component.ts";
import { maintenanceOf } from "./statuspage-work.ts";
import type { WorkNews } from "./subscriber-work.ts";
import { wordsOfUpdate, workAddress } from "./work-said.ts";

export type HookNews = { what: IncidentWhat; incident: PublicIncident; update: Notice | null };
export type HookLinks = { manage: string; unsubscribe: string };

/** What a machine is told, in the form it asked for. The newest update comes first in both. */
export function hookBody(
  context: PageContext,
  news: HookNews | WorkNews,
  terms: { format: HookFormat; links: HookLinks },
): object {
  if ("work" in news) return workHook(context, news, terms);
  return terms.format === "statuspage"
    ? asStatuspage(context, news, terms.links)
    : asTocsin(context, news, terms.links);
}

/** The envelope of Statuspage webhooks, which programs of the trade understand already. */
function asStatuspage(context: PageContext, { incident }: HookNews, links: HookLinks): object {
  return { ...envelopeOf(context, links), incident: incidentOf(context, incident) };
}

function envelopeOf(context: PageContext, links: HookLinks) {
  const { indicator, description } = statusOf(context);
  const { origin } = new URL(context.publicUrl);
  return {
    meta: { unsubscribe: links.unsubscribe, documentation: `${origin}/api/docs` },
    page: { id: PAGE_ID, status_indicator: indicator, status_description: description },
  };
}

/** Planned work is an incident of its own kind to Statuspage, and a type of its own to us. */
function workHook(
  context: PageContext,
  { what, work }: WorkNews,
  { format, links }: { format: HookFormat; links: HookLinks },
): object {
  if (format === "statuspage") {
    return { ...envelopeOf(context, links), incident: maintenanceOf(context, work) };
  }
  const { state, language, publicUrl } = context;
  const [newest] = work.updates;
  return {
    version: "1",
    type: "planned_work",
    generated_at: iso(context.now),
    data: {
      what: what.replace("work-", ""),
      language,
      training: state.organisation.mode === "training",
      page: { name: state.organisation.name, url: `${publicUrl}/${language}` },
      work: {
        id: work.id,
        title: work.title[language],
        message: work.message[language],
        state: work.state,
        effect: work.effect,
        firm: work.firm,
        from: iso(work.from),
        until: iso(work.until),
        url: workAddress(context, work),
        contact_points: pointsIn(context, work.pointIds),
      },
      update:
        newest === undefined
          ? null
          : { id: newest.id, at: iso(newest.at), message: wordsOfUpdate(context, work, newest) },
    },
    subscription: { manage_url: links.manage, unsubscribe_url: links.unsubscribe },
  };
}

const pointsIn = ({ state, language }: PageContext, ids: readonly string[]) =>
  state.points
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name, state: now }) => ({ id, name: name[language], state: now }));

/** Our own form. A field may be added to version 1; none changes its meaning or goes away. */
function asTocsin(context: PageContext, news: HookNews, links: HookLinks): object {
  const { state, language, publicUrl } = context;
  const { incident, what } = news;
  return {
    version: "1",
    type: "status_report",
    generated_at: iso(context.now),
    data: {
      what,
      language,
      training: state.organisation.mode === "training",
      page: { name: state.organisation.name, url: `${publicUrl}/${language}` },
      incident: {
        id: incident.id,
        title: incident.title[language],
        phase: incident.phase,
        severity: incident.severity,
        started_at: iso(incident.startedAt),
        resolved_at: incident.closedAt === null ? null : iso(incident.closedAt),
        url: `${publicUrl}/${language}/incidents/${incident.id}`,
        contact_points: pointsIn(context, incident.pointIds),
      },
      update: updateIn(context, news),
    },
    subscription: { manage_url: links.manage, unsubscribe_url: links.unsubscribe },
  };
}

/** A withdrawn text keeps its place, without its words. */
function updateIn(context: PageContext, { incident, update, what }: HookNews): object {
  const said = update === null ? saidOf(context, incident) : saidIn(context, update);
  const shown = (text: string): string | null => (what === "withdrawn" ? null : text);
  return {
    id: update?.id ?? null,
    version: update?.version ?? null,
    language: said.spoken,
    title: shown(said.title),
    message: shown(labelled(said)),
    advice: shown(said.advice),
    next_step: shown(said.nextStep),
    source: said.source,
    published_at: iso(said.at),
    next_update_at: said.nextUpdateAt === null ? null : iso(said.nextUpdateAt),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
