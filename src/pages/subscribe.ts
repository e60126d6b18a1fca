import type { SubscriberKind } from "../domain/subscriber.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout } from "./layout.ts";
import { pushScript } from "./push-script.ts";
import { subscribeStyle } from "./subscribe-style.ts";

export type SubscribeField = "address" | "owner" | "code";

/** What somebody has typed so far, and what is still wrong with it. */
export type SubscribeDraft = {
  by: SubscriberKind;
  address: string;
  owner: string;
  format: "statuspage" | "tocsin";
  pointIds: readonly string[];
  incidentId: string | null;
  works: boolean;
  wrong: readonly SubscribeField[];
};

export type Offer = {
  kinds: readonly SubscriberKind[];
  /** The public half of our key, where browsers can be notified. */
  pushKey: string | null;
};

/** The field that people leave empty, because they cannot see it. */
export const TRAP = "website";

/** How to be told: one way at a time, complete without a script. */
export function subscribePage(context: PageContext, offer: Offer, draft: SubscribeDraft): Html {
  const { words } = context;
  const title = words("subscribers:page.title");
  const isOffered = offer.kinds.includes(draft.by);
  const way = isOffered ? form(context, offer, draft) : null;
  return subscriptionSheet(context, {
    title: draft.wrong.length === 0 ? title : words("subscribers:page.errorPrefix", { title }),
    path: "/subscribe",
    main: html`<div><h1>${title}</h1><p>${words("subscribers:page.intro")}</p></div>${ways(context, offer, draft)}${errors(context, draft)}${way ?? html`<p>${words("subscribers:page.nothing")}</p>`}${feeds(context)}`,
  });
}

/** The frame of every page about subscriptions: for one reader, and not for search engines. */
export function subscriptionSheet(
  context: PageContext,
  sheet: { title: string; path: string; main: Html },
): Html {
  const { words, state } = context;
  return layout(context, {
    title: words("public:status.title", { sentence: sheet.title, name: state.organisation.name }),
    description: words("subscribers:page.intro"),
    path: sheet.path,
    live: false,
    listed: false,
    head: html`<link rel="manifest" href="${context.base}/manifest.webmanifest"><style>${subscribeStyle}</style>`,
    main: sheet.main,
  });
}

function ways(context: PageContext, { kinds }: Offer, draft: SubscribeDraft): Html | null {
  if (kinds.length < 2) return null;
  const { words } = context;
  const incident = draft.incidentId === null ? "" : `&incident=${draft.incidentId}`;
  const links = kinds.map((kind) => {
    const current = kind === draft.by ? html` aria-current="page"` : null;
    const href = `${homeOf(context)}/subscribe?by=${kind}${incident}`;
    return html`<li><a href="${href}"${current}>${words(`subscribers:page.by.${kind}`)}</a></li>`;
  });
  return html`<nav class="ways" aria-label="${words("subscribers:page.ways")}"><ul>${links}</ul></nav>`;
}

function errors({ words }: PageContext, { wrong, by }: SubscribeDraft): Html | null {
  if (wrong.length === 0) return null;
  const lines = wrong.map(
    (field) => html`<li><a href="#${field}">${words(wrongKey(field, by))}</a></li>`,
  );
  return html`<div class="errors" role="alert"><h2>${words("subscribers:page.errorTitle")}</h2><ul>${lines}</ul></div>`;
}

const wrongKey = (field: SubscribeField, by: SubscriberKind): string =>
  `subscribers:page.wrong.${field === "address" ? by : field}`;

function form(context: PageContext, offer: Offer, draft: SubscribeDraft): Html {
  const { words } = context;
  if (draft.by === "push") return pushForm(context, offer, draft);
  const owner = draft.by === "webhook" ? field(context, draft, OWNER) : null;
  const address = { name: "address", ...INPUTS[draft.by] } as const;
  return html`<form method="post" action="${homeOf(context)}/subscribe" novalidate><input type="hidden" name="by" value="${draft.by}">${field(context, draft, address)}${owner}${format(context, draft)}${scope(context, draft)}${trap(context)}<p class="soft">${words("subscribers:page.privacy")}</p><div><button type="submit">${words(`subscribers:page.send.${draft.by}`)}</button></div></form>`;
}

type Input = {
  name: SubscribeField;
  type: "email" | "tel" | "url" | "text";
  complete: string;
};

const OWNER: Input = { name: "owner", type: "email", complete: "email" };
const INPUTS: Record<Exclude<SubscriberKind, "push">, Omit<Input, "name">> = {
  email: { type: "email", complete: "email" },
  sms: { type: "tel", complete: "tel" },
  webhook: { type: "url", complete: "off" },
  slack: { type: "url", complete: "off" },
  teams: { type: "url", complete: "off" },
};

