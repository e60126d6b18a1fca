import { fromInput, toInput } from "../times.ts";
import type { Announcement, NoticeText, NoticeTexts, Severity } from "../types.ts";

export const PARTS = ["title", "message", "advice", "nextStep"] as const;
export const SEVERITIES = ["degraded", "partial", "major", "resolved"] as const;
/** What fits on a lock screen, a banner and a feed without being cut. */
export const LENGTHS = { title: 90, message: 600, advice: 400, nextStep: 300 } as const;

/** What is being written; the time is the organisation's clock, as the form holds it. */
export type Draft = {
  texts: NoticeTexts;
  severity: Severity;
  source: string;
  nextUpdateAt: string;
};

export type Suggestion = {
  texts: NoticeTexts;
  severity: Severity;
  source: string;
  nextUpdateAt?: string | null;
};

const updateStepMs = 30 * 60_000;
const roundMs = 5 * 60_000;
const noText: NoticeText = { title: "", message: "", advice: "", nextStep: "" };
export const noTexts: NoticeTexts = { fr: noText, en: noText };

/** The editor begins with what is there already, or with the server's suggestion. */
export function draftOf(from: Suggestion | Announcement, now: number, timeZone: string): Draft {
  const promised = from.nextUpdateAt ? Date.parse(from.nextUpdateAt) : 0;
  const next = promised > now ? promised : Math.ceil((now + updateStepMs) / roundMs) * roundMs;
  return {
    texts: from.texts,
    severity: from.severity,
    source: from.source,
    nextUpdateAt: from.severity === "resolved" ? "" : toInput(next, timeZone),
  };
}

/** As the server wants it; a resolved notice promises no further news. */
export const bodyOf = (draft: Draft, timeZone: string) => ({
  texts: draft.texts,
  severity: draft.severity,
  source: draft.source.trim(),
  nextUpdateAt: momentOf(draft, timeZone),
});

function momentOf({ severity, nextUpdateAt }: Draft, timeZone: string): string | null {
  if (severity === "resolved" || nextUpdateAt === "") return null;
  return new Date(fromInput(nextUpdateAt, timeZone)).toISOString();
}
