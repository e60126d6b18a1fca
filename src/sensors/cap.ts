import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, isOldCopy, refusedLook, unknownFor } from "./answers.ts";
import { type CapAlert, CERTAINTIES, readCap, SEVERITIES, URGENCIES } from "./cap-document.ts";
import { type CapLink, readCapIndex } from "./cap-index.ts";
import { alertOf } from "./cap-reading.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look, type Moment } from "./sensor.ts";
import { confirmsField, listening, placesField, tokenOf } from "./trigger-fields.ts";

const ACCEPT = "application/cap+xml, application/atom+xml, application/rss+xml, application/xml";
/** So many documents are asked for in one look, and so many at a time. */
const DOCUMENTS_MAX = 40;
const DOCUMENTS_AT_ONCE = 8;
/** All of them together must be over before the lease of the source is. */
const DOCUMENT_TIMEOUT_MS = 6_000;
/** A long alert has a few dozen kilobytes; all that are kept must not fill the memory. */
const DOCUMENT_LENGTH_MAX = 300_000;
const KEPT_MAX = 1_000;

/** The words of the standard, as people say them. */
const CALLED = {
  Unknown: { fr: "inconnue", en: "unknown" },
  Minor: { fr: "mineure", en: "minor" },
  Moderate: { fr: "modérée", en: "moderate" },
  Severe: { fr: "grave", en: "severe" },
  Extreme: { fr: "extrême", en: "extreme" },
  Past: { fr: "passée", en: "past" },
  Future: { fr: "plus tard", en: "later" },
  Expected: { fr: "dans l’heure", en: "within the hour" },
  Immediate: { fr: "immédiate", en: "immediate" },
  Unlikely: { fr: "improbable", en: "unlikely" },
  Possible: { fr: "possible", en: "possible" },
  Likely: { fr: "probable", en: "likely" },
  Observed: { fr: "constatée", en: "observed" },
};
const least = <T extends readonly [string, ...string[]]>(words: T, usual: T[number]) =>
  z.enum(words).default(usual);

const Settings = z.object({
  url: z
    .union([z.literal(""), webAddress])
    .default("")
    .meta({
      type: "string",
      label: { fr: "Adresse du flux", en: "Address of the feed" },
      hint: {
        fr: "Un flux Atom ou RSS d’alertes CAP, ou une seule alerte. Vide : elles nous sont envoyées.",
        en: "An Atom or RSS feed of CAP alerts, or a single alert. Empty: they are sent to us.",
      },
    }),
  severityMin: least(SEVERITIES, "Severe").meta({
    choices: CALLED,
    label: { fr: "Gravité minimale", en: "Least severity" },
    hint: {
      fr: "En dessous, aucun incident ne s’ouvre ; un incident ouvert l’apprend.",
      en: "Below it no incident opens; one that is open learns of it.",
    },
  }),
  urgencyMin: least(URGENCIES, "Expected").meta({
    choices: CALLED,
    label: { fr: "Urgence minimale", en: "Least urgency" },
    hint: { fr: "Quand il faut agir.", en: "When people have to act." },
  }),
  certaintyMin: least(CERTAINTIES, "Likely").meta({
    choices: CALLED,
    label: { fr: "Certitude minimale", en: "Least certainty" },
    hint: { fr: "« Constatée » : c’est arrivé.", en: "“Observed”: it has happened." },
  }),
  places: placesField,
  areas: z
    .string()
    .max(2_000)
    .default("")
    .transform((typed) => typed.split(/[,;\n]+/).flatMap((part) => part.trim() || []))
    .meta({
      label: { fr: "Zones : codes ou mots", en: "Areas: codes or words" },
      hint: {
        fr: "Séparés par des virgules : un code de l’alerte (FR-75), ou un mot du nom de la zone.",
        en: "Parted by commas: a code of the alert (FR-75), or a word of the area’s name.",
      },
    }),
  exercises: z
    .boolean()
    .default(false)
    .meta({
      label: { fr: "Exercices", en: "Exercises" },
      hint: {
        fr: "Une alerte d’exercice ouvre un exercice, jamais un vrai incident. Sinon, elle est ignorée.",
        en: "An exercise alert opens a drill, never a real incident. Otherwise it is set aside.",
      },
    }),
  confirms: confirmsField,
  token: tokenOf({
    fr: "Facultatif. 20 caractères ou plus ; l’émetteur l’envoie avec « Authorization: Bearer ».",
    en: "Optional. 20 characters or more; the sender sends it with “Authorization: Bearer”.",
  }).optional(),
});
export type CapSettings = z.infer<typeof Settings>;

