import {
  findingsOf,
  languagesOf,
  NOTICE_PARTS,
  type Notice,
  type NoticePart,
} from "./announcement.ts";
import { BLAME, CAUSES, END, JARGON, VAGUE, type Wordings } from "./announcement-words.ts";
import { LANGUAGES, type Language } from "./language.ts";
import { linksIn, numbersIn, timesIn } from "./text/facts.ts";

export const LINT_CODES = [
  "missing_part",
  "missing_source",
  "missing_next_update",
  "next_update_past",
  "end_promised",
  "times_differ",
  "links_differ",
  "numbers_differ",
  "vague",
  "cause",
  "crowd",
  "blame",
  "jargon",
  "capitals",
  "long_sentence",
  "sms_long",
] as const;
export type LintCode = (typeof LINT_CODES)[number];

/** One thing to put right before the public reads it, and the words that it is about. */
export type LintFinding = {
  code: LintCode;
  /** An error keeps the notice in the house; a warning asks. */
  level: "error" | "warning";
  language: Language | null;
  part: NoticePart | "source" | "nextUpdateAt";
  from: number;
  to: number;
  words: string;
  /** Of what there are too many, where it is counted. */
  count?: number;
};

const SENTENCE_WORDS_MAX = 30;
const SENTENCE = /[^.!?…]+[.!?…]*/gu;
const CAPITALS =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}’'-]{2,}(?:\s+\p{Lu}[\p{Lu}’'-]+)+(?![\p{L}\p{N}])/gu;
const CROWD =
  /\d[\d\s.,]*(?:%|pour cent|percent|personnes|utilisateurs|usagers|clients|abonnés|people|users|customers|subscribers)/giu;

const WORK = /(?<!\p{L})(?:travaux|maintenance|(?:planned|scheduled) work)(?!\p{L})/iu;

const whole = (patterns: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join("|")})(?![\\p{L}\\p{N}])`, "giu");

type Check = { code: LintCode; patterns: Record<Language, RegExp> };
const check = (code: LintCode, { fr, en }: Wordings): Check => ({
  code,
  patterns: { fr: whole(fr), en: whole(en) },
});
const CHECKS: readonly Check[] = [
  check("vague", VAGUE),
  check("cause", CAUSES),
  check("blame", BLAME),
  check("jargon", JARGON),
  { code: "crowd", patterns: { fr: CROWD, en: CROWD } },
  { code: "capitals", patterns: { fr: CAPITALS, en: CAPITALS } },
];

/** Reads a notice as a careful colleague would: what is missing, unsaid, promised or unlike. */
export function lintNotice(notice: Notice, now: number): LintFinding[] {
  const owed = findingsOf(notice, now).map(
    (finding): LintFinding => ({ ...finding, level: "error", from: 0, to: 0, words: "" }),
  );
  const said = languagesOf(notice).flatMap((language) =>
    NOTICE_PARTS.flatMap((part) => lintPart(notice, language, part)),
  );
  return [...owed, ...said, ...unlike(notice)];
}

/** A title is never cut: one that takes more of an SMS than it should is paid for in every one of them. */
export const longTitle = (language: Language, title: string, count: number): LintFinding => ({
  code: "sms_long",
  level: "warning",
  language,
  part: "title",
  from: 0,
  to: title.length,
  words: title.trim(),
  count,
});

export const errorsIn = (findings: readonly LintFinding[]): LintFinding[] =>
  findings.filter(({ level }) => level === "error");

function lintPart(notice: Notice, language: Language, part: NoticePart): LintFinding[] {
  // Apostrophes are typed both ways: one letter for the other keeps every place where it is.
  const text = notice.texts[language][part].replaceAll("'", "’");
  const at = (code: LintCode, from: number, words: string, level: "error" | "warning") => ({
    code,
    level,
    language,
    part,
    from,
    to: from + words.length,
    words: words.trim(),
  });
  const sentences = [...text.matchAll(SENTENCE)];
  const worded = CHECKS.flatMap(({ code, patterns }) =>
    [...text.matchAll(patterns[language])]
      .filter(({ index }) => code !== "cause" || !isOfOurWork(notice, sentenceAt(sentences, index)))
      .map((found) => at(code, found.index, found[0], "warning")),
  );
  const long = sentences
    .filter(([sentence]) => sentence.trim().split(/\s+/).length > SENTENCE_WORDS_MAX)
    .map((found) => at("long_sentence", found.index, found[0], "warning"));
  if (notice.severity === "resolved") return [...worded, ...long];
  const promised = sentences
    .filter(([sentence]) => promisesAnEnd(sentence, language) && !isPlanned(notice, sentence))
    .map((found) => at("end_promised", found.index, found[0], "error"));
  return [...promised, ...worded, ...long];
}

/** Nobody knows when it ends. When there will be news is a promise that can be kept. */
function promisesAnEnd(sentence: string, language: Language): boolean {
  const { future, end, time, news } = END[language];
  const has = (pattern: string) => whole([pattern]).test(sentence);
  return has(future) && has(end) && new RegExp(time, "iu").test(sentence) && !has(news);
}

/** What our own work set may be told: every time of the sentence is one of its beginnings and ends. */
function isPlanned({ plannedTimes = [] }: Notice, sentence: string): boolean {
  const times = timesIn(sentence);
  return times.length > 0 && times.every(({ value }) => plannedTimes.includes(value));
}

/** That we are working on it is no guess at a cause. */
const isOfOurWork = ({ plannedTimes = [] }: Notice, sentence: string): boolean =>
  plannedTimes.length > 0 && WORK.test(sentence);

const sentenceAt = (sentences: readonly RegExpMatchArray[], index: number): string =>
  sentences.findLast((found) => (found.index ?? 0) <= index)?.[0] ?? "";

/** Both languages tell the same times, links and numbers. */
function unlike({ texts, laterLanguage }: Notice): LintFinding[] {
  if (laterLanguage) return [];
  if (LANGUAGES.some((language) => isEmpty(texts[language]))) return [];
  return [
    ...differences(texts, timesIn, { code: "times_differ", level: "error" }),
    ...differences(texts, linksIn, { code: "links_differ", level: "error" }),
    ...differences(texts, numbersIn, { code: "numbers_differ", level: "warning" }),
  ];
}

type Texts = Notice["texts"];
type Found = { value: string; from: number; words: string };

function differences(
  texts: Texts,
  factsIn: (text: string) => Found[],
  kind: Pick<LintFinding, "code" | "level">,
): LintFinding[] {
  const everything = (language: Language) =>
    NOTICE_PARTS.flatMap((part) =>
      factsIn(texts[language][part]).map((fact) => ({ ...fact, part })),
    );
  const facts = { fr: everything("fr"), en: everything("en") };
  return LANGUAGES.flatMap((language) => {
    const other = new Set(facts[language === "fr" ? "en" : "fr"].map(({ value }) => value));
    return facts[language]
      .filter(({ value }) => !other.has(value))
      .map(({ part, from, words }) => ({
        ...kind,
        language,
        part,
        from,
        to: from + words.length,
        words,
      }));
  });
}

const isEmpty = (text: Texts["fr"]): boolean =>
  NOTICE_PARTS.every((part) => text[part].trim() === "");
