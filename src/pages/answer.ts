import { type Html, html } from "../lib/html.ts";
import type { Words } from "../lib/words.ts";
import { styles } from "./styles.ts";

export type AnswerPage =
  | { kind: "ask" | "confirmOptOut"; drill: boolean }
  /** A poll: its options, in the language of the reader. */
  | { kind: "choose"; drill: boolean; options: readonly string[] }
  | { kind: "safe" | "help" | "noted" | "stopped" | "unknown" };

/** The page behind a link in a message, in one language, or in both where the reader is unknown. */
export function answerPage(
  page: AnswerPage,
  languages: readonly Words[],
  own: string | null,
): Html {
  const [words] = languages;
  if (!words) throw new Error("A page needs a language.");
  const title = words(
    page.kind === "confirmOptOut" ? "delivery:page.optOutTitle" : "delivery:page.title",
  );
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${styles}</style></head>
<body><main id="main">${languages.map((one) => part(page, one))}${own === null ? null : ownLink(words, own)}</main></body></html>`;
}

/** To what we know about the reader, and how they may be written to. */
const ownLink = (words: Words, href: string): Html =>
  html`<p><a href="${href}">${words("me:link")}</a></p>`;

function part(page: AnswerPage, words: Words): Html {
  const say = (key: string): string => words(`delivery:page.${key}`);
  switch (page.kind) {
    case "ask":
      return html`<section lang="${words.language}">${drillNote(page, words)}<h1>${say("question")}</h1>
<form method="post"><p><button name="say" value="1">${say("safe")}</button></p><p><button name="say" value="2">${say("help")}</button></p></form></section>`;
    case "choose":
      return html`<section lang="${words.language}">${drillNote(page, words)}<h1>${words("safety:page.choose")}</h1>
<form method="post">${page.options.map((option, index) => html`<p><button name="say" value="${String(index + 1)}">${option}</button></p>`)}</form></section>`;
    case "confirmOptOut":
      return html`<section lang="${words.language}">${drillNote(page, words)}<h1>${say("optOutTitle")}</h1><p>${say("optOutQuestion")}</p>
<form method="post"><p><button name="say" value="stop">${say("optOut")}</button></p></form></section>`;
    case "safe":
      return said(words, say("thanksSafe"));
    case "help":
      return said(words, say("thanksHelp"));
    case "noted":
      return said(words, words("safety:page.noted"));
    case "stopped":
      return said(words, say("thanksStop"));
    case "unknown":
      return said(words, say("unknown"));
    default:
      return page satisfies never;
  }
}

const drillNote = ({ drill }: { drill: boolean }, words: Words): Html | null =>
  drill ? html`<p><strong>${words("delivery:page.drill")}</strong></p>` : null;

const said = (words: Words, sentence: string): Html =>
  html`<section lang="${words.language}" role="status"><p>${sentence}</p></section>`;
