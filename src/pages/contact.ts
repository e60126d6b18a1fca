import { whatWorks } from "../domain/contact-point.ts";
import { MESSAGE_LENGTH_MAX, NAME_LENGTH_MAX, spokenReference } from "../domain/help/ticket.ts";
import { openingAt } from "../domain/opening-hours.ts";
import type { PublicPoint } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { helpStyle } from "./help-style.ts";
import { layout } from "./layout.ts";
import { noticeArticle } from "./notice.ts";
import { openingWords, workingPoint } from "./point.ts";
import { TRAP } from "./subscribe.ts";

export type ContactField = "name" | "reply" | "message";
/** What somebody has typed so far, and what is still wrong with it. */
export type ContactDraft = {
  name: string;
  reply: string;
  message: string;
  asked: readonly string[];
  wrong: readonly ContactField[];
};
export const EMPTY_CONTACT: ContactDraft = {
  name: "",
  reply: "",
  message: "",
  asked: [],
  wrong: [],
};

export type ContactEnd =
  | { kind: "filed"; reference: string; confirmed: boolean; ahead: number }
  | { kind: "bounded" | "refused" | "unavailable" };

const WAYS_SHOWN_MAX = 3;

/** The words under which somebody gives us their address: kept with what they wrote. */
export const consentWords = ({ words, state }: PageContext): string =>
  words("help:contact.consent", { name: state.organisation.name });

/** What is wrong at present first: it may be all that somebody wanted to know. Then the form. */
export function contactPage(context: PageContext, draft: ContactDraft, ahead: number | null): Html {
  const { words } = context;
  const title = words("help:contact.title");
  const isWrong = draft.wrong.length > 0;
  return sheet(
    context,
    isWrong ? words("public:report.errorPrefix", { title }) : title,
    html`<div><h1>${title}</h1><p>${words("help:contact.intro")}</p></div>${errors(context, draft)}${isWrong ? null : before(context)}${form(context, draft, ahead)}`,
  );
}

/** What came of it, the number to ask by, and when somebody will be there to read it. */
export function contactEndPage(context: PageContext, end: ContactEnd): Html {
  const { words } = context;
  const title = words(`help:contact.end.${end.kind}.title`);
  return sheet(
    context,
    title,
    html`<div class="before" role="status"><h1>${title}</h1>${endText(context, end)}</div>${end.kind === "filed" ? null : ways(context)}<p><a class="button" href="${homeOf(context)}">${words("public:report.toStatus")}</a></p>`,
  );
}

function endText(context: PageContext, end: ContactEnd): Html {
  const { words } = context;
  if (end.kind !== "filed") return html`<p>${words(`help:contact.end.${end.kind}.text`)}</p>`;
  const number = spokenReference(end.reference);
  const mail = end.confirmed ? "mailed" : "noMail";
  return html`<p>${words("help:contact.end.filed.number")}</p><p class="number">${number}</p><p>${words(`help:contact.end.${mail}`)}</p><p>${delay(context, end.ahead)}</p>`;
}

function sheet(context: PageContext, title: string, main: Html): Html {
  const { name } = context.state.organisation;
  return layout(context, {
    title: context.words("public:status.title", { sentence: title, name }),
    description: context.words("help:contact.intro"),
    path: "/contact",
    live: false,
    listed: false,
    head: html`<style>${helpStyle}</style>`,
    main,
  });
}

function errors({ words }: PageContext, { wrong }: ContactDraft): Html | null {
  if (wrong.length === 0) return null;
  const lines = wrong.map(
    (field) => html`<li><a href="#${field}">${words(`help:contact.wrong.${field}`)}</a></li>`,
  );
  return html`<div class="errors" role="alert"><h2>${words("public:report.errorTitle")}</h2><ul>${lines}</ul></div>`;
}

/** Before somebody writes: what we know, and what answers faster than a letter. */
function before(context: PageContext): Html | null {
  const { words, state } = context;
  const [incident] = state.open;
  if (incident === undefined) return null;
  return html`<section class="before"><h2>${words("help:contact.before")}</h2>${noticeArticle(context, incident)}<p><a href="${homeOf(context)}/help">${words("help:contact.faq")}</a></p>${ways(context)}</section>`;
}

