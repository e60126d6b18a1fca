import { wordsFor } from "./words.ts";

/** What a caller did or met, as a code that maps to one HTTP status and one exit code. */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_many"
  | "too_large"
  | "unavailable";

/** A failure that the caller can understand and mend. Everything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Which sentence of the locales tells it, and what fills that sentence. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
  }
}

/** Everything that a caller can name without its being there: the keys of "errors:unknown". */
type Thing =
  | "account"
  | "announcement"
  | "broadcast"
  | "calendar_entry"
  | "channel"
  | "comment"
  | "connection"
  | "contact"
  | "contact_point"
  | "copy"
  | "faq"
  | "forum"
  | "import"
  | "incident"
  | "maintenance"
  | "message"
  | "outlet"
  | "page"
  | "platform"
  | "poll"
  | "playbook"
  | "post"
  | "rumour"
  | "question"
  | "segment"
  | "session"
  | "source"
  | "subscriber"
  | "suppression"
  | "stream"
  | "task"
  | "tester"
  | "ticket";

/**
 * A refusal that the locales tell ("errors:incident.is.resolved"). Its message is the English
 * sentence; whoever shows it in another language finds the key and its blanks in the detail.
 */
export const refusal = (
  code: ErrorCode,
  sentence: string,
  blanks: Record<string, unknown> = {},
): AppError => new AppError(code, wordsFor("en")(sentence, blanks), { sentence, ...blanks });

export const notFound = (what: Thing) => refusal("not_found", `errors:unknown.${what}`);

/** Two for the command line, which speaks English. */
export const invalid = (message: string, detail?: Record<string, unknown>) =>
  new AppError("invalid", message, detail);
export const conflict = (message: string, detail?: Record<string, unknown>) =>
  new AppError("conflict", message, detail);

/**
 * What comes of the work; null where it cannot be now, because somebody else was faster or there is
 * nothing left to do.
 */
export async function unlessConflict<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "conflict") return null;
    throw cause;
  }
}

/** What a caught value says, whatever was thrown. */
export const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/** The machine-readable code of a caught value (SQLSTATE, errno …), or null. */
export function codeOf(cause: unknown): string | null {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return null;
  return typeof cause.code === "string" ? cause.code : null;
}
