import { z } from "zod";
import {
  BODY_LENGTH_MAX,
  isOldCopy,
  officialReading,
  refusedLook,
  unknownFor,
  worstOf,
} from "./answers.ts";
import { withDeclaredStart } from "./declared.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look, type Verdict } from "./sensor.ts";

/** What an Instatus page publishes at /summary.json. Quiet pages leave the lists out. */
const Summary = z.object({
  page: z.object({ name: z.string(), status: z.string() }),
  activeIncidents: z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
        impact: z.string(),
        started: z.string().nullish(),
      }),
    )
    .default([]),
  activeMaintenances: z.array(z.object({ name: z.string(), status: z.string() })).default([]),
});
type Summary = z.infer<typeof Summary>;

/** What is not in these tables is a claim we cannot read, and never good news. */
const PAGES: Record<string, Verdict> = {
  UP: "up",
  HASISSUES: "degraded",
  UNDERMAINTENANCE: "degraded",
};
const IMPACTS: Record<string, Verdict> = {
  OPERATIONAL: "up",
  DEGRADEDPERFORMANCE: "degraded",
  MINOROUTAGE: "degraded",
  PARTIALOUTAGE: "degraded",
  MAJOROUTAGE: "down",
  UNDERMAINTENANCE: "degraded",
};
const OVER = ["RESOLVED", "COMPLETED"];

/** A status page made with Instatus. */
export const instatus = defineSensor({
  kind: "instatus",
  title: { fr: "Page d’état Instatus", en: "Instatus status page" },
  signalKind: "official",
  settings: z.object({
    url: webAddress.meta({
      label: { fr: "Adresse de la page", en: "Address of the page" },
      hint: {
        fr: "La page d’accueil ; elle doit proposer /summary.json.",
        en: "The front page; it must offer /summary.json.",
      },
    }),
  }),
  secrets: [],
  everyMs: 120_000,

  async look({ url }, wire) {
    const answer = await wire.request({
      method: "GET",
      url: `${url.replace(/\/+$/, "")}/summary.json`,
      headers: { accept: "application/json" },
      bodyLengthMax: BODY_LENGTH_MAX,
    });
    if (!answer.ok) return refusedLook(answer);
    const read = Summary.safeParse(answer.json);
    if (!read.success) return unknownFor("shape");
    return isOldCopy(answer.headers) ? unknownFor("old") : wholePage(read.data);
  },
});

function wholePage({ page, activeIncidents, activeMaintenances }: Summary): Look {
  const open = activeIncidents.filter(({ status }) => !OVER.includes(status));
  const working = activeMaintenances.filter(({ status }) => status === "INPROGRESS");
  const claims = [page.status, ...open.map(({ impact }) => impact)];
  const said = [PAGES[page.status] ?? null, ...open.map(({ impact }) => IMPACTS[impact] ?? null)];
  const strange = claims.find((_claim, index) => said[index] === null);
  const worst = worstOf([...said, ...working.map((): Verdict => "degraded")]);
  if (strange !== undefined && (worst === null || worst === "up")) {
    return unknownFor("wording", { wording: strange });
  }
  // An incident that is open is trouble even where nobody said yet what it does.
  const verdict = worst === "up" && open.length > 0 ? "degraded" : (worst ?? "unknown");
  const look = officialReading(verdict, (open[0] ?? working[0] ?? page).name);
  return withDeclaredStart(
    look,
    open.map(({ started }) => started),
  );
}
