import { z } from "zod";
import type { Baseline } from "../../domain/contact-point.ts";
import { type Moved, type MovedIncident, withEnd } from "./moved.ts";

/** "2026-03-05 10:14:00", in UTC unless it says otherwise. */
const Time = z.string().transform((text, context) => {
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
  if (Number.isFinite(at)) return at;
  context.addIssue("this is no time");
  return z.NEVER;
});
const Moment = z.object({ string: Time.nullish() }).nullish();
const Status = z.union([
  z.number(),
  z.string().regex(/^\d+$/).transform(Number),
  z.object({ value: z.number() }).transform(({ value }) => value),
]);

/** Version 3 speaks JSON:API, version 2 plain rows: both come down to these fields. */
const row = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const fields = z.object(shape);
  return z.union([z.object({ attributes: fields }).transform((it) => it.attributes), fields]);
};

const Component = row({
  name: z.string(),
  link: z.string().nullish(),
  status: Status,
  enabled: z.union([z.boolean(), z.number()]).nullish(),
});
const Update = z
  .object({ message: z.string(), status: Status, created_at: Time.nullish(), created: Moment })
  .transform(({ message, status, created_at, created }) => ({
    message,
    status,
    created_at: created_at ?? created?.string ?? 0,
  }));
const Incident = row({
  id: z.number(),
  name: z.string(),
  message: z.string().default(""),
  status: Status,
  visible: z.union([z.boolean(), z.number()]).nullish(),
  occurred_at: Time.nullish(),
  created_at: Time.nullish(),
  updated_at: Time.nullish(),
  occurred: Moment,
  created: Moment,
  updated: Moment,
  updates: z.array(Update).nullish(),
});

/** JSON:API keeps updates apart from the incidents they belong to: here they come back to them. */
export function withUpdates(answer: unknown): unknown[] {
  const read = Answered.safeParse(answer);
  if (!read.success) return [];
  const { data, included } = read.data;
  const byId = new Map(included.map(({ type, id, attributes }) => [`${type} ${id}`, attributes]));
  return data.map((incident) => {
    const links = Linked.safeParse(incident).data?.relationships.updates.data ?? [];
    const updates = links.flatMap(({ type, id }) => byId.get(`${type} ${id}`) ?? []);
    if (updates.length === 0 || !("attributes" in incident)) return incident;
    return { attributes: { ...Object(incident["attributes"]), updates } };
  });
}

const Link = z.object({ type: z.string(), id: z.string() });
const Linked = z.object({
  relationships: z.object({ updates: z.object({ data: z.array(Link) }) }),
});
const Answered = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  included: z.array(Link.extend({ attributes: z.unknown() })).default([]),
});

/** `/api/components` and `/api/incidents` (version 3) or `/api/v1/…` (version 2) of a Cachet. */
export const CachetFiles = z.object({
  url: z.string(),
  components: z.array(Component),
  incidents: z.array(Incident).default([]),
});
export type CachetFiles = z.infer<typeof CachetFiles>;

const STATES: Record<number, Baseline> = {
  1: "operational",
  2: "degraded",
  3: "partial",
  4: "major",
  5: "unknown",
  6: "maintenance",
};
const SCHEDULED = 0;
const FIXED = 4;
const LINK = /^(https?|tel|sms|mailto):/i;

export function fromCachet({ url, components, incidents }: CachetFiles): Moved {
  const open = incidents.filter(({ status }) => status !== FIXED);
  return {
    origin: url,
    points: components
      .filter(({ enabled }) => enabled !== false && enabled !== 0)
      .map(({ name, link, status }) => ({
        name,
        baseline: STATES[status] ?? "unknown",
        link: link && LINK.test(link) ? link : null,
      })),
    watches: [],
    incidents: incidents
      .filter(({ status, visible }) => status === FIXED && visible !== false && visible !== 0)
      .map(incidentOf),
    works: [],
    left: open.map(({ name, status }) => ({
      what: name,
      why:
        status === SCHEDULED
          ? "Cachet does not say when planned work ends: announce it here by hand"
          : "it is not over: open it here by hand",
    })),
  };
}

function incidentOf(incident: z.infer<typeof Incident>): MovedIncident {
  const { occurred, created, updated } = incident;
  const createdAt = incident.created_at ?? created?.string ?? 0;
  const startedAt = incident.occurred_at ?? occurred?.string ?? createdAt;
  const told = [...(incident.updates ?? [])].sort((a, b) => a.created_at - b.created_at);
  const endedAt =
    told.find(({ status }) => status === FIXED)?.created_at ??
    incident.updated_at ??
    updated?.string ??
    startedAt;
  const first = { at: startedAt, severity: "partial" as const, message: incident.message };
  const later = told.map(({ created_at, status, message }) => ({
    at: created_at,
    severity: status === FIXED ? ("resolved" as const) : ("partial" as const),
    message,
  }));
  return withEnd({
    key: String(incident.id),
    title: incident.name,
    startedAt,
    endedAt: Math.max(startedAt, endedAt),
    updates: [first, ...later],
  });
}
