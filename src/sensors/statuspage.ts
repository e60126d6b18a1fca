import { z } from "zod";
import { capabilityVerdicts } from "../domain/capability-names.ts";
import { sentence } from "../domain/sentence.ts";
import { HOUR_MS } from "../lib/clock.ts";
import type { Answer } from "../lib/wire.ts";
import { withDeclaredStart } from "./declared.ts";
import { webAddress } from "./fields.ts";
import { cannotLook, defineSensor, type Look, type Verdict } from "./sensor.ts";

const BODY_LENGTH_MAX = 2_000_000;
const NAME_LENGTH_MAX = 120;
const STALE_AFTER_MS = HOUR_MS;

/** The parts of Statuspage's public JSON, version 2, that we rely on. */
const Summary = z.object({
  page: z.object({ name: z.string() }),
  status: z.object({ indicator: z.string() }),
  components: z.array(z.object({ name: z.string(), status: z.string() })).default([]),
  incidents: z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
        impact: z.string(),
        started_at: z.string().nullish(),
      }),
    )
    .default([]),
  x_stale_after: z.string().optional(),
});
type Summary = z.infer<typeof Summary>;

/** What is not in these tables is a claim we cannot read, and never good news. */
const INDICATORS: Record<string, Verdict> = {
  none: "up",
  minor: "degraded",
  major: "degraded",
  critical: "down",
  maintenance: "degraded",
};
const STATUSES: Record<string, Verdict> = {
  operational: "up",
  degraded_performance: "degraded",
  partial_outage: "degraded",
  major_outage: "down",
  under_maintenance: "degraded",
};
const OVER = ["resolved", "postmortem", "completed"];

/** The provider's own status page. It is late and coarse, and the best confirmation there is. */
export const statuspage = defineSensor({
  kind: "statuspage",
  title: { fr: "Page d’état officielle", en: "Official status page" },
  signalKind: "official",
  settings: z.object({
    url: webAddress.meta({
      label: { fr: "Adresse de la page", en: "Address of the page" },
      hint: {
        fr: "La page d’accueil ; elle doit proposer /api/v2/summary.json.",
        en: "The front page; it must offer /api/v2/summary.json.",
      },
    }),
    component: z
      .string()
      .trim()
      .max(NAME_LENGTH_MAX)
      .default("")
      .meta({
        label: { fr: "Composant", en: "Component" },
        hint: {
          fr: "Un seul composant de la page, par son nom. Vide : toute la page.",
          en: "One component of the page, by its name. Empty: the whole page.",
        },
      }),
  }),
  secrets: [],
  everyMs: 120_000,

  async look({ url, component }, wire, { now }) {
    const answer = await wire.request({
      method: "GET",
      url: `${url.replace(/\/+$/, "")}/api/v2/summary.json`,
      headers: { accept: "application/json" },
      bodyLengthMax: BODY_LENGTH_MAX,
    });
    if (!answer.ok) return failedToLook(answer);
    const read = Summary.safeParse(answer.json);
    if (!read.success) return cannotLook("garbage");
    if (isStale(read.data, answer.headers, now)) return cannotLook("stale");
    return component === "" ? wholePage(read.data) : oneComponent(read.data, component);
  },
});

function failedToLook({ failed }: Extract<Answer, { ok: false }>): Look {
  return cannotLook("failed", { why: "why" in failed ? failed.why : failed.kind });
}

/** A copy that a cache kept tells how things were, not how they are. */
function isStale(summary: Summary, headers: Record<string, string>, now: number): boolean {
  const staleAfter = Date.parse(summary.x_stale_after ?? "");
  if (!Number.isNaN(staleAfter) && staleAfter < now) return true;
  return Number(headers["age"] ?? 0) * 1_000 > STALE_AFTER_MS;
}

function wholePage(summary: Summary): Look {
  const open = summary.incidents.filter(
    ({ status, impact }) => !OVER.includes(status) && impact !== "none",
  );
  const said = INDICATORS[summary.status.indicator] ?? "degraded";
  const verdict = said === "up" && open.length > 0 ? "degraded" : said;
  const look = reading(verdict, open[0]?.name ?? summary.page.name, summary.components);
  return withDeclaredStart(
    look,
    open.map(({ started_at }) => started_at),
  );
}

function oneComponent(summary: Summary, wanted: string): Look {
  const name = wanted.toLowerCase();
  const found = summary.components.find((component) => component.name.toLowerCase() === name);
  if (!found) return cannotLook("component", { name: wanted });
  return reading(STATUSES[found.status] ?? "degraded", found.name, [found]);
}

/** What the page says, and of which capabilities its components say it. */
const reading = (
  verdict: Verdict,
  name: string,
  components: Summary["components"],
): Extract<Look, { kind: "reading" }> => ({
  kind: "reading",
  verdict,
  evidence: sentence(`crisis:official.${verdict}`, { name: name.slice(0, NAME_LENGTH_MAX) }),
  detail: {
    capabilities: capabilityVerdicts(
      components.map((each) => ({ name: each.name, verdict: STATUSES[each.status] ?? "degraded" })),
    ),
  },
});
