import type { Language } from "../language.ts";

export const FAQ_ABOUT_KINDS = ["general", "incident", "platform", "point"] as const;
export type FaqAboutKind = (typeof FAQ_ABOUT_KINDS)[number];
/** What an entry is about: everything, or one thing by its identifier. */
export type FaqAbout = { kind: FaqAboutKind; id: string | null };

export const QUESTION_LENGTH_MAX = 200;
export const ANSWER_LENGTH_MAX = 4_000;

export type FaqWords = { question: string; answer: string };
/** One question as the public may read it; a language that is not published is not there. */
export type FaqEntry = {
  id: string;
  about: FaqAbout;
  texts: Partial<Record<Language, FaqWords & { at: number }>>;
};

/** One question with its answer, in the language of the reader. */
export type FaqShown = FaqWords & { id: string; about: FaqAbout; at: number };

export const FAQ_STATES = ["missing", "draft", "changed", "published"] as const;
/** How one language of an entry stands: what was written since it was published is not public. */
export type FaqState = (typeof FAQ_STATES)[number];

export function faqStateOf(text: { latest: number; published: number | null } | null): FaqState {
  if (text === null) return "missing";
  if (text.published === null) return "draft";
  return text.published < text.latest ? "changed" : "published";
}

/** What may be in trouble at present, by its identifier. */
export type Troubled = {
  incidents: ReadonlySet<string>;
  platforms: ReadonlySet<string>;
  points: ReadonlySet<string>;
};

/**
 * The entries that are shown in a language: those of the present trouble first, then in their order.
 * What belongs to an incident goes with it.
 */
export function faqShown(
  entries: readonly FaqEntry[],
  language: Language,
  troubled: Troubled,
): FaqShown[] {
  const shown = entries.flatMap(({ id, about, texts }): FaqShown[] => {
    const words = texts[language];
    const isOver = about.kind === "incident" && !isTroubled(about, troubled);
    return words === undefined || isOver ? [] : [{ id, about, ...words }];
  });
  const [first, later] = [true, false].map((now) =>
    shown.filter(({ about }) => isTroubled(about, troubled) === now),
  );
  return [...(first ?? []), ...(later ?? [])];
}

function isTroubled({ kind, id }: FaqAbout, troubled: Troubled): boolean {
  if (id === null) return false;
  if (kind === "incident") return troubled.incidents.has(id);
  return kind === "platform" ? troubled.platforms.has(id) : troubled.points.has(id);
}
