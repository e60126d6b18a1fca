import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { DAY_MS, MINUTE_MS } from "../lib/clock.ts";
import { defineSensor, type Verdict } from "./sensor.ts";

const WINDOW_MS = 15 * MINUTE_MS;
const USUAL_MS = 7 * DAY_MS;
/** What was sent just now had no time to arrive. */
const SETTLE_MS = 3 * MINUTE_MS;

/** How much of what we hand over arrives. Our own messages are a probe that costs nothing. */
export const ownDeliveries = defineSensor({
  kind: "own-deliveries",
  title: { fr: "Nos propres envois", en: "Our own deliveries" },
  signalKind: "deliveries",
  settings: z.object({
    sentMin: z
      .number()
      .int()
      .min(5)
      .max(10_000)
      .default(30)
      .meta({
        label: { fr: "Envois minimum", en: "Messages at least" },
        hint: {
          fr: "En dessous de ce nombre en 15 minutes, rien n’est conclu.",
          en: "Below this number in 15 minutes nothing is concluded.",
        },
      }),
  }),
  secrets: [],
  everyMs: 60_000,

  async look({ sentMin }, _wire, { now, records }) {
    const { sent } = await records.handedOver(now - WINDOW_MS, now - SETTLE_MS);
    const { delivered } = await records.handedOver(now - WINDOW_MS, now);
    if (sent < sentMin) {
      return { kind: "nothing", evidence: sentence("crisis:deliveries.few", { sent }) };
    }
    const share = Math.min(1, delivered / sent);
    const usual = await records.handedOver(now - USUAL_MS, now - WINDOW_MS);
    const known = usual.sent >= sentMin ? { usualShare: usual.delivered / usual.sent } : {};
    const params = { sent, percent: Math.round(share * 100) };
    const verdict = verdictOf(share);
    const evidence = sentence("crisis:deliveries.share", params);
    return { kind: "reading", verdict, evidence, detail: { sent, delivered, ...known } };
  },
});

function verdictOf(share: number): Verdict {
  if (share < 0.5) return "down";
  return share < 0.8 ? "degraded" : "up";
}
