import type { Language } from "../language.ts";
import { differenceOf, type Run } from "./difference.ts";
import { says, type Token, tokensOf } from "./tokens.ts";
import { type Trick, tricksIn, undisguised } from "./tricks.ts";

/** One language of one version that we published and signed. */
export type Published = {
  id: string;
  language: Language;
  state: "published" | "corrected" | "withdrawn";
  publishedAt: number;
  title: string;
  message: string;
  advice: string;
  nextStep: string;
  /** What a copy of it may carry beside our words: headings, its code, its address. */
  labels: () => readonly (readonly Token[])[];
};

/** The same, taken apart once for all who ask. */
export type Prepared<Of extends Published> = {
  of: Of;
  units: readonly (readonly Token[])[];
  /** Taken apart only when a text begins to look like this one: most never do. */
  labels: () => readonly (readonly Token[])[];
  all: readonly Token[];
};

export type Judgement<Of extends Published> =
  /** Our words and no others. `whole` is false where some of them are left out. */
  | { kind: "ours"; of: Of; whole: boolean }
  /** It reads like ours, but other characters are hidden in it. */
  | { kind: "disguised"; of: Of; tricks: Trick[] }
  | { kind: "unknown"; nearest: { of: Of; difference: Run[] } | null; tricks: Trick[] };

/** Fewer words than this are everybody's. */
const EXCERPT_TOKENS_MIN = 8;
export const PART_TOKENS_MIN = 3;
/** Below this likeness, showing a difference would only confuse. */
const LIKENESS_MIN = 0.4;

type Words = Pick<Published, "title" | "message" | "advice" | "nextStep">;

/** The paragraphs of a text, each taken apart. */
export function unitsOf({ title, message, advice, nextStep }: Words): (readonly Token[])[] {
  const paragraphs = [title, ...[message, advice, nextStep].flatMap(linesOf)];
  return paragraphs.map(tokensOf).filter((unit) => unit.length > 0);
}

export function prepared<Of extends Published>(of: Of): Prepared<Of> {
  const units = unitsOf(of);
  let labels: readonly (readonly Token[])[] | null = null;
  return {
    of,
    units,
    labels() {
      labels ??= labelsIn(of.labels());
      return labels;
    },
    all: units.flatMap(([first, ...rest]) => (first ? [{ ...first, spaced: true }, ...rest] : [])),
  };
}

/** The longest first: one may be how another begins. */
const labelsIn = (labels: readonly (readonly Token[])[]): readonly (readonly Token[])[] =>
  labels.filter((label) => label.length > 0).sort((a, b) => b.length - a.length);

/** Whether a text is ours: exactly, in part, in disguise, or not at all. */
export function judge<Of extends Published>(
  typed: string,
  known: readonly Prepared<Of>[],
): Judgement<Of> {
  const pasted = tokensOf(typed);
  const tricks = tricksIn(typed);
  const exact = bestOf(pasted, known);
  if (exact !== null) return { kind: "ours", of: exact.of, whole: exact.whole };
  const seen = tokensOf(undisguised(typed));
  if (tricks.length > 0) {
    const meant = bestOf(seen, known);
    if (meant !== null) return { kind: "disguised", of: meant.of, tricks };
  }
  return { kind: "unknown", nearest: nearestTo(seen, pasted, known), tricks };
}

type Fit<Of extends Published> = { of: Of; whole: boolean };

/** Whole before in part, in force before replaced, new before old. */
function bestOf<Of extends Published>(
  pasted: readonly Token[],
  known: readonly Prepared<Of>[],
): Fit<Of> | null {
  const fits = known.flatMap((each): Fit<Of>[] => {
    const whole = fitOf(pasted, each);
    return whole === null ? [] : [{ of: each.of, whole }];
  });
  const weight = ({ of, whole }: Fit<Of>) => (whole ? 3 : 0) + WEIGHTS[of.state];
  return (
    fits.sort((a, b) => weight(b) - weight(a) || b.of.publishedAt - a.of.publishedAt)[0] ?? null
  );
}

const WEIGHTS = { published: 2, corrected: 1, withdrawn: 0 } as const;

/** True for the whole of it, false for a part of it, null for anything else. */
function fitOf<Of extends Published>(
  pasted: readonly Token[],
  known: Prepared<Of>,
): boolean | null {
  const matched = partsIn(pasted, known);
  if (matched !== null) {
    const tokens = matched.reduce((sum, unit) => sum + unit.length, 0);
    if (matched.length === known.units.length) return true;
    if (tokens >= PART_TOKENS_MIN) return false;
  }
  const isExcerpt = pasted.length >= EXCERPT_TOKENS_MIN && indexOf(known.all, pasted) >= 0;
  return isExcerpt ? false : null;
}

