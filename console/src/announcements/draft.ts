import type { Announcement, Check, NoticeTexts, Severity } from "../types.ts";
import { LANGUAGES, type Language } from "../words.ts";

export const PARTS = ["title", "message", "advice", "nextStep"] as const;
export const SEVERITIES = ["degraded", "partial", "major", "resolved"] as const;
/** What fits on a lock screen, a banner and a feed without being cut. */
export const LENGTHS = { title: 90, message: 600, advice: 400, nextStep: 300 } as const;

export type OwnWords = Announcement["posts"];
export type Network = Check["posts"][number]["network"];

/** What is being written. */
export type Draft = {
  texts: NoticeTexts;
  severity: Severity;
  source: string;
  /** ISO 8601; empty where no news is promised, or no moment stands in the field. */
  nextUpdateAt: string;
  /** Words of its own for a network. */
  posts: OwnWords;
  /** The language that follows in a version of its own. */
  laterLanguage: "fr" | "en" | null;
  /** The languages whose words somebody has checked. */
  read: Language[];
};

export type Suggestion = {
  texts: NoticeTexts;
  severity: Severity;
  source: string;
  nextUpdateAt?: string | null;
  posts?: OwnWords;
};

const updateStepMs = 30 * 60_000;
const roundMs = 5 * 60_000;

/** The editor begins with what is there already, or with the server's suggestion. */
export function draftOf(from: Suggestion | Announcement, now: number): Draft {
  const promised = from.nextUpdateAt ? Date.parse(from.nextUpdateAt) : 0;
  const next = promised > now ? promised : Math.ceil((now + updateStepMs) / roundMs) * roundMs;
  return {
    texts: from.texts,
    severity: from.severity,
    source: from.source,
    posts: from.posts ?? {},
    laterLanguage: laterIn(from),
    read: readIn(from),
    nextUpdateAt: from.severity === "resolved" ? "" : new Date(next).toISOString(),
  };
}

/** A version made from one that is out already brings the language that was missing. */
const laterIn = (from: Suggestion | Announcement) =>
  "laterLanguage" in from && from.state === "draft" ? from.laterLanguage : null;

/** What was checked in a draft stays so until its words change. */
const readIn = (from: Suggestion | Announcement): Language[] =>
  "translations" in from && from.state === "draft"
    ? LANGUAGES.filter((language) => from.translations[language].state === "checked")
    : [];

/** Other words are words that nobody has checked. */
export const withTexts = (draft: Draft, texts: NoticeTexts): Draft => ({
  ...draft,
  texts,
  read: draft.read.filter((language) => texts[language] === draft.texts[language]),
});

type Asked = { later: Language | null; own: Language; offered: NoticeTexts | null };

/**
 * The languages to ask about before they go out: whoever publishes has read their own, and words
 * that were offered in both languages, and left as they are, say the same.
 */
export function unreadIn(draft: Draft, { later, own, offered }: Asked): Language[] {
  if (JSON.stringify(draft.texts) === JSON.stringify(offered)) return [];
  return LANGUAGES.filter(
    (language) => language !== later && language !== own && !draft.read.includes(language),
  );
}

/** As the server wants it; a resolved notice promises no further news. */
export const bodyOf = (draft: Draft) => ({
  texts: draft.texts,
  severity: draft.severity,
  source: draft.source.trim(),
  nextUpdateAt: promisedIn(draft),
  posts: draft.posts,
  laterLanguage: draft.laterLanguage,
  read: draft.read,
});

/** Other words for one network; empty ones give the place back to ours. */
export function withWords(
  { posts }: Draft,
  of: { network: Network; language: "fr" | "en" },
  words: string,
): OwnWords {
  const own = { ...posts[of.network] };
  if (words.trim() === "") delete own[of.language];
  else own[of.language] = words;
  return { ...posts, [of.network]: own };
}

const promisedIn = ({ severity, nextUpdateAt }: Draft): string | null =>
  severity === "resolved" || nextUpdateAt === "" ? null : nextUpdateAt;
