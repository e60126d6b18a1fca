import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import type { Wire } from "../lib/wire.ts";
import { type Endpoint, judgeReach } from "./anchors.ts";
import { anchorsField, listOf, webAddress } from "./fields.ts";
import { cannotLook, defineSensor, type Look } from "./sensor.ts";

type Answered = Endpoint & { status: number | null };

const BODY_LENGTH_MAX = 100_000;
/** These answers mean "you are a robot": they tell nothing about the platform. */
const DOOR_STATUSES = [401, 403, 429];

/** Whether the platform's web servers speak to us. What status they choose is their affair. */
export const httpProbe = defineSensor({
  kind: "http-probe",
  title: { fr: "Sonde HTTP", en: "HTTP probe" },
  signalKind: "probe",
  settings: z.object({
    urls: listOf(webAddress).meta({
      label: { fr: "Adresses", en: "Addresses" },
      hint: {
        fr: "Une ou plusieurs adresses https. Toutes doivent se taire pour conclure à une panne.",
        en: "One or more https addresses. All of them must be silent to speak of an outage.",
      },
    }),
    ours: z
      .boolean()
      .default(false)
      .meta({
        label: { fr: "Ce serveur est à nous", en: "This server is ours" },
        hint: {
          fr: "Une réponse 5xx compte alors comme un service dégradé.",
          en: "An answer of 5xx then counts as a degraded service.",
        },
      }),
    anchors: anchorsField,
  }),
  secrets: [],
  everyMs: 60_000,

  async look({ urls, ours, anchors }, wire) {
    const probes = await Promise.all(urls.map(async (url) => await ask(url, wire)));
    const statuses = probes.flatMap(({ status }) => status ?? []);
    if (statuses.length > 0 && statuses.every((status) => DOOR_STATUSES.includes(status))) {
      return cannotLook("door", { status: statuses[0] ?? 0 });
    }
    if (ours && statuses.length > 0 && statuses.every((status) => status >= 500)) {
      return degraded(statuses[0] ?? 0);
    }
    return await judgeReach(probes, anchors, wire);
  },
});

async function ask(url: string, wire: Wire): Promise<Answered> {
  const answer = await wire.request({ method: "GET", url, bodyLengthMax: BODY_LENGTH_MAX });
  const { hostname: target } = new URL(url);
  if (answer.status !== null) {
    return { target, state: "answered", why: "", status: answer.status };
  }
  if (answer.ok) return { target, state: "answered", why: "", status: null };
  const { failed } = answer;
  const why = "why" in failed ? failed.why : failed.kind;
  const state = failed.kind === "misconfigured" ? "blind" : "silent";
  return { target, state, why, status: null };
}

const degraded = (status: number): Look => ({
  kind: "reading",
  verdict: "degraded",
  evidence: sentence("crisis:probe.status", { status }),
});
