import { z } from "zod";
import type { Wire } from "../lib/wire.ts";
import { type Endpoint, judgeReach } from "./anchors.ts";
import { anchorsField, hostName, listOf } from "./fields.ts";
import { defineSensor } from "./sensor.ts";

/** Whether the platform's names still lead anywhere. */
export const dnsProbe = defineSensor({
  kind: "dns-probe",
  title: { fr: "Sonde DNS", en: "DNS probe" },
  signalKind: "probe",
  settings: z.object({
    names: listOf(hostName).meta({
      label: { fr: "Noms", en: "Names" },
      hint: {
        fr: "Un ou plusieurs noms d’hôte de la plateforme.",
        en: "One or more host names of the platform.",
      },
    }),
    anchors: anchorsField,
  }),
  secrets: [],
  everyMs: 120_000,

  async look({ names, anchors }, wire) {
    const probes = await Promise.all(names.map(async (name) => await lookUp(name, wire)));
    return await judgeReach(probes, anchors, wire);
  },
});

async function lookUp(target: string, wire: Wire): Promise<Endpoint> {
  const found = await wire.dns(target);
  if (found.ok) return { target, state: "answered", why: "" };
  return { target, state: found.blame === "lookup" ? "silent" : "blind", why: found.why };
}
