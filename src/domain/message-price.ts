import type { Texts } from "./language.ts";
import { smsSize } from "./text/sms-segments.ts";

/** What one message costs, in hundredths: an SMS as often as the longer of its texts has parts. */
export function messageCents(
  channel: { addressKind: string; priceCents: number | null },
  texts: Texts,
): number | null {
  const { addressKind, priceCents } = channel;
  if (priceCents === null || addressKind !== "sms") return priceCents;
  const parts = Object.values(texts).map(({ body }) => smsSize(body).segments);
  return priceCents * Math.max(1, ...parts);
}
