/** What a kind of evidence did between two assessments. */
export type Step = "came" | "grew" | "shrank" | "went";
export type Moved<A> = {
  kind: string;
  step: Step;
  /** How many more (or fewer) log-odds it weighs than before. */
  by: number;
  /** What it says now; null when nothing of its kind speaks any more. */
  now: A | null;
  before: A | null;
};

type Weighed = { kind: string; weight: number };

/** Less than this is the same evidence, measured again. */
const sameWithin = 0.05;
/** These weigh nothing and explain much: that nobody could look is why an opinion became unclear. */
const explaining: ReadonlySet<string> = new Set(["blind", "account"]);

/** What moved an opinion: kind by kind against the change before, the strongest move first. */
export function movedBy<A extends Weighed>(before: readonly A[], now: readonly A[]): Moved<A>[] {
  const kinds = [...new Set([...now, ...before].map(({ kind }) => kind))];
  return kinds
    .flatMap((kind) => {
      const was = strongest(before, kind);
      const is = strongest(now, kind);
      const step = stepOf(was, is);
      return step === null ? [] : [{ kind, step, by: byOf(was, is), now: is, before: was }];
    })
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
}

function stepOf(was: Weighed | null, is: Weighed | null): Step | null {
  const by = byOf(was, is);
  if (Math.abs(by) < sameWithin) return isExplaining(was, is) ? (is ? "came" : "went") : null;
  if (!speaks(was)) return "came";
  if (!speaks(is)) return "went";
  return by > 0 ? "grew" : "shrank";
}

const isExplaining = (was: Weighed | null, is: Weighed | null): boolean =>
  (was === null) !== (is === null) && explaining.has((was ?? is)?.kind ?? "");

const speaks = (addend: Weighed | null): boolean => Math.abs(addend?.weight ?? 0) >= sameWithin;

const byOf = (was: Weighed | null, is: Weighed | null): number =>
  (is?.weight ?? 0) - (was?.weight ?? 0);

function strongest<A extends Weighed>(addends: readonly A[], kind: string): A | null {
  const same = addends.filter((addend) => addend.kind === kind);
  return same.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))[0] ?? null;
}
