import {
  type CapabilityOpinions,
  type CapabilityPart,
  capabilityLine,
} from "../domain/capability.ts";
import type { Language, TwoLanguages } from "../domain/language.ts";
import { wordsFor } from "../lib/words.ts";

const NAMED = ["send", "receive", "media", "calls", "templates", "login", "onboarding"];

/**
 * "Sending fails, receiving works." in both languages, or null while there is nothing to tell apart: all of it fails, all of
 * it works, or we do not know.
 */
export function capabilitySentence(opinions: CapabilityOpinions): TwoLanguages | null {
  const line = capabilityLine(opinions);
  if (line.length === 0) return null;
  return { fr: partsSentence(line, "fr"), en: partsSentence(line, "en") };
}

/** The same of parts that are known to differ. */
export function partsSentence(line: readonly CapabilityPart[], language: Language): string {
  const words = wordsFor(language);
  const parts = line.map(({ capability, state }) => {
    const key = NAMED.includes(capability) ? capability : "other";
    return words(`capabilities:${key}.${state}`, { name: capability });
  });
  const text = parts.join(", ");
  return `${text.charAt(0).toLocaleUpperCase(language)}${text.slice(1)}.`;
}
