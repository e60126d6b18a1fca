import { isDeepStrictEqual } from "node:util";
import type { House } from "../actions/action.ts";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Ended } from "../sensors/listener.ts";
import { transact } from "../store/database.ts";
import { noteHearing, releaseLease, renewLease, saveListening } from "../store/listening.ts";
import type { SourceRow } from "../store/sources.ts";
import type { Hearing } from "./listen-hearing.ts";
import { jittered } from "./pause.ts";

/** A line that ends is tried again after 1, 2, 4 … seconds, and at last every five minutes. */
const PAUSE_MIN_MS = SECOND_MS;
const PAUSE_MAX_MS = 5 * MINUTE_MS;
const JITTER = 0.25;
/** Lines do break: only who cannot hold one at all needs somebody to look. */
const BREAKS_MAX = 3;
const STABLE_MS = MINUTE_MS;

/** Why a line is let go: it ended, or we stop, or its source asks for another one. */
export type Reason = Ended | "let go";

/** Writes down where to go on, when, and what somebody should know, and frees the source. */
export async function letGo(
  { house }: { house: House },
  hearing: Hearing,
  reason: Reason,
): Promise<void> {
  const now = house.now();
  const { source, cursor, memory } = hearing;
  const failures = failuresAfter(hearing, reason, now);
  const note = troubleOf(reason, failures);
  await transact(house.db, async (tx) => {
    const leased = await renewLease(tx, source, now + MINUTE_MS);
    if (!leased) return;
    // Changed settings are another stream, of which this memory knows nothing.
    if (!isSame(leased, source)) {
      await releaseLease(tx, leased, null);
      return;
    }
    await saveListening(tx, source.id, { cursor, memory, failures });
    if (note) await noteHearing(tx, source.id, { at: now, health: "unhealthy", note });
    await releaseLease(tx, leased, now + pauseOf(hearing, reason, failures));
  });
}

/** Whether a source still asks for the line that we hold. */
export const isSame = (now: SourceRow, then: SourceRow): boolean =>
  now.enabled &&
  isDeepStrictEqual(now.settings, then.settings) &&
  isDeepStrictEqual(now.secrets, then.secrets);

function failuresAfter(hearing: Hearing, reason: Reason, now: number): number {
  const { failures, openedAt } = hearing;
  if (typeof reason === "string") return failures;
  if (reason.kind === "closed" && openedAt !== null && now - openedAt >= STABLE_MS) return 0;
  return failures + 1;
}

function troubleOf(reason: Reason, failures: number): Sentence | null {
  if (typeof reason === "string") return null;
  if (reason.kind === "refused") return reason.evidence;
  return failures < BREAKS_MAX ? null : sentence("listening:dropped", { why: reason.why });
}

/** Never sooner than we were told; otherwise twice as long each time, and not in step with others. */
function pauseOf({ source }: Hearing, reason: Reason, failures: number): number {
  if (reason === "let go") return 0;
  const growing = Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** Math.min(failures, 20));
  const pauseMs = jittered(growing, JITTER, `${source.id} ${failures}`);
  return reason.kind === "refused" ? Math.max(pauseMs, reason.waitMs ?? 0) : pauseMs;
}
