import type { Classified } from "./classify.ts";

/** The class that is shown, and the one that wants to replace it, since when. */
export type Naming = Classified & { contender: (Classified & { since: number }) | null };

const classHoldMs = 10 * 60_000;

/**
 * The class of a trouble that goes on: the first name is taken at once, another one only when it has held for a while,
 * and a name is never lost because the trouble has become small.
 */
export function nextNaming(previous: Naming, seen: Classified, now: number): Naming {
  const name = { class: seen.class, subject: seen.subject };
  const shown = { class: previous.class, subject: previous.subject };
  if (previous.class === "unknown_yet" || isSame(shown, name)) return { ...name, contender: null };
  if (name.class === "unknown_yet") return { ...shown, contender: null };
  const { contender } = previous;
  const since = contender && isSame(contender, name) ? contender.since : now;
  if (now - since >= classHoldMs) return { ...name, contender: null };
  return { ...shown, contender: { ...name, since } };
}

function isSame(a: Classified, b: Classified): boolean {
  return a.class === b.class && a.subject === b.subject;
}
