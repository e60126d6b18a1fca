import type { PointState } from "../domain/contact-point.ts";
import { type Html, html, xml } from "../lib/html.ts";

/** A shape of its own for every state, so that no colour has to be seen. */
export const sprite: Html = html`<svg width="0" height="0" aria-hidden="true" class="sprite"><symbol id="i-operational" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9"/><path d="m5.5 10.5 3 3 6-7"/></symbol><symbol id="i-degraded" viewBox="0 0 20 20"><path class="f" d="M10 1.5 19.2 18H.8Z"/><path d="M10 7.5v5m0 2v1"/></symbol><symbol id="i-partial" viewBox="0 0 20 20"><circle class="o" cx="10" cy="10" r="8"/><path class="f" d="M10 2a8 8 0 0 1 0 16Z"/></symbol><symbol id="i-major" viewBox="0 0 20 20"><path class="f" d="M6.2 1h7.6L19 6.2v7.6L13.8 19H6.2L1 13.8V6.2Z"/><path d="m6.5 6.5 7 7m0-7-7 7"/></symbol><symbol id="i-trouble" viewBox="0 0 20 20"><path class="f" d="M10 .8 19.2 10 10 19.2.8 10Z"/><path d="M10 5.5v5.5m0 2.6v.6"/></symbol><symbol id="i-maintenance" viewBox="0 0 20 20"><rect class="f" x="1" y="1" width="18" height="18" rx="4"/><path d="M7 6v8m6-8v8"/></symbol><symbol id="i-unknown" viewBox="0 0 20 20"><circle class="o d" cx="10" cy="10" r="8.5"/><path class="s" d="M7.5 7.7a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.5m0 2.2v1"/></symbol></svg>`;

export const stateIcon = (state: PointState): Html =>
  html`<svg class="icon" aria-hidden="true"><use href="#i-${state}"/></svg>`;

/** The bell that rings when everything else has stopped working. */
export const bell: Html = html`<svg class="bell" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.5c-3.6 0-5.6 2.6-5.6 6 0 5.2-2.4 6.5-2.4 8.5h16c0-2-2.4-3.3-2.4-8.5 0-3.4-2-6-5.6-6ZM9.7 19a2.4 2.4 0 0 0 4.6 0Z"/></svg>`;

export const favicon: Html = xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#152238"/><path fill="#ffd166" d="M16 5c-4.5 0-7 3.2-7 7.4 0 6.3-3 7.9-3 10.4h20c0-2.5-3-4.1-3-10.4C23 8.2 20.5 5 16 5Zm-2.9 19.6a3 3 0 0 0 5.8 0Z"/></svg>`;
