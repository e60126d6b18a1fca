import type { FaqShown } from "../domain/help/faq.ts";
import { dataScript, type Html, html } from "../lib/html.ts";
import { askForm, askLoader } from "./ask-box.ts";
import { homeOf, type PageContext } from "./context.ts";
import { answerOf, type HelpAnswer, type Told } from "./help-answer.ts";
import { faqOf } from "./help-faq.ts";
import { helpStyle } from "./help-style.ts";
import { layout } from "./layout.ts";
import { paragraphs } from "./notice.ts";
import { workingPoint } from "./point.ts";
import { pollSection } from "./poll.ts";
import { moment } from "./time.ts";

/** What was asked, and which answer was just judged. */
export type HelpAsked = { asked: string; judged: string | null };
export const NOTHING_ASKED: HelpAsked = { asked: "", judged: null };

/** Frequent questions, and a box for the others: complete without any script. */
export function helpPage(context: PageContext, { asked, judged }: HelpAsked): Html {
  const { words, state } = context;
  const { name, mode } = state.organisation;
  const title = words("help:page.title");
  const entries = faqOf(context);
  const answer = asked === "" ? null : answerOf(context, asked);
  return layout(context, {
    title: words("public:status.title", { sentence: title, name }),
    description: words("help:page.description", { name }),
    path: "/help",
    live: false,
    listed: mode === "live" && asked === "",
    data: mode === "live" && asked === "" ? faqData(context, entries) : null,
    head: html`<link rel="alternate" type="text/markdown" href="${homeOf(context)}/help.md"><style>${helpStyle}</style>`,
    main: html`<div><h1>${title}</h1><p>${words("help:page.intro")}</p></div><section class="ask-box" aria-labelledby="ask-title"><h2 id="ask-title">${words("help:ask.title")}</h2>${askForm(context, asked)}<script>${askLoader}</script></section>${answer === null ? null : answerSection(context, answer)}${pollSection(context)}${faqSection(context, entries, judged)}${writeSection(context)}`,
  });
}

/** What we can vouch for, each with its source and its time, and the way to a person. */
function answerSection(context: PageContext, answer: HelpAnswer): Html {
  const { words } = context;
  const { asked, lead, told, points, faq } = answer;
  const ways = points.map((point) => workingPoint(context, point));
  // The source of a bare list stands below it.
  const [bare, said] = [true, false].map((empty) =>
    told.filter(({ text }) => (text.length === 0) === empty).map((one) => toldBlock(context, one)),
  );
  return html`<section id="answer" class="answer" aria-labelledby="answer-title"><h2 id="answer-title">${words("help:answer.title")}</h2><p class="asked">${words("help:answer.asked", { asked })}</p><p class="lead">${lead}</p>${said}${ways.length === 0 ? null : html`<ul class="points">${ways}</ul>`}${bare}${faq.map((entry) => faqAnswer(context, entry))}${handOver(context, answer)}</section>`;
}

function toldBlock(context: PageContext, { text, source, at, href }: Told): Html {
  const { words } = context;
  const link = href === null ? null : html` <a href="${href}">${words("help:answer.whole")}</a>`;
  return html`<div class="told">${text.map((line) => html`<p>${line}</p>`)}<p class="soft">${words("help:answer.source", { source })} ${moment(context, at)}.${link}</p></div>`;
}

function faqAnswer(context: PageContext, { question, answer, at }: FaqShown): Html {
  const source = context.words("help:source.faq");
  return html`<div class="told"><h3>${question}</h3>${paragraphs(answer)}<p class="soft">${context.words("help:answer.source", { source })} ${moment(context, at)}.</p></div>`;
}

/** A person, with what was asked already carried along. */
function handOver({ words, language, base }: PageContext, { asked, known }: HelpAnswer): Html {
  const href = `${base}/${language}/contact?asked=${encodeURIComponent(asked)}`;
  const key = known ? "help:answer.hand" : "help:answer.handUnknown";
  return html`<p class="hand"><span>${words(key)}</span> <a class="button" href="${href}">${words("help:answer.write")}</a></p>`;
}

function faqSection(
  context: PageContext,
  entries: readonly FaqShown[],
  judged: string | null,
): Html {
  const { words } = context;
  const title = words("help:faq.title");
  if (entries.length === 0) {
    return html`<section><h2>${title}</h2><p class="soft">${words("help:faq.none")}</p></section>`;
  }
  return html`<section><h2>${title}</h2><div class="faq">${entries.map((entry) => entryBlock(context, entry, judged))}</div></section>`;
}

function entryBlock(context: PageContext, entry: FaqShown, judged: string | null): Html {
  const { words } = context;
  const { id, question, answer, at } = entry;
  const isJudged = id === judged;
  const vote = isJudged
    ? html`<p role="status">${words("help:helped.thanks")}</p>`
    : helpedForm(context, id);
  return html`<details id="f-${id}"${isJudged ? html` open` : null}><summary><h3>${question}</h3></summary>${paragraphs(answer)}<p class="soft">${words("help:faq.updated")} ${moment(context, at)}</p>${vote}</details>`;
}

function helpedForm({ words, language, base }: PageContext, id: string): Html {
  return html`<form class="helped" method="post" action="${base}/${language}/help/vote"><input type="hidden" name="id" value="${id}"><span id="h-${id}">${words("help:helped.question")}</span><button name="helped" value="1" aria-describedby="h-${id}">${words("help:helped.yes")}</button><button name="helped" value="0" aria-describedby="h-${id}">${words("help:helped.no")}</button></form>`;
}

function writeSection({ words, language, base }: PageContext): Html {
  return html`<section class="report"><div><h2>${words("help:write.title")}</h2><p>${words("help:write.text")}</p></div><a class="button" href="${base}/${language}/contact">${words("help:write.button")}</a></section>`;
}

/** What search engines and assistants read: the same questions and answers. */
function faqData({ language, publicUrl }: PageContext, entries: readonly FaqShown[]): Html | null {
  if (entries.length === 0) return null;
  return dataScript({
    "@context": "https://schema.org",
    "@type": "FAQPage",
    "@id": `${publicUrl}/${language}/help`,
    inLanguage: language,
    mainEntity: entries.map(({ question, answer, at }) => ({
      "@type": "Question",
      name: question,
      acceptedAnswer: {
        "@type": "Answer",
        text: answer,
        dateModified: new Date(at).toISOString(),
      },
    })),
  });
}
