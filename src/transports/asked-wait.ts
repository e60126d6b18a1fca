import { statedWait } from "../lib/waits.ts";
import type { Answer } from "../lib/wire.ts";

type Refused = Extract<Answer, { ok: false }>;

/**
 * How long a platform asks us to wait: by its own word in the body, in seconds, or by what stands in the
 * headers, whatever the status; null where it does not say.
 */
export const askedWait = (refused: Refused, seconds?: unknown): number | null =>
  statedWait(seconds, 0) ?? refused.waitMs ?? null;
