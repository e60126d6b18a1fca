import { z } from "zod";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { sentence } from "../../../domain/sentence.ts";
import type { AssessmentRow } from "../../../store/assessments.ts";
import type { PlatformRow } from "../../../store/platforms.ts";
import type { OpinionRow } from "../../../store/streams.ts";
import { SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

const Level = z.enum(["healthy", "unclear", "suspected", "confirmed"]);

export const AssessmentView = z.object({
  at: z.string(),
  level: Level,
  /** When this level was reached. */
  since: z.string(),
  class: z.string(),
  classText: TwoLanguagesView,
  subject: z.string().nullable(),
  confidence: z.number(),
  crowdOnly: z.boolean(),
  addends: z.array(SentenceView.extend({ kind: z.string(), weight: z.number() })),
});
export type AssessmentView = z.infer<typeof AssessmentView>;

export const PlatformView = z.object({
  id: z.string(),
  name: z.string(),
  failureDomain: z.string(),
  capabilities: z.array(z.string()),
  position: z.number(),
  assessment: AssessmentView.nullable(),
  openIncidentId: z.string().nullable(),
  may: z.object({ change: z.boolean(), openIncident: z.boolean() }),
});
export type PlatformView = z.infer<typeof PlatformView>;

export const PointView = z.object({
  at: z.string(),
  count: z.number().nullable(),
  expected: z.number(),
  band: z.number(),
  score: z.number(),
  state: z.enum(["quiet", "watch", "alert"]),
});

/** What was on record at one time. */
export function assessmentView(row: AssessmentRow): AssessmentView {
  const { level, subject, confidence, addends } = row;
  return {
    at: row.at.toISOString(),
    since: row.at.toISOString(),
    level,
    class: row.class,
    classText: classText(row.class, subject),
    subject,
    confidence,
    crowdOnly: row.crowd_only,
    addends: addends.map((addend) => ({ ...addend, ...sentenceView(addend) })),
  };
}

/** What is thought at this moment, with the evidence of this moment. */
export function opinionView({ at, assessment }: OpinionRow): AssessmentView {
  const { level, subject, confidence, crowdOnly, since, addends } = assessment;
  return {
    at: new Date(at).toISOString(),
    since: new Date(since).toISOString(),
    level,
    class: assessment.class,
    classText: classText(assessment.class, subject),
    subject,
    confidence,
    crowdOnly,
    addends: addends.map(({ kind, weight, code, params }) => ({
      kind,
      weight,
      ...sentenceView(sentence(`detection:${code}`, params)),
    })),
  };
}

function classText(name: string, subject: string | null): { fr: string; en: string } {
  return sentenceView(sentence(`detection:class_${name}`, { subject: subject ?? "" })).text;
}

export const platformView = (
  row: PlatformRow,
  known: { opinion: OpinionRow | undefined; openIncidentId: string | null },
  actor: Actor,
): PlatformView => ({
  id: row.id,
  name: row.name,
  failureDomain: row.failure_domain,
  capabilities: row.capabilities,
  position: row.position,
  assessment: known.opinion ? opinionView(known.opinion) : null,
  openIncidentId: known.openIncidentId,
  may: {
    change: mayAct(actor, "administrator"),
    openIncident: mayAct(actor, "responder") && known.openIncidentId === null,
  },
});
