import type { Language } from "./language.ts";
import { plainWords } from "./text/plain-words.ts";

/** One choice of a poll, in both languages. */
export type PollOption = { fr: string; en: string };

/** What a message asks its reader for. */
export type Asks =
  | { kind: "safety" }
  | { kind: "nothing" }
  | { kind: "poll"; options: PollOption[] };

const OPTIONS_MIN = 2;
const OPTIONS_MAX = 6;
const OPTION_LENGTH_MAX = 40;

export const safetyCheck: Asks = { kind: "safety" };

/** How the answer number `n` of a poll stands in a delivery; the first is 1. */
export const choiceName = (n: number): string => `choice:${n}`;

/** The words of an option for a reader, or the other language where nothing was written in theirs. */
export const optionText = (option: PollOption, language: Language): string => {
  const other = language === "fr" ? option.en : option.fr;
  return option[language].trim() === "" ? other : option[language];
};

/**
 * Which option somebody means: its number as the whole reply or its first word, or its own words.
 * Null where the reply is something else.
 */
export function choiceOf(reply: string, options: readonly PollOption[]): number | null {
  const typed = plainWords(reply);
  const [first = ""] = typed.split(" ");
  const number = /^[1-9]$/.test(first) ? Number(first) : Number.NaN;
  if (number >= 1 && number <= options.length) return number;
  const found = options.findIndex(({ fr, en }) =>
    [fr, en].some((text) => plainWords(text) !== "" && plainWords(text) === typed),
  );
  return found < 0 ? null : found + 1;
}

/** Whether a poll may be asked like this: two to six options, each with words in one language. */
export const isSoundPoll = (options: readonly PollOption[]): boolean =>
  options.length >= OPTIONS_MIN &&
  options.length <= OPTIONS_MAX &&
  options.every(
    ({ fr, en }) =>
      fr.trim() + en.trim() !== "" && Math.max(fr.length, en.length) <= OPTION_LENGTH_MAX,
  );
