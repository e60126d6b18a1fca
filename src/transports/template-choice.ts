import type { Language } from "../domain/language.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Answer } from "../lib/wire.ts";

/** After that it is tried whether the first template is taken again: it costs one refused request. */
const REPLACED_MS = 10 * MINUTE_MS;
const LANGUAGES = ["fr", "en"] as const;

/** With which templates a channel sends to the people of a language. */
export type TemplateNames = { first: string | undefined; backup: string | undefined };
type Moment = { language: Language; at: number };

/**
 * Which of two templates carries the messages of a channel. A refusal of the first is definite, so that
 * the same message may go out with the backup at once; from then on the backup is used for a while.
 */
export class TemplateChoice {
  readonly #namesFor: (language: Language) => TemplateNames;
  readonly #refusedAt: Map<string, number>;

  /** `refusedAt` is shared where refusals are heard of by somebody else than who sends. */
  constructor(
    namesFor: (language: Language) => TemplateNames,
    refusedAt: Map<string, number> = new Map(),
  ) {
    this.#namesFor = namesFor;
    this.#refusedAt = refusedAt;
  }

  /** The template for people of this language now. */
  nameFor({ language, at }: Moment): string | undefined {
    const { first, backup } = this.#namesFor(language);
    if (backup === undefined || first === undefined || this.#refusedAt.size === 0) return first;
    const refusedAt = this.#refusedAt.get(`${language} ${first}`);
    return refusedAt === undefined || at >= refusedAt + REPLACED_MS ? first : backup;
  }

  /** What is sent instead of what was refused just now; null where there is nothing else. */
  insteadOf(refused: string | undefined, { language, at }: Moment): string | null {
    const { first, backup } = this.#namesFor(language);
    if (refused === undefined || refused !== first || backup === undefined) return null;
    this.#refusedAt.set(`${language} ${first}`, at);
    return backup;
  }

  /** A template was refused in a message that had been taken before. */
  noteRefused(template: string, at: number): void {
    for (const language of LANGUAGES) this.insteadOf(template, { language, at });
  }
}

/** What a channel does with either of its templates. */
type ByTemplate<Content> = {
  contentOf(template: string | undefined): Content | null;
  post(content: Content): Promise<Answer>;
  /** Whether it is refused for its template alone: with the other one it may pass. */
  isGone(refused: Extract<Answer, { ok: false }>): boolean;
};

/** Sends with the template that serves now and, where that one is refused, with its backup; null where none is named. */
export async function sendByTemplate<Content>(
  choice: TemplateChoice,
  message: Moment,
  by: ByTemplate<Content>,
): Promise<Answer | null> {
  const template = choice.nameFor(message);
  const content = by.contentOf(template);
  if (content === null) return null;
  const answer = await by.post(content);
  const isGone = !answer.ok && by.isGone(answer);
  const backup = isGone ? choice.insteadOf(template, message) : null;
  const instead = backup === null ? null : by.contentOf(backup);
  return instead === null ? answer : await by.post(instead);
}

const choices = new WeakMap<object, TemplateChoice>();

/** The one choice of a channel with these settings. */
export function choiceOf(settings: object, make: () => TemplateChoice): TemplateChoice {
  const known = choices.get(settings);
  if (known) return known;
  const choice = make();
  choices.set(settings, choice);
  return choice;
}
