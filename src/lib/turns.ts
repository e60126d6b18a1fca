/**
 * Puts a list into turns: no name stands twice in one turn, and what shares a name keeps its order. So
 * each turn may be done all at once, and it comes to the same as one after the other.
 */
export function inTurns<T>(items: readonly T[], namesOf: (item: T) => readonly string[]): T[][] {
  const turns: T[][] = [];
  const next = new Map<string, number>();
  for (const item of items) {
    const names = namesOf(item);
    const at = Math.max(0, ...names.map((name) => next.get(name) ?? 0));
    for (const name of names) next.set(name, at + 1);
    (turns[at] ??= []).push(item);
  }
  return turns;
}
