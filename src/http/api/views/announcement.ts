import { z } from "zod";
import { findingsIn } from "../../../actions/announcement/content.ts";
import { LANGUAGES, type Language } from "../../../domain/language.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { translationState } from "../../../domain/translation.ts";
import type { AnnouncementRow } from "../../../store/announcements.ts";
import { iso, SentenceView, sentenceView } from "./said.ts";

const PART_LENGTH_MAX = 4_000;
const OWN_LENGTH_MAX = 8_000;
const part = z.string().max(PART_LENGTH_MAX);
const NoticeTextView = z.object({
  title: z.string().max(200),
  message: part,
  advice: part,
  nextStep: part,
});
export const TextsView = z.object({ fr: NoticeTextView, en: NoticeTextView });
/** Words of its own for a network; where there are none, ours are made from the texts. */
const Own = z
  .object({ fr: z.string().max(OWN_LENGTH_MAX), en: z.string().max(OWN_LENGTH_MAX) })
  .partial()
  .optional();
export const OwnWordsView = z.object({
  x: Own,
  mastodon: Own,
  bluesky: Own,
  "facebook-page": Own,
  "telegram-channel": Own,
  wordpress: Own,
});
export const SeverityView = z.enum(["degraded", "partial", "major", "resolved"]);

const TranslationView = z.object({
  state: z.enum(["missing", "draft", "checked"]),
  by: z.string().nullable(),
  at: z.string().nullable(),
});

export const AnnouncementView = z.object({
  id: z.string(),
  incidentId: z.string(),
  /** "translated": a version that says the same, and adds a language, took its place. */
  state: z.enum(["draft", "approved", "published", "corrected", "translated", "withdrawn"]),
  severity: SeverityView,
  texts: TextsView,
  /** The language that follows later, and how far each language is. */
  laterLanguage: z.enum(LANGUAGES).nullable(),
  translations: z.object({ fr: TranslationView, en: TranslationView }),
  source: z.string(),
  version: z.number(),
  draftedBy: z.string(),
  approvedBy: z.string().nullable(),
  updatedAt: z.string(),
  publishedAt: z.string().nullable(),
  nextUpdateAt: z.string().nullable(),
  replacedBy: z.string().nullable(),
  posts: OwnWordsView,
  /** When a draft goes out by itself, and on whose word. */
  publishAt: z.string().nullable(),
  scheduledBy: z.string().nullable(),
  /** Why it did not go out when its time came. */
  held: SentenceView.nullable(),
  /** What is still missing before it may go out. */
  findings: z.array(
    z.object({
      code: z.enum(["missing_part", "missing_source", "missing_next_update", "next_update_past"]),
      language: z.enum(["fr", "en"]).nullable(),
      part: z.enum(["title", "message", "advice", "nextStep", "source", "nextUpdateAt"]),
    }),
  ),
  may: z.object({
    edit: z.boolean(),
    publish: z.boolean(),
    withdraw: z.boolean(),
    /** The languages whose words may be marked as read. */
    check: z.array(z.enum(LANGUAGES)),
  }),
});
export type AnnouncementView = z.infer<typeof AnnouncementView>;

/** All versions of one incident; one that was only translated since was not corrected. */
export function announcementViews(
  rows: readonly AnnouncementRow[],
  now: number,
  actor: Actor,
): AnnouncementView[] {
  const translated = new Set(rows.map(({ translates }) => translates));
  return rows.map((row) => {
    const view = announcementView(row, now, actor);
    const isTranslated = row.state === "corrected" && translated.has(row.id);
    return isTranslated ? { ...view, state: "translated" } : view;
  });
}

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
    laterLanguage: row.later_language,
    translations: { fr: translationOf(row, "fr"), en: translationOf(row, "en") },
    source: row.source,
    version: row.version,
    draftedBy: row.drafted_by,
    approvedBy: row.approved_by,
    updatedAt: row.updated_at.toISOString(),
    publishedAt: iso(row.published_at),
    nextUpdateAt: iso(row.next_update_at),
    replacedBy: row.replaced_by,
    posts: row.posts,
    publishAt: iso(row.publish_at),
    scheduledBy: row.scheduled_by,
    held: row.schedule_failure ? sentenceView(row.schedule_failure) : null,
    findings,
    may: {
      edit: speaks && row.state === "draft",
      publish: speaks && open && findings.length === 0,
      withdraw: speaks && (open || row.state === "published"),
      check: speaks && (open || row.state === "published") ? unreadOf(row) : [],
    },
  };
}

/** What stands there, is part of it, and nobody has read yet. */
const unreadOf = (row: AnnouncementRow): Language[] =>
  LANGUAGES.filter(
    (language) => row.later_language !== language && translationState(row, language) === "draft",
  );

function translationOf(row: AnnouncementRow, language: Language): z.infer<typeof TranslationView> {
  const { by = null, at = null } = row.checked[language] ?? {};
  return { state: translationState(row, language), by, at };
}
