import { z } from "zod";
import { type Loss, type Losses, losses } from "../domain/delivery-places.ts";
import { sentence } from "../domain/sentence.ts";
import { DAY_MS, MINUTE_MS } from "../lib/clock.ts";
import { defineSensor, type Look, type Records, type Verdict } from "./sensor.ts";

const WINDOW_MS = 15 * MINUTE_MS;
const USUAL_MS = 7 * DAY_MS;
/** What was sent just now had no time to arrive. */
const SETTLE_MS = 3 * MINUTE_MS;
/** What is usual where nothing is known yet. */
const USUAL_SHARE = 0.95;

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
    const usual = await records.handedOver(now - USUAL_MS, now - WINDOW_MS);
    const usualShare = usual.sent >= sentMin ? usual.delivered / usual.sent : null;
    const { here, lost } = await placesOf(records, now, usualShare);
    if (here !== null) return lossIn(here, lost);
    const share = Math.min(1, delivered / sent);
    const params = { sent, percent: Math.round(share * 100) };
    const verdict = verdictOf(share);
    const evidence = sentence("crisis:deliveries.share", params);
    const known = usualShare === null ? {} : { usualShare };
    return { kind: "reading", verdict, evidence, detail: { sent, delivered, ...known, lost } };
  },
});

/** What went out is counted up to when it had its time to arrive, and what arrived, up to now. */
async function placesOf(records: Records, now: number, usualShare: number | null) {
  const sent = await records.handedOverByCountry(now - WINDOW_MS, now - SETTLE_MS);
  const came = await records.handedOverByCountry(now - WINDOW_MS, now);
  const usual = await records.handedOverByCountry(now - USUAL_MS, now - WINDOW_MS);
  const places = [...sent].map(([country, { sent: out }]) => ({
    country,
    sent: out,
    delivered: came.get(country)?.delivered ?? 0,
    usual: usual.get(country) ?? { sent: 0, delivered: 0 },
  }));
  return losses(places, usualShare ?? USUAL_SHARE);
}

/** One country loses what all others get: the platform is not down, and is not well. */
function lossIn(here: Loss, lost: Losses["lost"]): Look {
  const { country, sent, delivered, usualShare } = here;
  const usual = Math.round(usualShare * 100);
  const evidence = sentence("crisis:deliveries.country", { country, sent, delivered, usual });
  const detail = { sent, delivered, usualShare, country, lost };
  return { kind: "reading", verdict: "degraded", evidence, detail };
}

function verdictOf(share: number): Verdict {
  if (share < 0.5) return "down";
  return share < 0.8 ? "degraded" : "up";
}
