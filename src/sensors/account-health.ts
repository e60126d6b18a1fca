import { z } from "zod";
import { channelField } from "./fields.ts";
import { defineSensor } from "./sensor.ts";

/**
 * Asks the provider how our own account is. What it says concerns us alone: it is kept with the
 * channel, and is never a reading of the platform.
 */
export const accountHealth = defineSensor({
  kind: "account-health",
  title: { fr: "Santé de notre compte", en: "Health of our account" },
  signalKind: "deliveries",
  settings: z.object({
    channel: channelField({
      fr: "Le canal dont le compte est interrogé. Seul WhatsApp répond aujourd’hui.",
      en: "The channel whose account is asked about. Only WhatsApp answers today.",
    }),
  }),
  secrets: [],
  everyMs: 300_000,

  async look({ channel }, _wire, { channels }) {
    const told = await channels.account(Number(channel));
    return told.kind === "told"
      ? { kind: "nothing", evidence: told.says }
      : { kind: "reading", verdict: "unknown", evidence: told.says };
  },
});
