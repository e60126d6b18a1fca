import { ApiError } from "../api.ts";
import { useWords } from "../words.ts";

/** What went wrong as a sentence in the reader's language. */
export function useSentence(): (cause: unknown) => string {
  const { say, t } = useWords();
  return (cause) => {
    if (!(cause instanceof ApiError)) return t("failed.unexpected");
    const { key } = cause.detail;
    const told = typeof key === "string" ? say(key, cause.detail) : null;
    return told ?? whatHappened(cause, t);
  };
}

function whatHappened(cause: ApiError, t: (key: string) => string): string {
  if (cause.status === 0) return t("failed.unreachable");
  if (cause.code === "unauthenticated") return t("failed.signedOut");
  if (cause.code === "too_many") return t("failed.tooMany");
  if (cause.code === "unexpected") return t("failed.unexpected");
  return cause.message;
}
