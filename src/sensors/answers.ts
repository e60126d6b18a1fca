import { type Sentence, sentence } from "../domain/sentence.ts";
import type { Answer } from "../lib/wire.ts";
import type { Look, Verdict } from "./sensor.ts";

export const BODY_LENGTH_MAX = 1_000_000;
const NAME_LENGTH_MAX = 120;
/** A copy that a cache kept longer than this tells how things were, not how they are. */
const AGE_MAX_SECONDS = 3_600;

/** We saw nothing, and the sentence says what somebody can do about it. */
export const unknownFor = (code: string, params: Record<string, string | number> = {}): Look => ({
  kind: "reading",
  verdict: "unknown",
  evidence: sentence(`sensors:unknown.${code}`, params),
});

/** Why an answer cannot be used, told by what has to be done now. */
export const refusedLook = (answer: Extract<Answer, { ok: false }>): Look => ({
  kind: "reading",
  verdict: "unknown",
  evidence: refusalOf(answer),
});

/** The sentence of it, for whoever does not look but listens. */
export function refusalOf({ status, failed }: Extract<Answer, { ok: false }>): Sentence {
  const why = "why" in failed ? failed.why : failed.kind;
  if (status === 401 || status === 403) return sentence("sensors:unknown.door", { status });
  if (status === 429) return sentence("sensors:unknown.throttled");
  if (status === 404 || status === 410) return sentence("sensors:unknown.gone", { status });
  if (status !== null && status >= 300 && status < 400) {
    return sentence("sensors:unknown.moved", { status });
  }
  if (failed.kind === "misconfigured") return sentence("sensors:unknown.address", { why });
  return sentence("sensors:unknown.silent", { why });
}

export const isOldCopy = (headers: Record<string, string>): boolean =>
  Number(headers["age"] ?? 0) > AGE_MAX_SECONDS;

/** What an official page says, with the name of the trouble or of the page. */
export const officialReading = (
  verdict: Verdict,
  name: string,
): Extract<Look, { kind: "reading" }> => ({
  kind: "reading",
  verdict,
  evidence: sentence(`crisis:official.${verdict}`, { name: brief(name) }),
});

/** Names come from elsewhere: one line, and not too long. */
export const brief = (text: string): string =>
  text.replace(/\0/g, "").replace(/\s+/g, " ").trim().slice(0, NAME_LENGTH_MAX).toWellFormed();

const ORDER: readonly Verdict[] = ["up", "degraded", "down"];

/** The worst of what could be read; null when nothing could. */
export function worstOf(verdicts: readonly (Verdict | null)[]): Verdict | null {
  const ranks = verdicts.flatMap((verdict) => (verdict ? ORDER.indexOf(verdict) : []));
  return ranks.length === 0 ? null : (ORDER[Math.max(...ranks)] ?? null);
}
