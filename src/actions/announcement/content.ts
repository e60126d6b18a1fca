import {
  type Finding,
  findingsOf,
  type NoticeText,
  type Severity,
} from "../../domain/announcement.ts";
import { errorsIn, lintNotice } from "../../domain/announcement-lint.ts";
import type { Language } from "../../domain/language.ts";
import type { OwnWords } from "../../domain/outlet.ts";
import type { Mark } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import type { AnnouncementRow } from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import { plannedTimes } from "./planned.ts";

/** What somebody typed. A draft may still lack parts; what goes out may not. */
export type Content = {
  texts: Record<Language, NoticeText>;
  severity: Severity;
  source: string;
  nextUpdateAt: number | null;
  /** Words of its own for a network. */
  posts?: OwnWords;
  /** The language that follows in a version of its own. */
  laterLanguage?: Language | null;
  /** The languages whose words the writer has read; where they do not say, marks stay as they are. */
  read?: readonly Language[] | undefined;
};

export const columnsOf = ({
  texts,
  severity,
  source,
  nextUpdateAt,
  posts,
  ...content
}: Content) => ({
  texts: JSON.stringify(texts),
  severity,
  source: source.trim(),
  next_update_at: nextUpdateAt === null ? null : new Date(nextUpdateAt),
  posts: JSON.stringify(posts ?? {}),
  later_language: content.laterLanguage ?? null,
});

/** Who read the words, and when. */
export const markOf = ({ name }: { name: string }, now: number): Mark => ({
  by: name,
  at: new Date(now).toISOString(),
});

export function findingsIn(row: AnnouncementRow, now: number): Finding[] {
  return findingsOf(noticeOf(row), now);
}

const noticeOf = (row: AnnouncementRow) => ({
  ...row,
  nextUpdateAt: row.next_update_at?.getTime() ?? null,
  laterLanguage: row.later_language,
});

/** Refuses what a reader could not use, and what promises or contradicts itself; says what. */
export async function requireComplete(tx: Tx, row: AnnouncementRow, now: number): Promise<void> {
  const findings = findingsIn(row, now);
  if (findings.length > 0) throw refusal("invalid", "errors:announcement.incomplete", { findings });
  const notice = { ...noticeOf(row), plannedTimes: await plannedTimes(tx, now) };
  const errors = errorsIn(lintNotice(notice, now));
  const [first] = errors;
  if (!first) return;
  const { code, words } = first;
  throw refusal("invalid", `errors:announcement.unfit.${code}`, { words, findings: errors });
}
