import { z } from "zod";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { LINKS_MAX, RUMOUR_PARTS, rumourFindings, VERDICTS } from "../../../domain/rumour.ts";
import type { QuestionRow } from "../../../store/rumour-questions.ts";
import type { RumourRow, RumourVersionRow } from "../../../store/rumours.ts";
import { iso } from "./said.ts";

const RumourTextView = z.object({
  claim: z.string().trim().max(300),
  answer: z.string().trim().max(1_000),
  evidence: z.string().trim().max(4_000),
});
const Said = z.object({
  verdict: z.enum(VERDICTS),
  texts: z.object({ fr: RumourTextView, en: RumourTextView }),
  links: z.array(z.string().trim().max(300)).max(LINKS_MAX),
  source: z.string().trim().max(200),
});

export const RumourContentBody = Said.extend({ incidentId: z.uuid().nullable().default(null) });

export const RumourView = Said.extend({
  id: z.string(),
  incidentId: z.string().nullable(),
  state: z.enum(["draft", "published", "withdrawn"]),
  version: z.number(),
  draftedBy: z.string(),
  changedBy: z.string(),
  updatedAt: z.string(),
  publishedAt: z.string().nullable(),
  /** What is still missing before it may go out. */
  findings: z.array(
    z.object({
      code: z.enum(["missing_part", "missing_source", "bad_link"]),
      language: z.enum(["fr", "en"]).nullable(),
      part: z.enum([...RUMOUR_PARTS, "source", "links"]),
    }),
  ),
  may: z.object({
    edit: z.boolean(),
    publish: z.boolean(),
    correct: z.boolean(),
    withdraw: z.boolean(),
  }),
});
export type RumourView = z.infer<typeof RumourView>;

export const RumourVersionView = Said.extend({
  version: z.number(),
  publishedAt: z.string(),
  publishedBy: z.string(),
});
export type RumourVersionView = z.infer<typeof RumourVersionView>;

export const QuestionView = z.object({
  id: z.string(),
  words: z.string(),
  link: z.string().nullable(),
  language: z.enum(["fr", "en"]),
  asked: z.number(),
  at: z.string(),
});
export type QuestionView = z.infer<typeof QuestionView>;

export const QuestionsView = z.object({
  questions: z.array(QuestionView),
  /** How many wait in all, also beyond those listed. */
  waiting: z.number(),
  may: z.object({ decide: z.boolean() }),
});
export type QuestionsView = z.infer<typeof QuestionsView>;

export function rumourView(row: RumourRow, actor: Actor): RumourView {
  const speaks = mayAct(actor, "communicator");
  const isDraft = row.state === "draft";
  const findings = isDraft ? rumourFindings(row) : [];
  const isPublished = row.state === "published";
  return {
    id: row.id,
    incidentId: row.incident_id,
    state: row.state,
    verdict: row.verdict,
    texts: row.texts,
    links: row.links,
    source: row.source,
    version: row.version,
    draftedBy: row.drafted_by,
    changedBy: row.changed_by,
    updatedAt: row.updated_at.toISOString(),
    publishedAt: iso(row.published_at),
    findings,
    may: {
      edit: speaks && isDraft,
      publish: speaks && isDraft && findings.length === 0,
      correct: speaks && isPublished,
      withdraw: speaks && isPublished,
    },
  };
}

export const rumourVersionView = (row: RumourVersionRow): RumourVersionView => ({
  version: row.version,
  verdict: row.verdict,
  texts: row.texts,
  links: row.links,
  source: row.source,
  publishedAt: row.published_at.toISOString(),
  publishedBy: row.published_by,
});

export const questionView = (row: QuestionRow): QuestionView => ({
  id: row.id,
  words: row.words,
  link: row.link,
  language: row.language,
  asked: row.asked,
  at: row.at.toISOString(),
});
