import { z } from "zod";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, brief, refusedLook, unknownFor } from "./answers.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look } from "./sensor.ts";

const API = "https://downdetectorapi.com/v2";
const WINDOW_MINUTES = 15;
/** What is caught up on after a pause; a longer one stays a hole. */
const BACK_MINUTES_MAX = 15;
/** Their word for a trouble whose cause lies with somebody else: a network, a provider. */
const EXTERNAL = 2;

const Settings = z.object({
  company: z
    .string()
    .trim()
    .regex(/^\d{1,12}$/, "expected the number of a company")
    .meta({
      label: { fr: "Numéro de l’entreprise", en: "Number of the company" },
      hint: {
        fr: "Le numéro (id) que l’API donne à ce service dans votre pays.",
        en: "The number (id) that the API gives this service in your country.",
      },
    }),
  token: z
    .string()
    .trim()
    .min(8)
    .meta({
      label: { fr: "Jeton d’accès", en: "Access token" },
      hint: {
        fr: "Celui de votre contrat Downdetector Enterprise.",
        en: "That of your Downdetector Enterprise contract.",
      },
    }),
  base: webAddress.default(API).meta({
    label: { fr: "Adresse de l’API", en: "Address of the API" },
    hint: { fr: "À changer seulement pour des essais.", en: "Change it for trials only." },
  }),
});

const Count = z.number().int().min(0).max(10_000_000);
/** The documents are for customers; clients write the names both ways. */
const Last15 = z.union([
  Count,
  z.object({ count: Count }).transform(({ count }) => count),
  z.object({ total: Count }).transform(({ total }) => total),
]);
const Company = z.object({ name: z.string().nullish() });
const Incident = z
  .object({
    is_active: z.boolean().nullish(),
    isActive: z.boolean().nullish(),
    peak_attribution: z.number().nullish(),
    peakAttribution: z.number().nullish(),
  })
  .transform((incident) => ({
    active: incident.is_active ?? incident.isActive ?? false,
    attribution: incident.peak_attribution ?? incident.peakAttribution ?? 0,
  }));
const Incidents = z.union([
  z.array(Incident),
  z.object({ incidents: z.array(Incident) }).transform(({ incidents }) => incidents),
]);

/**
 * Reports of the public at Downdetector, by its paid API; its pages are never scraped. A crowd like
 * our own, not an authority: what comes of it is a count, and no reading.
 */
export const downdetector = defineSensor({
  kind: "downdetector",
  title: { fr: "Downdetector (API payante)", en: "Downdetector (paid API)" },
  signalKind: "social",
  settings: Settings,
  secrets: ["token"],
  everyMs: MINUTE_MS,

  async look({ company, token, base }, wire, { now, since }) {
    const ask = asker({ wire, token, url: `${base}/companies/${company}` });
    const last = await ask("/last_15");
    if (!last.ok) return refusedLook(last);
    const total = Last15.safeParse(last.json);
    if (!total.success) return unknownFor("shape");
    const incidents = await ask("/incidents?only_active=true");
    if (!incidents.ok) return refusedLook(incidents);
    const known = Incidents.safeParse(incidents.json);
    if (!known.success) return unknownFor("shape");
    const open = known.data.filter(({ active }) => active);
    // People blame a service for the trouble of their network: what others cause is not counted.
    if (open.length > 0 && open.every(({ attribution }) => attribution === EXTERNAL)) {
      return { kind: "nothing", evidence: sentence("triggers:downdetector.external") };
    }
    const named = await ask("?fields=name");
    const said = named.ok ? Company.safeParse(named.json).data?.name : null;
    const evidence = counted(total.data, said ?? company);
    return { kind: "counts", counts: perMinute(total.data, { now, since }), evidence };
  },
});

const asker =
  ({ wire, token, url }: { wire: Wire; token: string; url: string }) =>
  async (path: string) =>
    await wire.request({
      method: "GET",
      url: `${url}${path}`,
      headers: { accept: "application/json" },
      secret: { bearer: token },
      bodyLengthMax: BODY_LENGTH_MAX,
    });

const counted = (total: number, name: string): Sentence =>
  sentence("triggers:downdetector.counted", { total, name: brief(name) });

/**
 * A sum over a quarter of an hour, shared out evenly over the minutes since the last look, so that
 * fifteen minutes of shares add up to it.
 */
function perMinute(
  total: number,
  { now, since }: { now: number; since: number | null },
): Extract<Look, { kind: "counts" }>["counts"] {
  const end = Math.floor(now / MINUTE_MS);
  const first = Math.max(
    Math.floor((since ?? now - MINUTE_MS) / MINUTE_MS),
    end - BACK_MINUTES_MAX,
  );
  return Array.from({ length: end - first }, (_, step) => {
    const minute = first + step;
    const nth = minute % WINDOW_MINUTES;
    const upTo = (n: number) => Math.floor((total * n) / WINDOW_MINUTES);
    return { at: minute * MINUTE_MS, count: upTo(nth + 1) - upTo(nth) };
  });
}