/** The paragraphs of ours that the text is made of, in our order; null where it says more. */
function partsIn<Of extends Published>(
  pasted: readonly Token[],
  { units, labels }: Prepared<Of>,
): (readonly Token[])[] | null {
  if (!begins(pasted, units)) return null;
  const matched: (readonly Token[])[] = [];
  let [at, next] = [0, 0];
  while (at < pasted.length) {
    const unit = units.findIndex((each, index) => index >= next && standsAt(pasted, each, at));
    const found = units[unit];
    if (found) {
      matched.push(found);
      next = unit + 1;
      at += found.length;
      continue;
    }
    const label = labels().find((each) => standsAt(pasted, each, at));
    const cut = label ? null : cutAt(pasted, units, { at, next });
    if (cut) {
      matched.push(cut.said);
      next = units.length;
    }
    const length = label?.length ?? cut?.length;
    if (length === undefined) return null;
    at += length;
  }
  return matched.length > 0 ? matched : null;
}

/** Whether one of our paragraphs can begin anywhere in the text at all. */
function begins(pasted: readonly Token[], units: readonly (readonly Token[])[]): boolean {
  const words = new Set(pasted.map(({ bare }) => bare));
  return units.some((unit) => unit.slice(0, PART_TOKENS_MIN).every(({ bare }) => words.has(bare)));
}

/**
 * A beginning of ours with three dots after it: an SMS has no room for more. The last word may be
 * cut as well, a number or a link may not: it would be another one.
 */
function cutAt(
  pasted: readonly Token[],
  units: readonly (readonly Token[])[],
  { at, next }: { at: number; next: number },
): { said: readonly Token[]; length: number } | null {
  for (let unit = next; unit < units.length; unit++) {
    const ours = units.slice(unit).flat();
    let length = 0;
    while (saysAt(pasted[at + length], ours[length])) length++;
    if (length < PART_TOKENS_MIN) continue;
    const rest = pasted[at + length]?.key ?? "";
    const isCut = /^\p{L}+$/u.test(rest) && (ours[length]?.key ?? "").startsWith(rest);
    const end = isCut ? length + 1 : length;
    // A full stop of ours may be the first of the three.
    const from = [end, end - 1].find((each) => areDots(pasted, at + each));
    if (from !== undefined) return { said: ours.slice(0, length), length: from + DOTS };
  }
  return null;
}

const DOTS = 3;
const areDots = (pasted: readonly Token[], at: number): boolean =>
  at + DOTS <= pasted.length && pasted.slice(at, at + DOTS).every(({ key }) => key === ".");
const saysAt = (theirs: Token | undefined, own: Token | undefined): boolean =>
  theirs !== undefined && own !== undefined && says(theirs, own);

const standsAt = (pasted: readonly Token[], ours: readonly Token[], at: number): boolean =>
  at + ours.length <= pasted.length &&
  ours.every((token, index) => {
    const theirs = pasted[at + index];
    return theirs !== undefined && says(theirs, token);
  });

/** Where the pasted words stand in ours, or -1. */
function indexOf(ours: readonly Token[], pasted: readonly Token[]): number {
  for (let at = 0; at + pasted.length <= ours.length; at++) {
    const isHere = pasted.every((token, index) => {
      const own = ours[at + index];
      return own !== undefined && says(token, own);
    });
    if (isHere) return at;
  }
  return -1;
}

/** The most alike of those we still stand by; what was withdrawn is not shown again. */
function nearestTo<Of extends Published>(
  seen: readonly Token[],
  pasted: readonly Token[],
  known: readonly Prepared<Of>[],
): { of: Of; difference: Run[] } | null {
  let best: { likeness: number; each: Prepared<Of> } | null = null;
  for (const each of known) {
    if (each.of.state === "withdrawn") continue;
    const likeness = likenessOf(seen, each.all);
    if (likeness < LIKENESS_MIN || likeness <= (best?.likeness ?? 0)) continue;
    best = { likeness, each };
  }
  if (best === null) return null;
  return { of: best.each.of, difference: differenceOf(pasted, best.each.all) };
}

/** The share of words that both have (Dice), each as often as it stands there. */
function likenessOf(pasted: readonly Token[], ours: readonly Token[]): number {
  const counts = new Map<string, number>();
  for (const { bare } of ours) counts.set(bare, (counts.get(bare) ?? 0) + 1);
  let common = 0;
  for (const { bare } of pasted) {
    const left = counts.get(bare) ?? 0;
    if (left === 0) continue;
    counts.set(bare, left - 1);
    common++;
  }
  return (2 * common) / Math.max(1, pasted.length + ours.length);
}

const linesOf = (text: string): string[] => text.split(/\n+/);
