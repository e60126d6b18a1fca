import { z } from "zod";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { defineSensor, type Look } from "./sensor.ts";

const TOKEN_LENGTH_MIN = 20;

/** Waits for a system that tells us by itself how it is; its silence is unknown, not down. */
export const heartbeat = defineSensor({
  kind: "heartbeat",
  title: { fr: "Battement reçu", en: "Heartbeat received" },
  signalKind: "probe",
  settings: z.object({
    token: z
      .string()
      .trim()
      .min(TOKEN_LENGTH_MIN)
      .max(200)
      .meta({
        label: { fr: "Jeton", en: "Token" },
        hint: {
          fr: "20 caractères au hasard ou plus. L’émetteur l’envoie avec « Authorization: Bearer ».",
          en: "20 random characters or more. The sender sends it with “Authorization: Bearer”.",
        },
      }),
    expectedSeconds: z
      .number()
      .int()
      .min(10)
      .max(86_400)
      .default(60)
      .meta({
        label: { fr: "Secondes entre deux battements", en: "Seconds between two heartbeats" },
        hint: {
          fr: "Le rythme promis par l’émetteur.",
          en: "The rhythm that the sender promised.",
        },
      }),
    missedMax: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(3)
      .meta({
        label: { fr: "Battements manqués", en: "Missed heartbeats" },
        hint: {
          fr: "Après autant de battements manqués, on ne sait plus rien de la plateforme.",
          en: "After so many missed heartbeats nothing is known about the platform any more.",
        },
      }),
    counts: z
      .boolean()
      .default(false)
      .meta({
        label: { fr: "Il compte des plaintes", en: "It counts complaints" },
        hint: {
          fr: "L’émetteur envoie { count } chaque minute ; le jugement l’attend jusqu’à trois minutes.",
          en: "The sender sends { count } each minute; judgement waits for it, up to three minutes.",
        },
      }),
  }),
  secrets: ["token"],
  everyMs: MINUTE_MS,

  async look({ expectedSeconds, missedMax }, _wire, { now, sourceId, records }) {
    const heardAt = await records.pushedAt();
    if (heardAt === null) return silent("sensors:heartbeat.never", { id: sourceId });
    if (now - heardAt > expectedSeconds * missedMax * SECOND_MS) {
      const minutes = Math.floor((now - heardAt) / MINUTE_MS);
      return silent("sensors:heartbeat.silent", { minutes });
    }
    return { kind: "nothing", evidence: sentence("sensors:heartbeat.heard") };
  },
});

const SAID = {
  up: "sensors:heartbeat.up",
  degraded: "sensors:heartbeat.degraded",
  down: "sensors:heartbeat.down",
} as const;

/** What a heartbeat tells people. */
export const heartbeatSaid = (verdict: keyof typeof SAID, what: string): Sentence =>
  sentence(SAID[verdict], { what });

/** What a count tells people. */
export const heartbeatCounted = (total: number): Sentence =>
  sentence("sensors:heartbeat.counted", { total });

const silent = (code: string, params: Record<string, string | number>): Look => ({
  kind: "reading",
  verdict: "unknown",
  evidence: sentence(code, params),
});
