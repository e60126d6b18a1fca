import { ApiError } from "../api.ts";
import { useWords } from "../words.ts";

/** What the server found wrong with a setting that was sent. */
type Issue = { field: string; is: string } & Record<string, unknown>;

/** What was refused, and what had been typed then: as long as it stands there, so does what is wrong. */
export type Refused = { cause: unknown; values: Record<string, unknown> };

/** Whether settings do not fit: a described form says all of it beside its fields. */
export const isOfSettings = (cause: unknown): boolean => issuesOf(cause).length > 0;

/** Whether it is about the one field of a small form. */
export const isOfField = (cause: unknown): boolean =>
  cause instanceof ApiError && typeof cause.detail["field"] === "string";

/** What is wrong with one field, in the reader's words; null where nothing is, or it was changed since. */
export function useProblems(refused: Refused | undefined) {
  const { t } = useWords();
  const issues = issuesOf(refused?.cause);
  return (field: string, value: unknown): string | null => {
    const issue = issues.find((one) => one.field === field);
    if (!issue || refused?.values[field] !== value) return null;
    return t(`form.issue.${issue.is}`, issue);
  };
}

function issuesOf(cause: unknown): Issue[] {
  const found = cause instanceof ApiError ? cause.detail["issues"] : null;
  return Array.isArray(found) ? found.filter(isIssue) : [];
}

const isIssue = (value: unknown): value is Issue =>
  typeof value === "object" && value !== null && "field" in value && "is" in value;
