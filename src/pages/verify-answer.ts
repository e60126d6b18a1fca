import type { Language } from "../domain/language.ts";
import { shownCode } from "../domain/verify/code.ts";
import type { Run } from "../domain/verify/difference.ts";
import type { Published } from "../domain/verify/judge.ts";
import type { Trick } from "../domain/verify/tricks.ts";
import { type Html, html } from "../lib/html.ts";
import { qrPath } from "../lib/qr.ts";
import { homeOf, type PageContext } from "./context.ts";
import { paragraphs } from "./notice.ts";
import { absolute, dayOf } from "./time.ts";
import { keySection, offline, offlineInCopy, verifyForm, verifySheet } from "./verify.ts";

/** A signed text of ours, and what has become of it. */
export type Proven = Published & {
  code: string;
  version: number;
  source: string;
  /** When it was corrected or withdrawn, where it was. */
  changedAt: number;
  page: string;
  /** The text of the same incident that is in force, where there is one. */
  currentCode: string | null;
  signature: string;
  keyId: string;
};

/** Since when every word was compared, and since when there are older texts that were only searched. */
export type Reach = { since: number | null; olderSince: number | null };

export type Answer =
  | { kind: "ours"; of: Proven; whole: boolean; asked: "text" | "code" }
  | { kind: "disguised"; of: Proven; tricks: readonly Trick[] }
  | {
      kind: "unknown";
      asked: "text" | "code" | "link";
      nearest: { of: Proven; difference: readonly Run[] } | null;
      tricks: readonly Trick[];
      /** Where a link leads that does not lead to us. */
      host: string | null;
      /** What a text was compared with; null where none was brought. */
      reach: Reach | null;
    }
  | { kind: "empty" | "long" | "broken" | "unavailable" };

/**
 * What came of it, told so that nobody takes a doubt for a yes. `typed` is null on a copy, where
 * nobody can be asked again.
 */
export function verifyAnswerPage(context: PageContext, answer: Answer, typed: string | null): Html {
  const { words } = context;
  const tone = toneOf(answer);
  const key = keyOf(answer);
  const title = words(`verify:answer.${key}.title`);
  // That it is ours does not age; that we still stand by it does.
  const text =
    typed === null && key === "ours"
      ? words("verify:copy.ours")
      : words(`verify:answer.${key}.text`, blanksOf(answer));
  const again =
    typed === null
      ? null
      : html`<section><h2>${words("verify:page.again")}</h2>${verifyForm(context, typed)}</section>`;
  return verifySheet(context, {
    title,
    path: "of" in answer ? `/verify/${answer.of.code}` : "/verify",
    listed: false,
    live: typed === null,
    main: html`<p class="back"><a href="${homeOf(context)}/verify"><span aria-hidden="true">← </span>${words("verify:page.title")}</a></p><div class="${tone}"><div class="hero" role="status">${mark(tone)}<div><h1>${title}</h1><p>${text}</p></div></div></div>${partsOf(context, answer)}${again}${"of" in answer ? proof(context, answer.of, typed === null) : keySection(context)}`,
  });
}

type Tone = "operational" | "degraded" | "major" | "unknown";

function toneOf(answer: Answer): Tone {
  switch (answer.kind) {
    case "ours":
      if (answer.of.state === "withdrawn") return "major";
      return answer.of.state === "published" && answer.whole ? "operational" : "degraded";
    case "disguised":
    case "unknown":
      return "major";
    case "empty":
    case "long":
    case "broken":
    case "unavailable":
      return "unknown";
    default:
      return answer satisfies never;
  }
}

/** A shape of its own for each answer: nobody needs the colour. */
function mark(tone: Tone): Html {
  const shapes: Record<Tone, Html> = {
    operational: html`<circle class="o" cx="12" cy="12" r="10"/><path d="m7 12.5 3.4 3.4L17 9"/>`,
    degraded: html`<path class="o" d="M12 2 23 21H1z"/><path d="M12 9v6m0 2.6v.1"/>`,
    major: html`<circle class="o" cx="12" cy="12" r="10"/><path d="m8 8 8 8m0-8-8 8"/>`,
    unknown: html`<circle class="o" cx="12" cy="12" r="10"/><path d="M9 9.5a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1-1.4 2.1m0 2.7v.1"/>`,
  };
  return html`<svg class="icon line" viewBox="0 0 24 24" aria-hidden="true">${shapes[tone]}</svg>`;
}

function keyOf(answer: Answer): string {
  switch (answer.kind) {
    case "ours":
      if (answer.of.state !== "published") return answer.of.state;
      return answer.whole ? "ours" : "part";
    case "unknown":
      if (answer.asked !== "text") return answer.asked;
      if (answer.nearest === null) return "unknown";
      return isAllThere(answer.nearest.difference) ? "more" : "changed";
    default:
      return answer.kind;
  }
}

const isAllThere = (difference: readonly Run[]): boolean =>
  difference.every(({ kind }) => kind !== "missing");

const blanksOf = (answer: Answer): Record<string, unknown> =>
  answer.kind === "unknown" ? { host: answer.host ?? "" } : {};

