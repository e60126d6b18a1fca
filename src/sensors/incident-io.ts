import { z } from "zod";
import { capabilityVerdicts } from "../domain/capability-names.ts";
import {
  BODY_LENGTH_MAX,
  isOldCopy,
  officialReading,
  refusedLook,
  unknownFor,
  worstOf,
} from "./answers.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look, type Verdict } from "./sensor.ts";

const NAME_LENGTH_MAX = 120;

const Event = z.object({
  name: z.string(),
  status: z.string(),
  affected_components: z
    .array(z.object({ name: z.string(), group_name: z.string().nullish() }))
    .nullish()
    .transform((listed) => listed ?? []),
});
const Incident = Event.extend({ current_worst_impact: z.string() });

/** The widget API of incident.io's status pages, at /api/v1/summary. */
const Summary = z.object({
  page_title: z.string(),
  ongoing_incidents: z.array(Incident),
  in_progress_maintenances: z.array(Event),
});
type Summary = z.infer<typeof Summary>;

/** What is not in this table is a claim we cannot read, and never good news. */
const IMPACTS: Record<string, Verdict> = {
  degraded_performance: "degraded",
  partial_outage: "degraded",
  full_outage: "down",
};

/** A status page made with incident.io. */
export const incidentIo = defineSensor({
  kind: "incident-io",
  title: { fr: "Page d’état incident.io", en: "incident.io status page" },
  signalKind: "official",
  settings: z.object({
    url: webAddress.meta({
      label: { fr: "Adresse de la page", en: "Address of the page" },
      hint: {
        fr: "La page d’accueil ; elle doit proposer /api/v1/summary.",
        en: "The front page; it must offer /api/v1/summary.",
      },
    }),
    component: z
      .string()
      .trim()
      .max(NAME_LENGTH_MAX)
      .default("")
      .meta({
        label: { fr: "Composant ou groupe", en: "Component or group" },
        hint: {
          fr: "Seuls les incidents qui le touchent comptent. Vide : toute la page.",
          en: "Only incidents that affect it count. Empty: the whole page.",
        },
      }),
  }),
  secrets: [],
  everyMs: 120_000,

  async look({ url, component }, wire) {
    const answer = await wire.request({
      method: "GET",
      url: `${url.replace(/\/+$/, "")}/api/v1/summary`,
      headers: { accept: "application/json" },
      bodyLengthMax: BODY_LENGTH_MAX,
    });
    if (!answer.ok) return refusedLook(answer);
    const read = Summary.safeParse(answer.json);
    if (!read.success) return unknownFor("shape");
    return isOldCopy(answer.headers) ? unknownFor("old") : judge(read.data, component);
  },
});

function judge(summary: Summary, component: string): Look {
  const concerns = concerning(component);
  const open = summary.ongoing_incidents.filter(concerns);
  const working = summary.in_progress_maintenances.filter(concerns);
  const said = open.map(({ current_worst_impact: impact }) => IMPACTS[impact] ?? null);
  const worst = worstOf([...said, ...working.map((): Verdict => "degraded")]);
  const [first] = open;
  if (first && worst === null) {
    return unknownFor("wording", { wording: first.current_worst_impact });
  }
  const look = officialReading(worst ?? "up", (first ?? working[0])?.name ?? summary.page_title);
  return { ...look, detail: { capabilities: capabilityVerdicts(troubled(open, working)) } };
}

/** The widget grades incidents, not parts: of several parts it is known only that they are not well. */
function troubled(
  open: Summary["ongoing_incidents"],
  working: Summary["in_progress_maintenances"],
) {
  const hurt = open.flatMap(({ affected_components: parts, current_worst_impact: impact }) =>
    parts.map(({ name }) => ({
      name,
      verdict: (parts.length === 1 ? IMPACTS[impact] : undefined) ?? ("degraded" as const),
    })),
  );
  const parts = working.flatMap(({ affected_components }) => affected_components);
  return [...hurt, ...parts.map(({ name }) => ({ name, verdict: "degraded" as const }))];
}

/** The page lists only components in trouble: one it does not name may still be misspelt here. */
function concerning(component: string): (event: z.infer<typeof Event>) => boolean {
  const wanted = component.toLowerCase();
  return ({ affected_components: affected }) =>
    wanted === "" ||
    affected.some(({ name, group_name: group }) =>
      [name, group ?? ""].some((one) => one.toLowerCase() === wanted),
    );
}
