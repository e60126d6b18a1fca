import { says, type Token } from "./tokens.ts";

/** A run of words that both have, that only ours has, or that only the other text has. */
export type Run = { kind: "same" | "missing" | "added"; text: string };

/** Beyond this many comparisons a difference is told in whole instead of word by word. */
const COMPARISONS_MAX = 4_000_000;

/** What was pasted, word by word, against what we published. */
export function differenceOf(pasted: readonly Token[], ours: readonly Token[]): Run[] {
  const head = commonHead(pasted, ours);
  const tail = commonTail(pasted, ours, head);
  const theirs = pasted.slice(head, pasted.length - tail);
  const own = ours.slice(head, ours.length - tail);
  const steps: Step[] = [
    ...ours.slice(0, head).map((token): Step => ({ kind: "same", token })),
    ...between(theirs, own),
    ...ours.slice(ours.length - tail).map((token): Step => ({ kind: "same", token })),
  ];
  return runsOf(steps);
}

type Step = { kind: Run["kind"]; token: Token };

function between(pasted: readonly Token[], ours: readonly Token[]): Step[] {
  const missing = ours.map((token): Step => ({ kind: "missing", token }));
  const added = pasted.map((token): Step => ({ kind: "added", token }));
  if (pasted.length * ours.length > COMPARISONS_MAX) return [...missing, ...added];
  return walk(pasted, ours, lengthsOf(pasted, ours));
}

/** The longest common run of words from each pair of places on (Wagner and Fischer, 1974). */
function lengthsOf(pasted: readonly Token[], ours: readonly Token[]): Uint16Array {
  const width = ours.length + 1;
  const lengths = new Uint16Array((pasted.length + 1) * width);
  for (let row = pasted.length - 1; row >= 0; row--) {
    for (let column = ours.length - 1; column >= 0; column--) {
      const at = row * width + column;
      const isSame = saysAt(pasted, ours, row, column);
      lengths[at] = isSame
        ? (lengths[at + width + 1] ?? 0) + 1
        : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  return lengths;
}

function walk(pasted: readonly Token[], ours: readonly Token[], lengths: Uint16Array): Step[] {
  const width = ours.length + 1;
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  while (row < pasted.length || column < ours.length) {
    const [theirs, own] = [pasted[row], ours[column]];
    if (theirs && own && says(theirs, own)) {
      steps.push({ kind: "same", token: own });
      row++;
      column++;
    } else if (own && (!theirs || isFurther(lengths, row * width + column, width))) {
      steps.push({ kind: "missing", token: own });
      column++;
    } else if (theirs) {
      steps.push({ kind: "added", token: theirs });
      row++;
    }
  }
  return steps;
}

const isFurther = (lengths: Uint16Array, at: number, width: number): boolean =>
  (lengths[at + 1] ?? 0) >= (lengths[at + width] ?? 0);

function saysAt(
  pasted: readonly Token[],
  ours: readonly Token[],
  ...[row, column]: [number, number]
): boolean {
  const [theirs, own] = [pasted[row], ours[column]];
  return theirs !== undefined && own !== undefined && says(theirs, own);
}

function commonHead(pasted: readonly Token[], ours: readonly Token[]): number {
  let head = 0;
  while (saysAt(pasted, ours, head, head)) head++;
  return head;
}

function commonTail(pasted: readonly Token[], ours: readonly Token[], head: number): number {
  const most = Math.min(pasted.length, ours.length) - head;
  let tail = 0;
  while (tail < most && saysAt(pasted, ours, pasted.length - 1 - tail, ours.length - 1 - tail)) {
    tail++;
  }
  return tail;
}

function runsOf(steps: readonly Step[]): Run[] {
  const runs: Run[] = [];
  for (const { kind, token } of steps) {
    const last = runs.at(-1);
    const text = token.spaced && runs.length > 0 ? ` ${token.text}` : token.text;
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  }
  return runs;
}
