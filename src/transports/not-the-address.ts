import type { Failed } from "../lib/wire.ts";

/** Where the request's own address names no person, a 404 or a 410 is never theirs. */
export const notTheAddress = (failed: Failed): Failed =>
  failed.kind === "rejected" ? { ...failed, kind: "misconfigured" } : failed;
