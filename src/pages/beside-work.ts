import type { PublicIncident } from "../domain/public-state.ts";
import { type Html, html, joined } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";

/** Beside an alarm: planned work of ours on the same ways to reach us. */
export function besideWork(context: PageContext, incident: PublicIncident): Html | null {
  const { words, state, language } = context;
  const works = state.works.filter(({ id }) => incident.workIds.includes(id));
  if (works.length === 0) return null;
  const links = works.map(
    (work) =>
      html`<a href="${homeOf(context)}/maintenance#w-${work.id}">${work.title[language]}</a>`,
  );
  return html`<p class="beside">${words("pages:planned.beside")} ${joined(links, ", ")}</p>`;
}