function ways(context: PageContext): Html | null {
  const points = working(context).slice(0, WAYS_SHOWN_MAX);
  if (points.length === 0) return null;
  const list = points.map((point) => workingPoint(context, point));
  return html`<section><h2>${context.words("help:contact.faster")}</h2><ul class="points">${list}</ul></section>`;
}

const working = ({ state, now }: PageContext): PublicPoint[] =>
  whatWorks(state.points, { timeZone: state.organisation.timeZone, now });

function form(context: PageContext, draft: ContactDraft, ahead: number | null): Html {
  const { words } = context;
  const consent = consentWords(context);
  return html`<form method="post" action="${homeOf(context)}/contact" novalidate>${carried(context, draft)}${field(context, draft, { name: "name", autocomplete: "name", lengthMax: NAME_LENGTH_MAX })}${field(context, draft, { name: "reply", autocomplete: "email", lengthMax: 200 })}${messageField(context, draft)}${trap(context)}<p class="soft">${consent}</p>${ahead === null ? null : html`<p>${delay(context, ahead)}</p>`}<div><button type="submit">${words("help:contact.send")}</button></div></form>`;
}

/** What was asked in the box: it goes along, and nobody has to tell it twice. */
function carried({ words }: PageContext, { asked }: ContactDraft): Html | null {
  if (asked.length === 0) return null;
  const said = asked.map(
    (one) =>
      html`<li>${words("help:contact.quoted", { text: one })}<input type="hidden" name="asked" value="${one}"></li>`,
  );
  return html`<div><p class="label">${words("help:contact.asked")}</p><ul>${said}</ul></div>`;
}

type Field = { name: "name" | "reply"; autocomplete: string; lengthMax: number };

function field(
  { words }: PageContext,
  draft: ContactDraft,
  { name, autocomplete, lengthMax }: Field,
): Html {
  const wrong = draft.wrong.includes(name);
  const described = [name === "reply" ? "reply-hint" : "", wrong ? `${name}-error` : ""].join(" ");
  const hint =
    name === "reply"
      ? html`<p class="soft" id="reply-hint">${words("help:contact.replyHint")}</p>`
      : null;
  return html`<div${wrong ? html` class="wrong-input"` : null}><label class="label" for="${name}">${words(`help:contact.${name}`)}</label>${hint}${wrong ? wrongLine(words(`help:contact.wrong.${name}`), name) : null}<input class="text" type="text" id="${name}" name="${name}" value="${draft[name]}" maxlength="${lengthMax}" autocomplete="${autocomplete}" required${described.trim() === "" ? null : html` aria-describedby="${described.trim()}"`}${wrong ? html` aria-invalid="true"` : null}></div>`;
}

function messageField({ words }: PageContext, draft: ContactDraft): Html {
  const wrong = draft.wrong.includes("message");
  return html`<div${wrong ? html` class="wrong-input"` : null}><label class="label" for="message">${words("help:contact.message")}</label>${wrong ? wrongLine(words("help:contact.wrong.message"), "message") : null}<textarea class="text" id="message" name="message" rows="6" maxlength="${MESSAGE_LENGTH_MAX}" required${wrong ? html` aria-describedby="message-error" aria-invalid="true"` : null}>${draft.message}</textarea></div>`;
}

const wrongLine = (sentence: string, name: string): Html =>
  html`<p class="error" id="${name}-error">${sentence}</p>`;

/** Programs fill in everything. People do not see it, and screen readers do not say it. */
const trap = ({ words }: PageContext): Html =>
  html`<div class="trap" aria-hidden="true"><label>${words("subscribers:page.trap")} <input name="${TRAP}" tabindex="-1" autocomplete="off"></label></div>`;

/** When somebody is there to read it, from our opening hours, and how many wait. No promise. */
function delay(context: PageContext, ahead: number): string {
  const { words, state, now } = context;
  const queue = words("help:contact.ahead", { count: ahead });
  const timed = state.points.filter(({ hours }) => hours !== null);
  if (timed.length === 0) return words("help:contact.delay.untold", { queue });
  const { timeZone } = state.organisation;
  const open = timed.find(({ hours }) => hours !== null && openingAt(hours, timeZone, now).open);
  if (open !== undefined) return words("help:contact.delay.open", { queue });
  const [first] = timed;
  const opening = first === undefined ? null : openingWords(context, first);
  return words("help:contact.delay.closed", { queue, opening: opening?.text ?? "" });
}
