import type { Area, Circle } from "./area.ts";
import type { Language } from "./language.ts";

/** Whom we have reached, or heard from, in the last days. Whoever was silent is its `none`. */
export type Activity = { what: "reached" | "answered"; days: number };
/** The same, counted back from one moment: what a broadcast freezes. */
export type ActivitySince = { what: "reached" | "answered"; since: string };

/** How many independent ways reach somebody, which one alone does, and how well at the most. */
export type ReachAsk = {
  ways?: "none" | "one" | "several";
  /** The one way that there is, by its domain (reachability.ts). */
  only?: string;
  scoreMax?: number;
};
/** The same at one moment: proofs grow old. */
export type ReachAskAt = ReachAsk & { at: string };

type Parts<Active, Reach> = {
  languages?: Language[];
  countries?: string[];
  /** Values of the attribute that names a region, however its column was headed. */
  regions?: string[];
  /** Attribute name to the values that count, for example { city: ["Lyon", "Lille"] }. */
  attributes?: Record<string, string[]>;
  near?: Circle;
  within?: Area;
  active?: Active;
  reach?: Reach;
};
type Nested<Active, Reach> = Parts<Active, Reach> & {
  all?: Nested<Active, Reach>[];
  any?: Nested<Active, Reach>[];
  none?: Nested<Active, Reach>[];
};

/**
 * A saved question about contacts. All of its parts must hold; an empty question means everybody.
 * Of `any` one must hold, of `none` nothing may: whoever we know nothing about does not hold.
 */
export type Question = Nested<Activity, ReachAsk>;
/** A question that means the same people whenever it is asked of the same rows. */
export type QuestionNow = Nested<ActivitySince, ReachAskAt>;

const inEveryCase = (names: readonly string[]): string[] =>
  names.flatMap((name) => [name, name[0]?.toUpperCase() + name.slice(1), name.toUpperCase()]);

/** How files name a region: each is looked at, so that no column has to be renamed. */
export const REGION_NAMES: readonly string[] = inEveryCase([
  "region",
  "région",
  "province",
  "canton",
]);

/** How files name a place that can be found on the map, a region or something smaller. */
export const PLACE_NAMES: readonly string[] = [
  ...REGION_NAMES,
  ...inEveryCase(["city", "town", "village", "district", "ville", "commune", "quartier"]),
];

const DAY_MS = 86_400_000;

/** The question as it stands at a moment: "in the last 30 days" becomes "since then". */
export function asOf(question: Question | QuestionNow, now: number): QuestionNow {
  const { active, reach, all, any, none, ...rest } = question;
  const nested = (questions: (Question | QuestionNow)[]) => questions.map((one) => asOf(one, now));
  return {
    ...rest,
    ...(active && { active: sinceOf(active, now) }),
    ...(reach && { reach: "at" in reach ? reach : { ...reach, at: new Date(now).toISOString() } }),
    ...(all && { all: nested(all) }),
    ...(any && { any: nested(any) }),
    ...(none && { none: nested(none) }),
  };
}

/** Every area that a question names, however deep. */
export const areasIn = ({
  within,
  all = [],
  any = [],
  none = [],
}: Question | QuestionNow): Area[] => [
  ...(within ? [within] : []),
  ...[...all, ...any, ...none].flatMap(areasIn),
];

const sinceOf = (active: Activity | ActivitySince, now: number): ActivitySince =>
  "since" in active
    ? active
    : { what: active.what, since: new Date(now - active.days * DAY_MS).toISOString() };