function field(
  { words }: PageContext,
  draft: SubscribeDraft,
  { name, type, complete }: Input,
): Html {
  const key = name === "address" ? draft.by : name;
  const wrong = draft.wrong.includes(name);
  const said = wrong
    ? html`<p class="error" id="${name}-error">${words(wrongKey(name, draft.by))}</p>`
    : null;
  const told = wrong ? `${name}-hint ${name}-error` : `${name}-hint`;
  const value = name === "owner" ? draft.owner : draft.address;
  return html`<div${wrong ? html` class="wrong-input"` : null}><label class="label" for="${name}">${words(`subscribers:page.field.${key}`)}</label><p class="soft" id="${name}-hint">${words(`subscribers:page.hint.${key}`)}</p>${said}<input class="text" id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${complete}" aria-describedby="${told}"${wrong ? html` aria-invalid="true"` : null} required></div>`;
}

function format({ words }: PageContext, draft: SubscribeDraft): Html | null {
  return draft.by === "webhook" ? formatChoice(words, draft.format) : null;
}

export function formatChoice(words: PageContext["words"], chosen: string): Html {
  const options = (["statuspage", "tocsin"] as const).map(
    (value) =>
      html`<label class="choice"><input type="radio" name="format" value="${value}"${value === chosen ? html` checked` : null}>${words(`subscribers:page.formats.${value}`)}</label>`,
  );
  return html`<fieldset><legend>${words("subscribers:page.format")}</legend>${options}</fieldset>`;
}

/** One incident, or the ways to reach us that somebody cares for. */
function scope(context: PageContext, draft: SubscribeDraft): Html | null {
  const { words, language, state } = context;
  const incident = state.open.find(({ id }) => id === draft.incidentId);
  if (!incident) {
    return html`${pointChoice(context, draft.pointIds)}${worksChoice(context, draft.works)}`;
  }
  const title = incident.title[language];
  return html`<fieldset><legend>${words("subscribers:page.scope")}</legend><label class="choice"><input type="checkbox" name="incident" value="${incident.id}" checked>${words("subscribers:page.onlyIncident", { title })}</label></fieldset>`;
}

export function pointChoice(context: PageContext, chosen: readonly string[]): Html | null {
  const { words, language, state } = context;
  if (state.points.length < 2) return null;
  const boxes = state.points.map(
    ({ id, name }) =>
      html`<label class="choice"><input type="checkbox" name="point" value="${id}"${chosen.includes(id) ? html` checked` : null}>${name[language]}</label>`,
  );
  return html`<fieldset><legend>${words("subscribers:page.scope")}</legend><p class="soft">${words("subscribers:page.scopeHint")}</p>${boxes}</fieldset>`;
}

export const worksChoice = ({ words }: PageContext, chosen: boolean): Html =>
  html`<label class="choice"><input type="checkbox" name="works" value="1"${chosen ? html` checked` : null}>${words("subscribers:page.works")}</label>`;

/** Programs fill in everything. People do not see it, and screen readers do not say it. */
const trap = ({ words }: PageContext): Html =>
  html`<div class="trap" aria-hidden="true"><label>${words("subscribers:page.trap")} <input name="${TRAP}" tabindex="-1" autocomplete="off"></label></div>`;

function pushForm(context: PageContext, { pushKey }: Offer, draft: SubscribeDraft): Html {
  const { words } = context;
  const say = (key: string): string => words(`subscribers:page.${key}`);
  return html`<div class="card"><p>${say("pushText")}</p><p id="push-none" class="soft">${say("pushNone")} ${say("pushApple")}</p><form id="push-form" hidden>${pointChoice(context, draft.pointIds)}${worksChoice(context, draft.works)}<div><button type="button" id="push" data-base="${context.base}" data-key="${pushKey ?? ""}" data-done="${say("pushDone")}" data-gone="${say("pushGone")}" data-denied="${say("pushDenied")}" data-failed="${say("pushFailed")}">${say("pushOn")}</button><button type="button" id="push-off" class="quiet" hidden>${say("pushOff")}</button></div></form><p id="push-said" role="status"></p></div><script>${pushScript}</script>`;
}

/** Every way to follow us that asks for nothing. */
function feeds(context: PageContext): Html {
  const { words, language, state } = context;
  const links = (base: string) =>
    html`<a href="${base}/feed.atom">Atom</a> <a href="${base}/history.rss">RSS</a> <a href="${base}/feed.json">JSON Feed</a>`;
  const points = state.points.map(
    ({ id, name }) =>
      html`<li><span>${name[language]}</span> ${links(`${homeOf(context)}/points/${id}`)}</li>`,
  );
  const each =
    points.length < 2
      ? null
      : html`<details><summary>${words("subscribers:page.feedsPoints")}</summary><ul class="feeds">${points}</ul></details>`;
  return html`<section><h2>${words("subscribers:page.feedsTitle")}</h2><p>${words("subscribers:page.feedsText")}</p><p class="feeds">${links(homeOf(context))}</p>${each}</section>`;
}