/** What is taken over from a CAP alert, and how far it may go. */
export function alertsFrom(
  messages: readonly CapAlert[],
  settings: CapSettings,
  evidence: Look["evidence"],
): Look {
  const alerts = messages.flatMap((message) => alertOf(message, settings) ?? []);
  const conduct = { confirms: settings.confirms, ends: "proposes", returns: false } as const;
  return { kind: "alerts", alerts, conduct, evidence };
}

/** Settings as they were kept, read anew for an alert that is sent to us. */
export const capSettings = (kept: unknown): CapSettings | null =>
  Settings.safeParse(kept).data ?? null;

/** Public warnings by the Common Alerting Protocol 1.2 (and 1.1 and 1.0): flood, storm, attack. */
export const cap = defineSensor({
  kind: "cap",
  title: { fr: "Alertes officielles (CAP)", en: "Official alerts (CAP)" },
  signalKind: "alerts",
  settings: Settings,
  secrets: ["token"],
  everyMs: MINUTE_MS,

  async look(settings, wire, moment) {
    const { url } = settings;
    if (url === "") return await nowhere(settings, moment);
    const answer = await wire.request({
      method: "GET",
      url,
      headers: { accept: ACCEPT },
      bodyLengthMax: BODY_LENGTH_MAX,
    });
    if (!answer.ok) return refusedLook(answer);
    if (isOldCopy(answer.headers)) return unknownFor("old");
    const index = readCapIndex(answer.text, url);
    if (!index) return unreadable();
    const { alerts, unread } = await fetchAll(index.links, wire);
    const messages = [...index.alerts, ...alerts];
    const missing = unread + index.unread;
    // Where nothing at all can be read we are blind, whatever the feed promises.
    if (messages.length === 0 && missing > 0) return unreadable();
    const seen = alertsFrom(messages, settings, sentence("triggers:cap.read"));
    if (seen.kind !== "alerts") return seen;
    const wanted = seen.alerts.filter(({ state }) => state === "open").length;
    const params = { read: messages.length, wanted, missing };
    const code = missing > 0 ? "triggers:cap.partly" : "triggers:cap.seen";
    return { ...seen, evidence: sentence(code, params) };
  },
});

const unreadable = (): Look => ({
  kind: "reading",
  verdict: "unknown",
  evidence: sentence("triggers:cap.unreadable"),
});

/** Without an address the alerts are sent to us, and for that a token is needed. */
async function nowhere({ token }: CapSettings, moment: Moment): Promise<Look> {
  if (token !== undefined) return await listening(moment);
  return { kind: "reading", verdict: "unknown", evidence: sentence("triggers:cap.nowhere") };
}

const keptOf = new WeakMap<Wire, Map<string, CapAlert | null>>();

/** Alerts do not change once they are out, so each is asked for once; newest first, as feeds are. */
async function fetchAll(
  links: readonly CapLink[],
  wire: Wire,
): Promise<{ alerts: CapAlert[]; unread: number }> {
  const kept = keptOf.get(wire) ?? new Map<string, CapAlert | null>();
  keptOf.set(wire, kept);
  const wanted = links.filter((link) => !kept.has(nameOf(link))).slice(0, DOCUMENTS_MAX);
  const queue = [...wanted];
  const work = async () => {
    for (let link = queue.shift(); link; link = queue.shift()) await fetchOne(link, wire, kept);
  };
  await Promise.all(Array.from({ length: DOCUMENTS_AT_ONCE }, work));
  const found = links.map((link) => kept.get(nameOf(link)));
  const alerts = found.flatMap((alert) => alert ?? []);
  // What is left for the next look is late, and not illegible.
  const failed = wanted.filter((link) => !kept.has(nameOf(link))).length;
  const unread = failed + found.filter((alert) => alert === null).length;
  while (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value ?? "");
  return { alerts, unread };
}

const nameOf = ({ url, stamp }: CapLink): string => `${url} ${stamp}`;

async function fetchOne(
  link: CapLink,
  wire: Wire,
  kept: Map<string, CapAlert | null>,
): Promise<void> {
  const { url } = link;
  const headers = { accept: "application/cap+xml, application/xml" };
  const answer = await wire.request({
    method: "GET",
    url,
    headers,
    bodyLengthMax: DOCUMENT_LENGTH_MAX,
    timeoutMs: DOCUMENT_TIMEOUT_MS,
  });
  if (answer.ok) kept.set(nameOf(link), readCap(answer.text));
}
