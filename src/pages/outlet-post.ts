import type { NoticeText } from "../domain/announcement.ts";
import type { Language } from "../domain/language.ts";
import type { Card, Network, OwnWords, PostWhat } from "../domain/outlet.ts";
import { ownText, type PostParts, postText } from "../domain/post-text.ts";
import { type Html, html } from "../lib/html.ts";
import { type Words, wordsFor } from "../lib/words.ts";
import { proofLines, verifyLink } from "./proof-lines.ts";
import { cardText } from "./share-meta.ts";
import { postTime } from "./time.ts";

/** What a post is made from, as the announcement and the page have it. */
export type PostSource = {
  incidentId: string;
  version: number;
  what: PostWhat;
  drill: boolean;
  texts: Record<Language, NoticeText>;
  /** The language that follows: there the words are those of the other. */
  untranslated?: Language | null;
  source: string;
  nextUpdateAt: number | null;
  /** When it was published, or would be. */
  at: number;
  /** Whether something stands there already that this takes the place of. */
  isLater: boolean;
  own: OwnWords;
  /** The verification code of the version; null where nothing is signed. */
  code: string | null;
  timeZone: string;
  publicUrl: string;
};

export type WrittenPost = { title: string; text: string; html: string; link: string; card: Card };

/** The words for one network in one language: made from the one source, or somebody's own. */
export function writtenPost(source: PostSource, network: Network, language: Language): WrittenPost {
  const words = wordsFor(language);
  const parts = source.what === "said" ? partsOf(source, words) : withdrawnParts(source, words);
  const own = source.what === "said" ? (source.own[network]?.[language] ?? "").trim() : "";
  const text = own === "" ? postText(network, parts) : ownText(network, parts, own);
  const drill = source.drill ? `${words("outlets:post.drill")} ` : "";
  const title = `${drill}${parts.title}`;
  return {
    title,
    text,
    card: { title, description: cardText(parts.message) },
    html: pageOf(source, { parts, own, words }),
    link: parts.link,
  };
}

/** Leads to the incident's page; what follows # tells one line of the ledger from every other. */
const linkOf = ({ publicUrl, incidentId, version, what }: PostSource, language: Language) =>
  `${publicUrl}/${language}/incidents/${incidentId}#v${version}${what === "said" ? "" : "-withdrawn"}`;

function partsOf(source: PostSource, words: Words): PostParts {
  const { language } = words;
  const text = source.texts[language];
  const { nextUpdateAt } = source;
  const nextUpdate =
    nextUpdateAt === null
      ? ""
      : words("outlets:post.nextUpdate", { time: timeOf(source, nextUpdateAt, words) });
  return {
    marks: marksOf(source, words),
    title: text.title,
    message: text.message,
    advice: text.advice,
    nextStep: text.nextStep,
    nextUpdate,
    source: source.source === "" ? "" : words("outlets:post.source", { source: source.source }),
    link: linkOf(source, language),
    proofs: proofsOf(source, words),
  };
}

function proofsOf({ code, publicUrl }: PostSource, words: Words): string[] {
  if (code === null) return [];
  const lines = proofLines(words, publicUrl, code);
  return [lines.both, lines.code];
}

const withdrawnParts = (source: PostSource, words: Words): PostParts => ({
  marks: source.drill ? [words("outlets:post.drill")] : [],
  title: words("outlets:post.withdrawnTitle"),
  message: words("outlets:post.withdrawn"),
  advice: "",
  nextStep: "",
  nextUpdate: "",
  source: "",
  link: linkOf(source, words.language),
  proofs: [],
});

function marksOf(source: PostSource, words: Words): string[] {
  const drill = source.drill ? [words("outlets:post.drill")] : [];
  const borrowed = source.untranslated === words.language;
  const marks = borrowed ? [...drill, words("public:notice.untranslated")] : drill;
  if (!source.isLater) return marks;
  return [...marks, words("outlets:post.updated", { time: timeOf(source, source.at, words) })];
}

/** The organisation's clock. */
const timeOf = ({ timeZone }: PostSource, at: number, { language }: Words): string =>
  postTime({ language, timeZone }, at);

type Written = { parts: PostParts; own: string; words: Words };

function pageOf(from: PostSource, { parts, own, words }: Written): string {
  const { marks, message, advice, nextStep, nextUpdate, source, link } = parts;
  const said = own === "" ? [message, advice, nextStep, nextUpdate, source] : own.split(/\n{2,}/);
  const lines = [...marks, ...said].filter((line) => line.trim() !== "");
  return html`${lines.map((line) => html`<p>${line}</p>\n`)}<p><a href="${link}">${words("outlets:post.live")}</a></p>${proofParagraph(from, words)}`.toString();
}

function proofParagraph({ what, code, publicUrl }: PostSource, words: Words): Html | null {
  if (what !== "said" || code === null) return null;
  const lines = proofLines(words, publicUrl, code);
  return html`\n<p><a href="${verifyLink(publicUrl, code)}">${lines.code}</a></p>`;
}
