import { z } from "zod";
import { judgeReach, touch } from "./anchors.ts";
import { anchorsField, hostAndPort, listOf } from "./fields.ts";
import { defineSensor } from "./sensor.ts";

/** Whether the platform's machines take a connection. Necessary for it to work, not sufficient. */
export const tcpProbe = defineSensor({
  kind: "tcp-probe",
  title: { fr: "Sonde TCP", en: "TCP probe" },
  signalKind: "probe",
  settings: z.object({
    endpoints: listOf(hostAndPort).meta({
      label: { fr: "Points d’accès", en: "Endpoints" },
      hint: {
        fr: "Un ou plusieurs hôte:port. La plateforme n’est hors d’atteinte que si tous se taisent.",
        en: "One or more host:port. The platform is out of reach only if all of them are silent.",
      },
    }),
    anchors: anchorsField,
  }),
  secrets: [],
  everyMs: 60_000,

  async look({ endpoints, anchors }, wire) {
    const probes = await Promise.all(endpoints.map(async (target) => await touch(target, wire)));
    return await judgeReach(probes, anchors, wire);
  },
});
