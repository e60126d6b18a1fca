import { ApiError } from "../api.ts";
import { useWords } from "../words.ts";

/** What went wrong as a sentence in the reader's language. */
export function useSentence(): (cause: unknown) => string {
  const { say, t, language } = useWords();
  return (cause) => {
    if (!(cause instanceof ApiError)) return t("failed.unexpected");
    const { sentence, ...blanks } = cause.detail;
    const told = typeof sentence === "string" ? say(sentence, blanks) : null;
    if (told !== null) return told;
    const known = codes.has(cause.code) ? t(`failed.code.${cause.code}`) : t("failed.unexpected");
    if (cause.code === "unreachable" || cause.code === "unexpected") return known;
    return language === "en" ? cause.message : `${known} (${cause.message})`;
  };
}

const codes = new Set([
  "unreachable",
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_many",
  "too_large",
  "unavailable",
]);
