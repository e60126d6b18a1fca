import { cleanComment } from "../../domain/report-comment.ts";
import { createTextMemory, isCopy } from "../../domain/text/near-duplicates.ts";
import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { findOrganisation } from "../../store/organisation.ts";
import {
  commentsOfNetwork,
  countWaiting,
  insertComment,
  recentWords,
} from "../../store/report-comments.ts";

/** More than this waits for nobody: who has to read them all would read none. */
const COMMENTS_WAITING_MAX = 500;
/** One address block may be a school, or one person with much time. */
export const COMMENTS_PER_BLOCK_MAX = 5;
const COPIES_BACK_MS = DAY_MS;

type Typed = { id: string; reportId: number; platformId: string; typed: string; now: number };

/**
 * Keeps what somebody wrote beside a report until a person has read it. What is empty, a copy of
 * another, or too much from one place is left out: their report counts all the same.
 */
export async function takeComment(tx: Tx, comment: Typed, blocks: Buffer[]): Promise<void> {
  const { id, reportId, platformId, now } = comment;
  const words = cleanComment(comment.typed);
  if (words === null) return;
  if ((await commentsOfNetwork(tx, blocks, now - HOUR_MS)) >= COMMENTS_PER_BLOCK_MAX) return;
  if ((await countWaiting(tx)) >= COMMENTS_WAITING_MAX) return;
  const memory = createTextMemory();
  const said = await recentWords(tx, platformId, now - COPIES_BACK_MS);
  for (const other of said) isCopy(memory, other);
  if (isCopy(memory, words)) return;
  const atOnce = (await findOrganisation(tx))?.comments_at_once ?? false;
  await insertComment(tx, {
    id,
    report_id: reportId,
    platform_id: platformId,
    words,
    state: atOnce ? "accepted" : "waiting",
    at: new Date(now),
    decided_at: atOnce ? new Date(now) : null,
    decided_by: null,
  });
}
