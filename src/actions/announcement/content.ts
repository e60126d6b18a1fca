import {
  type Finding,
  findingsOf,
  type NoticeText,
  type Severity,
} from "../../domain/announcement.ts";
import type { Language } from "../../domain/language.ts";
import { refusal } from "../../lib/errors.ts";
import type { AnnouncementRow } from "../../store/announcements.ts";

/** What somebody typed. A draft may still lack parts; what goes out may not. */
export type Content = {
  texts: Record<Language, NoticeText>;
  severity: Severity;
  source: string;
  nextUpdateAt: number | null;
};

export const columnsOf = ({ texts, severity, source, nextUpdateAt }: Content) => ({
  texts: JSON.stringify(texts),
  severity,
  source: source.trim(),
  next_update_at: nextUpdateAt === null ? null : new Date(nextUpdateAt),
});

export function findingsIn(row: AnnouncementRow, now: number): Finding[] {
  const nextUpdateAt = row.next_update_at?.getTime() ?? null;
  return findingsOf({ ...row, nextUpdateAt }, now);
}

/** Refuses what a reader could not use, and says which parts are missing. */
export function requireComplete(row: AnnouncementRow, now: number): void {
  const findings = findingsIn(row, now);
  if (findings.length === 0) return;
  throw refusal("invalid", "errors:announcement.incomplete", { findings });
}
