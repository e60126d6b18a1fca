import type { Notice, PublicIncident } from "../domain/public-state.ts";
import type { HookFormat, What } from "../domain/subscriber.ts";
import type { PageContext } from "./context.ts";
import { labelled, saidIn, saidOf } from "./notice.ts";
import { incidentOf, statusOf } from "./statuspage.ts";
import { PAGE_ID } from "./statuspage-component.ts";

export type HookNews = { what: What; incident: PublicIncident; update: Notice | null };
export type HookLinks = { manage: string; unsubscribe: string };

/** What a machine is told, in the form it asked for. The newest update comes first in both. */
export function hookBody(
  context: PageContext,
  news: HookNews,
  terms: { format: HookFormat; links: HookLinks },
): object {
  return terms.format === "statuspage"
    ? asStatuspage(context, news, terms.links)
    : asTocsin(context, news, terms.links);
}

/** The envelope of Statuspage webhooks, which programs of the trade understand already. */
function asStatuspage(context: PageContext, { incident }: HookNews, links: HookLinks): object {
  const { indicator, description } = statusOf(context);
  return {
    meta: { unsubscribe: links.unsubscribe, documentation: `${context.publicUrl}/api/docs` },
    page: { id: PAGE_ID, status_indicator: indicator, status_description: description },
    incident: incidentOf(context, incident),
  };
}

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
        contact_points: state.points
          .filter(({ id }) => incident.pointIds.includes(id))
          .map(({ id, name, state: now }) => ({ id, name: name[language], state: now })),
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