function partsOf(context: PageContext, answer: Answer): Html | null {
  const { words } = context;
  switch (answer.kind) {
    case "ours":
      return html`${facts(context, answer.of)}${current(context, answer.of)}${answer.of.state === "withdrawn" ? null : fullText(context, answer.of)}`;
    case "disguised":
      return html`${trickList(context, answer.tricks)}${facts(context, answer.of)}${current(context, answer.of)}${fullText(context, answer.of)}`;
    case "unknown":
      return html`${reachOf(context, answer.reach)}${trickList(context, answer.tricks)}${answer.nearest === null ? null : html`<section><h2>${words("verify:difference.title")}</h2><p class="soft">${words("verify:difference.key")}</p>${difference(context, answer.nearest)}${facts(context, answer.nearest.of)}${current(context, answer.nearest.of)}</section>`}`;
    default:
      return null;
  }
}

/** A no says what it rests on: nobody is told more than was looked at. */
function reachOf(context: PageContext, reach: Reach | null): Html | null {
  if (reach === null) return null;
  const { words } = context;
  const { since, olderSince } = reach;
  if (since === null) return html`<p class="soft">${words("verify:reach.nothing")}</p>`;
  const dates = { since: dayOf(context, since), first: dayOf(context, olderSince ?? since) };
  const key = olderSince === null ? "all" : "part";
  return html`<p class="soft">${words(`verify:reach.${key}`, dates)}</p>`;
}

function facts(context: PageContext, of: Proven): Html {
  const { words } = context;
  const changed =
    of.state === "published"
      ? null
      : html`<div><dt>${words(`verify:facts.${of.state}`)}</dt><dd>${absolute(context, of.changedAt)}</dd></div>`;
  return html`<dl class="facts verified"><div><dt>${words("verify:facts.published")}</dt><dd>${absolute(context, of.publishedAt)}</dd></div><div><dt>${words("verify:facts.version")}</dt><dd>${of.version}</dd></div>${changed}<div><dt>${words("verify:facts.code")}</dt><dd><span class="code">${shownCode(of.code)}</span></dd></div></dl>`;
}

/** What we say now, where that is something else. */
function current(context: PageContext, of: Proven): Html | null {
  const { words } = context;
  if (of.state === "published") return null;
  const link =
    of.currentCode === null
      ? html`<a href="${context.base}${of.page}">${words("verify:current.page")}</a>`
      : html`<a class="button" href="${homeOf(context)}/verify/${of.currentCode}">${words("verify:current.link")}</a>`;
  return html`<p>${link}</p>`;
}

function fullText(context: PageContext, of: Proven): Html {
  const { words, language } = context;
  const spoken = of.language === language ? null : html` lang="${of.language}"`;
  return html`<article class="notice"${spoken}><h2>${of.title}</h2>${paragraphs(of.message)}${paragraphs(of.advice)}${paragraphs(of.nextStep)}<p class="soft">${words("public:notice.source")} ${of.source}</p><p class="soft"><a href="${context.base}${of.page}">${words("public:notice.permalink")}</a></p></article>`;
}

/** Marked by element, by words for those who listen, and by a line: not by colour. */
function difference(
  { words, language }: PageContext,
  { of, difference }: { of: Proven; difference: readonly Run[] },
): Html {
  const spoken: Language | null = of.language === language ? null : of.language;
  const runs = difference.map(({ kind, text }) => {
    if (kind === "same") return html`${text}`;
    const label = html`<span class="sr">${words(`verify:difference.${kind}`)} </span>`;
    const said = html`${label}${text.trim()}`;
    const marked = kind === "missing" ? html`<del>${said}</del>` : html`<ins>${said}</ins>`;
    return html` ${marked}`;
  });
  return html`<p class="difference"${spoken === null ? null : html` lang="${spoken}"`}>${runs}</p>`;
}

function trickList({ words }: PageContext, tricks: readonly Trick[]): Html | null {
  if (tricks.length === 0) return null;
  const items = tricks.map(({ kind, point, like, word }) => {
    const blanks = { point, like: like ?? "", word };
    return html`<li>${words(`verify:tricks.${kind}`, blanks)}</li>`;
  });
  return html`<section class="tricks"><h2>${words("verify:tricks.title")}</h2><p>${words("verify:tricks.text")}</p><ul class="plain">${items}</ul></section>`;
}

/** For who wants to be sure without believing this page. */
function proof(context: PageContext, of: Proven, inCopy: boolean): Html {
  const { words, publicUrl, language } = context;
  const link = `${publicUrl}/${language}/verify/${of.code}`;
  const { size, path } = qrPath(link);
  const at = `${context.base}/${of.language}/verify/${of.code}`;
  // A copy does not hand on what was withdrawn.
  const isThere = !inCopy || of.state !== "withdrawn";
  const files = isThere
    ? html` · <a href="${at}/announcement.json">announcement.json</a> · <a href="${at}/announcement.sig">announcement.sig</a>`
    : null;
  const alone = inCopy ? isThere && offlineInCopy(context, of) : offline(context, of);
  return html`<section class="proof"><h2>${words("verify:proof.title")}</h2><div class="where"><div><p>${words("verify:proof.text")}</p><p><code class="select">${of.signature}</code></p><p class="soft">${words("verify:key.name")} <code>${of.keyId}</code>${files}</p></div><svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${words("verify:proof.qr", { link })}"><path class="paper" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg></div></section>${keySection(context)}${alone}`;
}
