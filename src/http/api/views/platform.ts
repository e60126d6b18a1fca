import { z } from "zod";
import { movedBy } from "../../../domain/assessment-change.ts";
import { NETWORK } from "../../../domain/opinion.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { sentence } from "../../../domain/sentence.ts";
import type { ChangeRow } from "../../../store/assessment-changes.ts";
import type { AssessmentRow } from "../../../store/assessments.ts";
import type { PlatformRow } from "../../../store/platforms.ts";
import type { AddendRow } from "../../../store/schema/detection.ts";
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
  /** How sure we are of the level; null: not known, nothing speaks for it or against it. */
  confidence: z.number().nullable(),
  crowdOnly: z.boolean(),
  addends: z.array(SentenceView.extend({ kind: z.string(), weight: z.number() })),
});
export type AssessmentView = z.infer<typeof AssessmentView>;

/** One change of opinion: what it was, what it became, and the evidence that moved it. */
export const ChangeView = AssessmentView.extend({
  id: z.number(),
  before: AssessmentView.pick({
    level: true,
    class: true,
    classText: true,
    crowdOnly: true,
  }).nullable(),
  moved: z.array(
    z.object({
      kind: z.string(),
      step: z.enum(["came", "grew", "shrank", "went"]),
      by: z.number(),
      /** What this kind of evidence says now, and what it said before. */
      now: SentenceView.nullable(),
      before: SentenceView.nullable(),
    }),
  ),
});
export type ChangeView = z.infer<typeof ChangeView>;

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
function assessmentView(row: AssessmentRow): AssessmentView {
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

export function changeView(row: ChangeRow): ChangeView {
  const { before_level: level, before_class: kind, before_subject: subject } = row;
  const told = (addend: AddendRow | null) => addend && sentenceView(addend);
  return {
    ...assessmentView(row),
    id: row.id,
    before: level && {
      level,
      class: kind ?? "",
      classText: classText(kind ?? "unknown_yet", subject),
      crowdOnly: row.before_crowd_only ?? false,
    },
    moved: movedBy(row.before_addends ?? [], row.addends).map((move) => ({
      ...move,
      now: told(move.now),
      before: told(move.before),
    })),
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
  // Which network it is cannot be told, only that it is one.
  const which = name === "regional" && subject === NETWORK ? "_network" : "";
  return sentenceView(sentence(`detection:class_${name}${which}`, { subject: subject ?? "" })).text;
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
