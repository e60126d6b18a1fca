import {
  type NoticePart,
  type NoticeText,
  type Scenario,
  type Severity,
  type Suggestion,
  scenarioNotice,
  suggestNotice,
  type Tone,
} from "../domain/announcement.ts";
import type { IncidentState } from "../domain/incident.ts";
import type { Language, TwoLanguages } from "../domain/language.ts";
import { wordsFor } from "../lib/words.ts";

export type SuggestionFacts = {
  state: IncidentState;
  class: string;
  platform: string | null;
  title: TwoLanguages;
  startedAt: number;
  now: number;
  timeZone: string;
  /** What works instead, by name. */
  alternatives: readonly TwoLanguages[];
  /** What the writer says is the matter; without it, the incident's state decides. */
  chosen?: { scenario: Scenario; tone: Tone } | undefined;
};

const ALTERNATIVES_MAX = 4;
const DAY_MS = 86_400_000;

/** A notice to begin with, in both languages: people change it before anybody reads it. */
export function suggestedTexts(facts: SuggestionFacts): {
  severity: Severity;
  texts: Record<Language, NoticeText>;
} {
  const fr = inLanguage(facts, "fr");
  const en = inLanguage(facts, "en");
  return { severity: en.severity, texts: { fr: fr.text, en: en.text } };
}

function inLanguage(
  facts: SuggestionFacts,
  language: Language,
): { severity: Severity; text: NoticeText } {
  const words = wordsFor(language);
  const names = facts.alternatives.slice(0, ALTERNATIVES_MAX).map((name) => name[language]);
  const { severity, texts } = suggestionIn(facts, { language, names });
  const tone = facts.chosen?.tone ?? "formal";
  const ways =
    names.length === 0
      ? ""
      : words(`scenarios:ways.${tone}`, { alternatives: listOf(names, language) });
  const said = (part: NoticePart) =>
    words(texts[part].code, { ...texts[part].params, ways }).trim();
  const text = {
    title: said("title"),
    message: said("message"),
    advice: said("advice"),
    nextStep: said("nextStep"),
  };
  return { severity, text };
}

function suggestionIn(
  facts: SuggestionFacts,
  { language, names }: { language: Language; names: readonly string[] },
): Suggestion {
  const known = {
    state: facts.state,
    class: facts.class,
    subject: facts.platform ?? facts.title[language],
    onPlatform: facts.platform !== null,
    since: sinceWhen(facts, language),
    alternatives: listOf(names, language),
  };
  if (!facts.chosen) return suggestNotice(known);
  return scenarioNotice(facts.chosen.scenario, facts.chosen.tone, known);
}

const listOf = (names: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: "disjunction" }).format(names);

/** The time on the organisation's clock; the day, too, when it was another one. */
function sinceWhen({ startedAt, now, timeZone }: SuggestionFacts, language: Language): string {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone })
    .format(startedAt)
    .replace(":", language === "fr" ? "\u00a0h\u00a0" : ":");
  const dayOf = (at: number) =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone }).format(at);
  if (now - startedAt < DAY_MS && dayOf(now) === dayOf(startedAt)) return time;
  return wordsFor(language)("crisis:suggestion.dayAndTime", { day: dayOf(startedAt), time });
}
