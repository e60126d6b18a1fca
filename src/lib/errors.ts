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

export const invalid = (message: string, detail?: Record<string, unknown>) =>
  new AppError("invalid", message, detail);
export const notFound = (what: string) => new AppError("not_found", `There is no such ${what}.`);
export const conflict = (message: string, detail?: Record<string, unknown>) =>
  new AppError("conflict", message, detail);
export const forbidden = (message: string) => new AppError("forbidden", message);

/** What a caught value says, whatever was thrown. */
export const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/** The machine-readable code of a caught value (SQLSTATE, errno …), or null. */
export function codeOf(cause: unknown): string | null {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return null;
  return typeof cause.code === "string" ? cause.code : null;
}
