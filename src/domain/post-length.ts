import type { Network } from "./outlet.ts";
import { withLinksAs } from "./post-links.ts";

/** How long a text is by a network's own rules, and how long it may be. */
export type PostLength = { length: number; max: number };

export const POST_LENGTHS: Record<Network, number> = {
  x: 280,
  mastodon: 500,
  bluesky: 300,
  "facebook-page": 63_206,
  "telegram-channel": 4_096,
  wordpress: 50_000,
};
/** X and Mastodon count every link as this, however long it is. */
const LINK_LENGTH = 23;
const AS_LINK = "x".repeat(LINK_LENGTH);
const BLUESKY_BYTES_MAX = 3_000;
/** Code points that X counts once; every other counts twice (twitter-text configuration 3). */
const SINGLE: readonly (readonly [number, number])[] = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
];
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const graphemes = new Intl.Segmenter("fr", { granularity: "grapheme" });

export function postLength(network: Network, text: string): PostLength {
  return { length: lengthBy(network, text), max: POST_LENGTHS[network] };
}

export const fitsPost = (network: Network, text: string): boolean =>
  postLength(network, text).length <= POST_LENGTHS[network];

function lengthBy(network: Network, text: string): number {
  switch (network) {
    case "x":
      return weighted(text.normalize("NFC"));
    case "mastodon":
      return countOf(withLinksAs(AS_LINK, text).replace(MENTION, "$1"));
    case "bluesky":
      return blueskyLength(text);
    case "facebook-page":
    case "telegram-channel":
    case "wordpress":
      return text.length;
    default:
      return network satisfies never;
  }
}

/** Of somebody on another server, Mastodon counts the name alone. */
const MENTION = /(@\w+)@[\w.-]+\w/g;

const countOf = (text: string): number => [...graphemes.segment(text)].length;

/** Too many bytes are too long as well, however few the characters. */
function blueskyLength(text: string): number {
  const over = utf8Length(text) - BLUESKY_BYTES_MAX;
  return over > 0 ? POST_LENGTHS.bluesky + over : countOf(text);
}

function weighted(text: string): number {
  let length = 0;
  for (const { segment } of graphemes.segment(withLinksAs(AS_LINK, text, { bare: true }))) {
    if (EMOJI.test(segment)) length += 2;
    else for (const letter of segment) length += weightOf(letter);
  }
  return length;
}

function weightOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  return SINGLE.some(([from, to]) => code >= from && code <= to) ? 1 : 2;
}

/** Counted without a buffer: this room has none. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
