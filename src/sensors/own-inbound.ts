import { z } from "zod";
import { inboundDays, inboundWindowMs, judgeInbound } from "../domain/inbound.ts";
import { sentence } from "../domain/sentence.ts";
import { DAY_MS, MINUTE_MS } from "../lib/clock.ts";
import { defineSensor } from "./sensor.ts";

/** Whether people still write to us. Where it is usually lively, silence says something. */
export const ownInbound = defineSensor({
  kind: "own-inbound",
  title: { fr: "Messages que nous recevons", en: "Messages we receive" },
  signalKind: "deliveries",
  settings: z.object({
    usualMin: z
      .number()
      .int()
      .min(10)
      .max(10_000)
      .default(12)
      .meta({
        label: { fr: "D’ordinaire, au moins", en: "Usually at least" },
        hint: {
          fr: "En dessous de tant de messages en 15 minutes à cette heure, le silence ne dit rien.",
          en: "Below so many messages in 15 minutes at that hour, silence says nothing.",
        },
      }),
  }),
  secrets: [],
  everyMs: MINUTE_MS,

  async look({ usualMin }, _wire, { now, records }) {
    const from = now - (inboundDays + 1) * DAY_MS;
    const { seen, expected, state } = judgeInbound(
      await records.inboundPerMinute(from, now),
      usualMin,
      now,
    );
    const usual = Math.round(expected);
    const params = { seen, expected: usual, minutes: inboundWindowMs / MINUTE_MS };
    if (state === "few") return { kind: "nothing", evidence: sentence("triggers:inbound.few") };
    const isSilent = state === "silent";
    return {
      kind: "reading",
      verdict: isSilent ? "degraded" : "up",
      evidence: sentence(isSilent ? "triggers:inbound.silent" : "triggers:inbound.lively", params),
      detail: { inboundSeen: seen, inboundUsual: usual },
    };
  },
});
