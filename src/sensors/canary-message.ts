import { z } from "zod";
import {
  type CanaryPolicy,
  type Judged,
  judgeFlights,
  nextFlightAt,
  PROOFS,
} from "../domain/canary.ts";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { someAnchorAnswers } from "./anchors.ts";
import { anchorsField, channelField } from "./fields.ts";
import { cannotLook, defineSensor, type Grounded, type Look } from "./sensor.ts";

const Settings = z.object({
  channel: channelField({
    fr: "Le message d’essai part par ce canal, avec sa cadence et son compte.",
    en: "The test message goes out over this channel, at its rate and from its account.",
  }),
  address: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .meta({
      label: { fr: "Notre adresse d’essai", en: "Our own test address" },
      hint: {
        fr: "Un numéro ou une adresse à nous, sur un appareil allumé. Jamais celui d’un contact.",
        en: "A number or address of ours, on a device that is on. Never one of a contact.",
      },
    }),
  proof: z
    .enum(PROOFS)
    .default("delivered")
    .meta({
      label: { fr: "Preuve d’arrivée", en: "Proof of arrival" },
      hint: {
        fr: "Ce qui prouve que le message est passé. Une prise en charge ne prouve pas l’arrivée.",
        en: "What proves that the message came through. Being taken by the provider proves no arrival.",
      },
      choices: {
        delivered: { fr: "L’accusé de remise", en: "The receipt of its delivery" },
        reply: { fr: "La réponse de l’appareil d’essai", en: "The answer of the test device" },
        accepted: { fr: "La prise en charge par le fournisseur", en: "That the provider took it" },
      },
    }),
  everyMinutes: z
    .number()
    .int()
    .min(1)
    .max(1_440)
    .default(10)
    .meta({
      label: { fr: "Minutes entre deux essais", en: "Minutes between two tests" },
      hint: {
        fr: "Après une mauvaise nouvelle, le suivant part au bout d’une minute.",
        en: "After bad news the next one goes after a minute.",
      },
    }),
  perHourMax: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(12)
    .meta({
      label: { fr: "Essais par heure au plus", en: "Tests an hour at most" },
      hint: {
        fr: "Le budget : chaque message peut être facturé.",
        en: "The budget: each message may be billed.",
      },
    }),
  patienceSeconds: z
    .number()
    .int()
    .min(5)
    .max(3_600)
    .default(120)
    .meta({
      label: { fr: "Patience, en secondes", en: "Patience in seconds" },
      hint: {
        fr: "Sans preuve d’arrivée au bout de ce temps, le message manque.",
        en: "Without proof of arrival after this time the message is missing.",
      },
    }),
  missesMax: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(2)
    .meta({
      label: { fr: "Messages manquants de suite", en: "Missing messages in a row" },
      hint: {
        fr: "À partir de ce nombre la plateforme est dite en panne ; avant, dégradée.",
        en: "From this number on the platform is called down; before, degraded.",
      },
    }),
  anchors: anchorsField,
});

/** Sends a small message to ourselves and times its arrival: the probe that counts. */
export const canaryMessage = defineSensor({
  kind: "canary-message",
  title: { fr: "Message d’essai", en: "Test message" },
  signalKind: "probe",
  settings: Settings,
  secrets: [],
  everyMs: 30_000,

  async look(settings, wire, { now, channels }) {
    const { channel, address, proof, perHourMax, anchors } = settings;
    const policy = {
      everyMs: settings.everyMinutes * MINUTE_MS,
      missesMax: settings.missesMax,
    } satisfies CanaryPolicy;
    const channelId = Number(channel);
    const patienceMs = settings.patienceSeconds * SECOND_MS;
    const quietMs = policy.everyMs;
    const order = { channelId, address, proof, perHourMax, patienceMs, quietMs };
    const before = await channels.flights(channelId);
    const isDue = nextFlightAt(before, policy) <= now;
    const grounded = isDue ? await channels.fly(order) : null;
    if (grounded && grounded.why !== "busy") return groundedLook(grounded, proof !== "accepted");
    const flights = isDue && grounded === null ? await channels.flights(channelId) : before;
    return await told(judgeFlights(flights, policy, now), { proof, anchors, wire });
  },
});

/** Where broadcasts tell the same, we keep quiet; everything else waits for somebody. */
function groundedLook({ why, params = {} }: Grounded, canary: boolean): Look {
  const evidence = sentence(`canary:grounded.${why}`, params);
  return why === "spoken"
    ? { kind: "nothing", evidence }
    : { kind: "reading", verdict: "unknown", evidence, detail: { canary } };
}

async function told(
  judged: Judged,
  seen: { proof: (typeof PROOFS)[number]; anchors: readonly string[]; wire: Wire },
): Promise<Look> {
  // That a message was taken proves no arrival: such a source is a probe like the others.
  const canary = seen.proof !== "accepted";
  const capability = seen.proof === "reply" ? "receive" : "send";
  const detail = { canary, capability };
  switch (judged.kind) {
    case "arrived": {
      const { verdict, seconds } = judged;
      const evidence = canary ? judged.evidence : sentence("canary:taken");
      return { kind: "reading", verdict, evidence, detail: { ...detail, seconds } };
    }
    case "miss":
      if (!(await someAnchorAnswers(seen.anchors, seen.wire))) return cannotLook("anchors");
      return { kind: "reading", verdict: judged.verdict, evidence: judged.evidence, detail };
    case "unknown":
      return { kind: "reading", verdict: "unknown", evidence: judged.evidence, detail };
    case "nothing":
      return { kind: "nothing", evidence: judged.evidence };
    default:
      return judged satisfies never;
  }
}
