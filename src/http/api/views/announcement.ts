import { z } from "zod";
import { findingsIn } from "../../../actions/announcement/content.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { AnnouncementRow } from "../../../store/announcements.ts";
import { iso } from "./said.ts";

const PART_LENGTH_MAX = 4_000;
const part = z.string().max(PART_LENGTH_MAX);
export const NoticeTextView = z.object({
  title: z.string().max(200),
  message: part,
  advice: part,
  nextStep: part,
});
export const TextsView = z.object({ fr: NoticeTextView, en: NoticeTextView });
export const SeverityView = z.enum(["degraded", "partial", "major", "resolved"]);

export const AnnouncementView = z.object({
  id: z.string(),
  incidentId: z.string(),
  state: z.enum(["draft", "approved", "published", "corrected", "withdrawn"]),
  severity: SeverityView,
  texts: TextsView,
  source: z.string(),
  version: z.number(),
  draftedBy: z.string(),
  approvedBy: z.string().nullable(),
  updatedAt: z.string(),
  publishedAt: z.string().nullable(),
  nextUpdateAt: z.string().nullable(),
  replacedBy: z.string().nullable(),
  /** What is still missing before it may go out. */
  findings: z.array(
    z.object({
      code: z.enum(["missing_part", "missing_source", "missing_next_update", "next_update_past"]),
      language: z.enum(["fr", "en"]).nullable(),
      part: z.enum(["title", "message", "advice", "nextStep", "source", "nextUpdateAt"]),
    }),
  ),
  may: z.object({ edit: z.boolean(), publish: z.boolean(), withdraw: z.boolean() }),
});
export type AnnouncementView = z.infer<typeof AnnouncementView>;

export function announcementView(
  row: AnnouncementRow,
  now: number,
  actor: Actor,
): AnnouncementView {
  const speaks = mayAct(actor, "communicator");
  const open = row.state === "draft" || row.state === "approved";
  const findings = open ? findingsIn(row, now) : [];
  return {
    id: row.id,
    incidentId: row.incident_id,
    state: row.state,
    severity: row.severity,
    texts: row.texts,
    source: row.source,
    version: row.version,
    draftedBy: row.drafted_by,
    approvedBy: row.approved_by,
    updatedAt: row.updated_at.toISOString(),
    publishedAt: iso(row.published_at),
    nextUpdateAt: iso(row.next_update_at),
    replacedBy: row.replaced_by,
    findings,
    may: {
      edit: speaks && row.state === "draft",
      publish: speaks && open && findings.length === 0,
      withdraw: speaks && (open || row.state === "published"),
    },
  };
}
