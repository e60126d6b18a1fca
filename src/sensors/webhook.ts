import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { isAtLeast } from "../domain/trigger.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { defineSensor, type Look } from "./sensor.ts";
import { confirmsField, listening, tokenOf } from "./trigger-fields.ts";
import { readPushed } from "./webhook-body.ts";

const Settings = z.object({
  token: tokenOf({
    fr: "20 caractères au hasard ou plus. L’émetteur l’envoie avec « Authorization: Bearer ».",
    en: "20 random characters or more. The sender sends it with “Authorization: Bearer”.",
  }),
  severityMin: z
    .enum(["minor", "moderate", "severe", "extreme"])
    .default("minor")
    .meta({
      choices: {
        minor: { fr: "mineure", en: "minor" },
        moderate: { fr: "modérée", en: "moderate" },
        severe: { fr: "grave", en: "severe" },
        extreme: { fr: "extrême", en: "extreme" },
      },
      label: { fr: "Gravité minimale", en: "Least severity" },
      hint: {
        fr: "En dessous, aucun incident ne s’ouvre. Ce qui ne dit pas sa gravité compte toujours.",
        en: "Below it no incident opens. What does not say how grave it is always counts.",
      },
    }),
  confirms: confirmsField,
  resolves: z
    .boolean()
    .default(true)
    .meta({
      label: { fr: "Clore quand c’est fini", en: "Close when it is over" },
      hint: {
        fr: "Un incident annoncé au public n’est jamais clos par une machine.",
        en: "An incident that was announced to the public is never closed by a machine.",
      },
    }),
});

/** Another system of ours opens an incident: a monitor, a ticket desk, an alarm. */
export const webhook = defineSensor({
  kind: "webhook",
  title: { fr: "Webhook d’un autre système", en: "Webhook of another system" },
  signalKind: "alerts",
  settings: Settings,
  secrets: ["token"],
  everyMs: MINUTE_MS,

  look: async (_settings, _wire, moment) => await listening(moment),
});

/** What was pushed, weighed by the settings of its source; null where it cannot be read. */
export function pushedLook(kept: unknown, body: unknown, now: number): Look | null {
  const settings = Settings.safeParse(kept).data;
  const pushed = settings ? readPushed(body, now) : null;
  if (!settings || !pushed) return null;
  const { severityMin, confirms, resolves } = settings;
  const isLow = (severity: (typeof pushed)[number]["severity"]) =>
    severity !== "unknown" && !isAtLeast(severity, severityMin);
  return {
    kind: "alerts",
    alerts: pushed.map((alert) =>
      alert.state === "open" && isLow(alert.severity) ? { ...alert, state: "minor" } : alert,
    ),
    conduct: { confirms, ends: resolves ? "resolves" : "proposes", returns: true },
    evidence: sentence("triggers:webhook.heard", { open: pushed.length }),
  };
}
