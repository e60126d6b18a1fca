import type { Language } from "../../domain/language.ts";
import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import {
  claimStopAnswers,
  deleteStopAnswers,
  insertStopAnswers,
  languagesAt,
  type StopAnswerRow,
  settleStopAnswer,
} from "../../store/stop-answers.ts";
import { defineIntake } from "../action.ts";

/** Where law or provider expects that a STOP is confirmed, and it is done nowhere else. */
const CONFIRMED_KINDS: ReadonlySet<string> = new Set(["sms", "whatsapp"]);
/** Later than this, an answer would only be a riddle. */
const WORTH_SAYING_MS = HOUR_MS;
const CLAIMED_MAX = 20;

type Heard = { kind: string; address: string; channelId: number };

/**
 * Notes that STOPs shall be confirmed, where we know who it was: a stranger's number may be forged,
 * and is never written to. Each address once.
 */
export async function noteStops(
  tx: Tx,
  heard: readonly (Heard & { subscriberLanguage: Language | null })[],
  now: number,
): Promise<void> {
  const confirmed = heard.filter(({ kind }) => CONFIRMED_KINDS.has(kind));
  const stops: (Heard & { language: Language })[] = [];
  for (const [kind, own] of Map.groupBy(confirmed, (one) => one.kind)) {
    const addresses = own.map(({ address }) => address);
    const languages = await languagesAt(tx, kind, addresses);
    for (const one of own) {
      const language = languages.get(one.address) ?? one.subscriberLanguage;
      if (language !== null) stops.push({ ...one, language });
    }
  }
  await insertStopAnswers(tx, stops, now);
}

/** Who came back. Echoes that say both words in turn are still answered once a day at most. */
export async function noteStarts(
  tx: Tx,
  of: readonly { kind: string; address: string }[],
  now: number,
): Promise<void> {
  await deleteStopAnswers(tx, of, now - DAY_MS);
}

/** Commits answers as *sending*, before the network is touched: a crash never sends a second one. */
export const takeStopAnswers = defineIntake<null, StopAnswerRow[]>(
  async (tx, _none, { now }) =>
    await claimStopAnswers(tx, { limit: CLAIMED_MAX, since: now - WORTH_SAYING_MS }),
);

/** What became of it. Only what surely did not leave is tried again. */
export const endStopAnswer = defineIntake<
  { of: StopAnswerRow; state: "sent" | "failed" | "queued" },
  void
>(async (tx, { of, state }) => await settleStopAnswer(tx, of, state));
