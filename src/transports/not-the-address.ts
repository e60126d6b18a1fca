import type { Outcome } from "../domain/outcome.ts";
import type { Failed } from "../lib/wire.ts";

/** Where the request's own address names no person, a 404 or a 410 is never theirs. */
export const notTheAddress = (failed: Failed): Failed =>
  failed.kind === "rejected" ? { ...failed, kind: "misconfigured" } : failed;

/**
 * A code that nobody knows yet. One such message among thousands is no proof that our account is broken,
 * nor that a number is bad: that person takes the next way, and whatever the status says of time holds.
 */
export function strangeCode(failed: Failed, why: string): Outcome {
  if (failed.kind === "throttled") return failed;
  if (failed.kind === "rejected") return { kind: "rejected", why, scope: "message" };
  return { ...failed, why };
}
