import type { Language } from "./language.ts";
import type { Sentence } from "./sentence.ts";

export const TEMPLATE_STATES = [
  "approved",
  "pending",
  "rejected",
  "paused",
  "disabled",
  "gone",
] as const;
export type TemplateState = (typeof TEMPLATE_STATES)[number];
export const TEMPLATE_QUALITIES = ["green", "yellow", "red", "unknown"] as const;
export type TemplateQuality = (typeof TEMPLATE_QUALITIES)[number];

/** A template as its provider describes it. */
export type Template = {
  name: string;
  language: string;
  state: TemplateState;
  category: string | null;
  quality: TemplateQuality | null;
  /** The provider's own words on why it may not be used. */
  why: string;
  /** For how many seconds the provider goes on trying to deliver it; null where it has not told. */
  lifetimeSeconds: number | null;
};

/** What one word of a provider changes of a template; what it does not mention stays. */
export type TemplateNews = Pick<Template, "name" | "language"> &
  Partial<Pick<Template, "state" | "category" | "quality" | "why" | "lifetimeSeconds">>;

/**
 * What a channel sends with: for the people of a language, a template under the provider's code, and
 * the one that is taken where the provider does not take that.
 */
export type TemplateNeed = { language: Language; name: string; code: string; backup?: string };

/** All templates of an account, and until when its token is good (null: it does not end). */
export type TemplatesTold =
  | { kind: "told"; templates: Template[]; tokenUntil: number | null | undefined }
  | { kind: "silent"; says: Sentence };

/** How the template for the people of one language stands. `missing`: the account has none. */
export type TemplateStanding = {
  language: Language;
  name: string;
  code: string;
  state: TemplateState | "missing";
  quality: TemplateQuality | null;
  lifetimeSeconds: number | null;
  /** The template that it stands in for, and why. */
  insteadOf?: { name: string; state: TemplateState | "missing" };
};

/** How a channel's templates stand. What nobody has read yet is not called missing. */
export function standingsOf(
  needs: readonly TemplateNeed[],
  known: readonly Template[],
  wasRead: boolean,
): TemplateStanding[] {
  return needs.flatMap(({ backup, ...need }) => {
    const first = standingOf(need, known, wasRead);
    if (!first || isUsable(first) || backup === undefined) return first ?? [];
    const second = standingOf({ ...need, name: backup }, known, wasRead);
    if (!second || !isUsable(second)) return first;
    return { ...second, insteadOf: { name: first.name, state: first.state } };
  });
}

function standingOf(
  need: Omit<TemplateNeed, "backup">,
  known: readonly Template[],
  wasRead: boolean,
): TemplateStanding | null {
  const found = known.find(({ name, language }) => name === need.name && language === need.code);
  if (!found && !wasRead) return null;
  const { state = "missing", quality = null, lifetimeSeconds = null } = found ?? {};
  return { ...need, state, quality, lifetimeSeconds };
}

/** Meta sends nothing but what it has approved. */
export const isUsable = ({ state }: Pick<TemplateStanding, "state">): boolean =>
  state === "approved";
