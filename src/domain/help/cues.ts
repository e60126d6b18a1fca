import { LINES } from "./cue-lines.ts";

/**
 * What somebody may want to know that the live state can tell. Where two fit equally well, the one
 * that stands first is meant: the particular before the general.
 */
export const INTENTS = [
  "rumour",
  "me",
  "lost",
  "hours",
  "since",
  "end",
  "human",
  "down",
  "works",
] as const;
export type Intent = (typeof INTENTS)[number];

/** A sign: all groups must be met, by one of their sequences of words. */
export type Sign = { intent: Intent; weight: number; groups: readonly (readonly string[])[][] };

const ALONE_WEIGHT = 3;

/** The signs of all intents, ready to be compared with words. */
export const SIGNS: readonly Sign[] = INTENTS.flatMap((intent) =>
  LINES[intent]
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => signOf(intent, line)),
);

function signOf(intent: Intent, line: string): Sign {
  const isStrong = line.startsWith("!");
  const groups = line
    .replace(/^!/, "")
    .split(" + ")
    .map((group) => group.split("|").map((words) => words.split("_")));
  return { intent, groups, weight: isStrong ? ALONE_WEIGHT : groups.length };
}
