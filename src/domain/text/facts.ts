/** A time, a link or a number, as it stands in a text and in a form that languages share. */
export type Fact = { value: string; from: number; words: string };

const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/giu;
/** 9 h 42, 9h42, 9 h · 09:42, 9:42 am, 9 am · midi, noon, minuit, midnight */
const TIME =
  /(?<![\p{L}\p{N}:])(?:(\d{1,2})[\s\u00a0\u202f]?h(?:eures?)?(?:[\s\u00a0\u202f]?(\d{2}))?(?![\p{L}\p{N}/])|(\d{1,2})(?:[:.](\d{2}))?[\s\u00a0\u202f]?([ap])\.?m(?:\.|(?!\p{L}))|(\d{1,2}):(\d{2})(?!\d)|(midi|noon)|(minuit|midnight))(?!\p{L})/giu;
/** "dans 2 h" is how long, not when. */
const DURATION = /(?:dans|pendant|durant|sous|en)[\s\u00a0]$/iu;
const NUMBER = /(?<![\p{L}\p{N}])\d+(?:[\s\u00a0\u202f.,](?=\d{3}(?!\d))\d{3})*(?:[.,]\d+)?/gu;
const MINUTES_LENGTH = 2;
const HOURS_MAX = 23;
const NOON = 12;

export function timesIn(text: string): Fact[] {
  return [...text.matchAll(TIME)].flatMap((found) => {
    const value = timeOf(found);
    const isLong = DURATION.test(text.slice(0, found.index)) && found[1] !== undefined;
    return value === null || isLong ? [] : [{ value, from: found.index, words: found[0] }];
  });
}

/** The same page in another language is the same link. */
export function linksIn(text: string): Fact[] {
  return [...text.matchAll(LINK)].map(({ index, 0: words }) => ({
    value: words.replace(/\/(?:fr|en)(?=\/|$)/, "/·"),
    from: index,
    words,
  }));
}

/** Every number that is neither a time nor part of a link. */
export function numbersIn(text: string): Fact[] {
  const taken = [...timesIn(text), ...linksIn(text)];
  const rest = taken.reduce(
    (left, { from, words }) =>
      left.slice(0, from) + " ".repeat(words.length) + left.slice(from + words.length),
    text,
  );
  return [...rest.matchAll(NUMBER)].map(({ index, 0: words }) => ({
    value: plainNumber(words),
    from: index,
    words,
  }));
}

function timeOf(found: RegExpMatchArray): string | null {
  const [, frHour, frMinute, amHour, amMinute, half, hour, minute, noon, midnight] = found;
  if (noon) return "12:00";
  if (midnight) return "00:00";
  if (amHour)
    return clock((Number(amHour) % NOON) + (half?.toLowerCase() === "p" ? NOON : 0), amMinute);
  return clock(Number(frHour ?? hour), frMinute ?? minute);
}

function clock(hour: number, minute = "00"): string | null {
  if (hour > HOURS_MAX || Number(minute) > 59) return null;
  return `${String(hour).padStart(MINUTES_LENGTH, "0")}:${minute}`;
}

/** 12 500, 12,500 and 12.500 are one number; 2,5 and 2.5 are another. */
function plainNumber(words: string): string {
  const joined = words.replace(/[\s\u00a0\u202f.,](?=\d{3}(?!\d))/gu, "");
  return joined.replace(",", ".");
}
