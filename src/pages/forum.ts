import {
  FORUM_QUESTION_LENGTH_MAX,
  type ForumQuestion,
  forumStateOf,
  type PublicForum,
} from "../domain/forum.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { forumStyle } from "./forum-style.ts";
import { layout } from "./layout.ts";
import { paragraphs } from "./notice.ts";
import { people } from "./tellable.ts";
import { absolute, moment } from "./time.ts";
import { verifyStyle } from "./verify-style.ts";

export const FORUM_TRAP = "website";

/** A session: what people asked, what we answer, and the way to ask while it is open. */
export function forumPage(context: PageContext, forum: PublicForum): Html {
  const { words, state, language, now } = context;
  const title = forum.title[language];
  const stands = forumStateOf(forum, now);
  const questions = forum.questions.map((one) => questionBlock(context, forum, one));
  const list =
    questions.length === 0
      ? html`<p class="soft">${words(`session:page.none.${stands}`)}</p>`
      : html`<div class="rumours">${questions}</div>`;
  const ask =
    stands === "open"
      ? html`<section class="report"><div><h2>${words("session:ask.title")}</h2><p>${words("session:ask.text")}</p></div><a class="button" href="${homeOf(context)}/session/${forum.id}/ask">${words("session:ask.button")}</a></section>`
      : null;
  return layout(context, {
    title: words("public:status.title", { sentence: title, name: state.organisation.name }),
    description: words("session:page.description", { name: state.organisation.name }),
    path: `/session/${forum.id}`,
    live: true,
    listed: state.organisation.mode === "live",
    head: html`<link rel="alternate" type="text/markdown" href="${homeOf(context)}/session/${forum.id}.md"><style>${verifyStyle}</style><style>${forumStyle}</style>`,
    main: html`${back(context, "")}<div><h1>${title}</h1><p>${hours(context, forum)}</p></div>${ask}<section><h2>${words("session:page.questions")}</h2>${list}</section>`,
  });
}

function hours(context: PageContext, forum: PublicForum): Html {
  const { words, now } = context;
  const stands = forumStateOf(forum, now);
  const at = stands === "scheduled" ? forum.opensAt : forum.closesAt;
  return html`${words(`session:state.${stands}`)} ${absolute(context, at)}.`;
}

function questionBlock(context: PageContext, forum: PublicForum, question: ForumQuestion): Html {
  const { words, language, now } = context;
  const { id, answer, voices } = question;
  const tone = answer === null ? "unknown" : "operational";
  const reply =
    answer === null
      ? html`<p class="soft">${words("session:page.unanswered")}</p>`
      : html`<h4>${words("session:page.answer")}</h4>${paragraphs(answer[language])}`;
  const also = voices === 0 ? null : html`${words("session:page.also")} ${people(context, voices)}`;
  const join =
    forumStateOf(forum, now) === "open"
      ? html`<form class="join" method="post" action="${homeOf(context)}/session/${forum.id}/too"><input type="hidden" name="id" value="${id}"><button aria-describedby="q-${id}">${words("session:page.too")}</button></form>`
      : null;
  return html`<article class="rumour ${tone}" aria-labelledby="q-${id}"><h3 id="q-${id}" lang="${question.language}">${question.words}</h3>${reply}<p class="soft">${words("session:page.asked")} ${moment(context, question.at)}${also === null ? null : html` · ${also}`}</p>${join}</article>`;
}

/** What leads to a session while it is open: on the status page, and on that of its incident. */
export function forumSection(context: PageContext, incidentId: string | null): Html | null {
  const { words, state, language, now } = context;
  const open = state.forums.filter(
    (forum) =>
      forumStateOf(forum, now) === "open" &&
      (incidentId === null ? isOfPage(context, forum) : forum.incidentId === incidentId),
  );
  if (open.length === 0) return null;
  return html`${open.map((forum) => html`<section class="report"><div><h2>${forum.title[language]}</h2><p>${words("session:link.text")} ${hours(context, forum)}</p></div><a class="button" href="${homeOf(context)}/session/${forum.id}">${words("session:link.button")}</a></section>`)}`;
}

/** One of several pages shows the sessions about its own incidents, and those about none. */
const isOfPage = ({ state }: PageContext, { incidentId }: PublicForum): boolean =>
  incidentId === null || state.open.some(({ id }) => id === incidentId);

export type ForumAskDraft = { words: string; wrong: boolean };

/** A plain form of its own: the page of the session renews itself, and would take words away. */
export function forumAskPage(context: PageContext, forum: PublicForum, draft: ForumAskDraft): Html {
  const { words, language } = context;
  const alert = draft.wrong
    ? html`<div class="errors" role="alert"><a href="#words">${words("session:ask.empty")}</a></div>`
    : null;
  const invalid = draft.wrong ? html` aria-invalid="true"` : null;
  const path = `${homeOf(context)}/session/${forum.id}`;
  return sheet(context, forum.id, {
    title: words("session:ask.title"),
    main: html`<div><h1>${words("session:ask.title")}</h1><p>${forum.title[language]}</p></div>${alert}<form method="post" action="${path}/ask"><div><label class="label" for="words">${words("session:ask.words")}</label><textarea id="words" name="words" rows="5" maxlength="${FORUM_QUESTION_LENGTH_MAX}" required aria-describedby="words-hint"${invalid}>${draft.words}</textarea><p class="soft" id="words-hint">${words("session:ask.hint")}</p></div><div class="trap" aria-hidden="true"><label>Website <input type="text" name="${FORUM_TRAP}" tabindex="-1" autocomplete="off"></label></div><p class="soft">${words("session:ask.privacy")}</p><div><button type="submit">${words("session:ask.send")}</button></div></form>`,
  });
}

export type ForumEnd = "taken" | "bounded" | "closed" | "refused" | "unavailable";

/** What came of a question. */
export function forumEndPage(context: PageContext, forum: PublicForum, end: ForumEnd): Html {
  const { words } = context;
  const title = words(`session:end.${end}.title`);
  return sheet(context, forum.id, {
    title,
    main: html`<div><h1>${title}</h1><p>${words(`session:end.${end}.text`)}</p></div><p><a class="button" href="${homeOf(context)}/session/${forum.id}">${words("session:end.back")}</a></p>`,
  });
}

function sheet(context: PageContext, id: string, { title, main }: { title: string; main: Html }) {
  const { words, state } = context;
  return layout(context, {
    title: words("public:status.title", { sentence: title, name: state.organisation.name }),
    description: words("session:ask.text"),
    path: `/session/${id}/ask`,
    live: false,
    listed: false,
    head: html`<style>${verifyStyle}</style>`,
    main: html`${back(context, `/session/${id}`)}${main}`,
  });
}

const back = (context: PageContext, path: string): Html =>
  html`<p class="back"><a href="${homeOf(context)}${path}"><span aria-hidden="true">← </span>${context.words(path === "" ? "public:incident.back" : "session:end.back")}</a></p>`;
