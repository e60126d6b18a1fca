import type { Cascade } from "./cascade.ts";
import { isNeverTold } from "./default-cascade.ts";
import type { Language } from "./language.ts";
import type { PlanChannel, PlanWarning } from "./plan.ts";
import { narrowSms, smsSize } from "./text/sms-segments.ts";

/** What makes the SMS of a language long, and whether letters without accents would help. */
export function costlyWarnings(sms: string, language: Language): PlanWarning[] {
  const { alphabet, segments } = smsSize(sms);
  if (alphabet !== "ucs2" || segments === 1) return [];
  const plainSegments = smsSize(narrowSms(sms)).segments;
  return plainSegments < segments
    ? [{ code: "costly-letters", language, segments, plainSegments }]
    : [{ code: "costly-signs", language, segments }];
}

/** Rungs that wait for news that their channel never gives. */
export const neverToldWarnings = (
  { rungs }: Cascade,
  channels: readonly PlanChannel[],
): PlanWarning[] =>
  rungs.flatMap(({ channelId, success }): PlanWarning[] => {
    const kind = channels.find(({ id }) => id === channelId)?.addressKind ?? "";
    return isNeverTold(kind, success) ? [{ code: "never-told", channelId }] : [];
  });
