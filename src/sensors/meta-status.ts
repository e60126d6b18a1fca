import { z } from "zod";
import { capabilityVerdicts } from "../domain/capability-names.ts";
import { sentence } from "../domain/sentence.ts";
import { speaksOfMajorTrouble } from "../domain/text/trouble-words.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, brief, isOldCopy, refusedLook, unknownFor, worstOf } from "./answers.ts";
import { readFeed } from "./feed-xml.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look, type Verdict } from "./sensor.ts";

/** Undocumented: read from programs that use them, so anything else than this is refused. */
const Orgs = z.array(
  z.object({
    id: z.union([z.string(), z.number()]).transform(String),
    name: z.string(),
    services: z.array(z.object({ name: z.string(), status: z.string() })).min(1),
  }),
);
const Outages = z.array(
  z.object({
    status: z.string(),
    posts: z.array(z.object({ description: z.string() })).default([]),
  }),
);
type Outage = z.infer<typeof Outages>[number];
type Service = z.infer<typeof Orgs>[number]["services"][number];

/** What Meta calls the state of a service. The full list is not published. */
const WORDINGS: Record<string, Verdict> = {
  "no known issues": "up",
  resolved: "up",
  "low disruptions": "degraded",
  "minor disruptions": "degraded",
  "some disruptions": "degraded",
  "medium disruptions": "degraded",
  "moderate disruptions": "degraded",
  "high disruptions": "down",
  "major disruptions": "down",
};

/** Meta's page on its products for businesses, late as a rule: confirmation, never the first word. */
export const metaStatus = defineSensor({
  kind: "meta-status",
  title: { fr: "Page d’état de Meta", en: "Meta's status page" },
  signalKind: "official",
  settings: z.object({
    product: z
      .string()
      .trim()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "small letters, digits and hyphens")
      .max(60)
      .default("whatsapp-business-api")
      .meta({
        label: { fr: "Produit", en: "Product" },
        hint: {
          fr: "La fin de son adresse sur metastatus.com, par exemple messenger ou graph-api.",
          en: "The end of its address on metastatus.com, for example messenger or graph-api.",
        },
      }),
    url: webAddress.default("https://metastatus.com").meta({
      label: { fr: "Adresse de la page", en: "Address of the page" },
      hint: { fr: "À laisser telle quelle.", en: "Leave it as it is." },
    }),
  }),
  secrets: [],
  everyMs: 120_000,

  async look({ product, url }, wire) {
    const base = url.replace(/\/+$/, "");
    const [orgs, outages] = await Promise.all([
      get(wire, `${base}/data/orgs.json`),
      get(wire, `${base}/data/outages/${product}.json`),
    ]);
    const services = servicesOf(orgs, product);
    const open = openOutages(outages);
    if (services || open?.length) return judge(services ?? [], open ?? []);
    return await lookAtFeed(wire, `${base}/outage-events-feed-${product}.rss`);
  },
});

async function get(wire: Wire, url: string): Promise<Answer> {
  return await wire.request({ method: "GET", url, bodyLengthMax: BODY_LENGTH_MAX });
}

/** The site answers unknown addresses with its page for people and 200: only the shape counts. */
function servicesOf(answer: Answer, product: string): Service[] | null {
  if (!answer.ok || isOldCopy(answer.headers)) return null;
  const org = Orgs.safeParse(answer.json).data?.find(({ id }) => id === product);
  return org?.services ?? null;
}

function openOutages(answer: Answer): Outage[] | null {
  if (!answer.ok || isOldCopy(answer.headers)) return null;
  return Outages.safeParse(answer.json).data ?? null;
}

function judge(services: readonly Service[], open: readonly Outage[]): Look {
  const wordings = [...services, ...open].map(({ status }) => status);
  const said = wordings.map(verdictOf);
  const strange = wordings.find((_wording, index) => said[index] === null);
  const worst = worstOf(said);
  if (worst === null || (worst === "up" && strange !== undefined)) {
    return unknownFor("wording", { wording: brief(strange ?? "") });
  }
  if (worst === "up") {
    const detail = partsOf(services);
    return { kind: "reading", verdict: "up", evidence: sentence("sensors:meta.up"), detail };
  }
  const service = services.find(({ status }) => verdictOf(status) === worst);
  const post = open.find(({ status }) => verdictOf(status) === worst)?.posts[0]?.description;
  return { ...troubleAs(worst, post ?? service?.name ?? ""), detail: partsOf(services) };
}

/** Which capabilities the services are about, and how each is. */
const partsOf = (services: readonly Service[]) => ({
  capabilities: capabilityVerdicts(
    services.map(({ name, status }) => ({ name, verdict: verdictOf(status) ?? "unknown" })),
  ),
});

const verdictOf = (status: string): Verdict | null =>
  WORDINGS[status.trim().replace(/\s+/g, " ").toLowerCase()] ?? null;

const troubleAs = (verdict: Verdict, what: string): Extract<Look, { kind: "reading" }> => ({
  kind: "reading",
  verdict,
  evidence: sentence(verdict === "down" ? "sensors:meta.down" : "sensors:meta.degraded", {
    what: brief(what),
  }),
});

/** The feed lists open events only and says nothing about how bad they are. */
async function lookAtFeed(wire: Wire, url: string): Promise<Look> {
  const answer = await get(wire, url);
  if (!answer.ok) return refusedLook(answer);
  if (isOldCopy(answer.headers)) return unknownFor("old");
  const entries = readFeed(answer.text);
  if (!entries) return unknownFor("meta");
  const [first] = entries;
  if (!first) return { kind: "nothing", evidence: sentence("sensors:meta.nothing") };
  const major = entries.find(({ title, text }) => speaksOfMajorTrouble(`${title} ${text}`));
  return troubleAs(major ? "down" : "degraded", (major ?? first).title);
}
