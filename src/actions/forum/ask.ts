import { FORUM_QUESTION_LENGTH_MAX, forumStateOf } from "../../domain/forum.ts";
import type { Language } from "../../domain/language.ts";
import { cleanComment } from "../../domain/report-comment.ts";
import { createTextMemory, isCopy } from "../../domain/text/near-duplicates.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import {
  addVoice,
  countForumQueue,
  findForum,
  forumQuestionsOfNetwork,
  forumWords,
  insertForumQuestion,
  lockForumQuestion,
  voicesOfNetwork,
} from "../../store/forums.ts";
import { lockNetwork } from "../../store/reports.ts";
import { defineIntake } from "../action.ts";
import { reporterOf } from "../report/reporter.ts";

/** More than this waits for nobody: who has to read them all would read none. */
const FORUM_WAITING_MAX = 500;
/** One address block may be a school, or one person with much time. */
const FORUM_PER_BLOCK_MAX = 6;
const VOICES_PER_BLOCK_MAX = 30;

type From = { ip: string; agent: string };
type Asked = From & { forumId: string; words: string; language: Language };
export type ForumAskedAs = "taken" | "bounded" | "empty" | "closed" | "unknown";

/** Takes in a question. No cookie, no account, no address is kept; a person reads it first. */
export const askInForum = defineIntake(
  async (tx: Tx, asked: Asked, { now, newId, secretKey }): Promise<ForumAskedAs> => {
    const { forumId, language } = asked;
    if (!(await isOpen(tx, forumId, now))) {
      return (await findForum(tx, forumId)) ? "closed" : "unknown";
    }
    const words = cleanComment(asked.words, FORUM_QUESTION_LENGTH_MAX);
    if (words === null) return "empty";
    const { block, blocks } = await reporterOf(tx, asked, { now, secretKey });
    await lockNetwork(tx, block);
    const asks = await forumQuestionsOfNetwork(tx, blocks, now - HOUR_MS);
    if (asks >= FORUM_PER_BLOCK_MAX) return "bounded";
    if ((await countForumQueue(tx, forumId)) >= FORUM_WAITING_MAX) return "bounded";
    const memory = createTextMemory();
    for (const other of await forumWords(tx, forumId)) isCopy(memory, other);
    if (isCopy(memory, words)) return "taken";
    await insertForumQuestion(tx, {
      id: newId(),
      forum_id: forumId,
      words,
      language,
      state: "waiting",
      answer: null,
      network_hash: block,
      at: new Date(now),
      decided_at: null,
      decided_by: null,
    });
    return "taken";
  },
);

/** "I have this question too": once from one person, by the hash that rotates. */
export const joinQuestion = defineIntake(
  async (
    tx: Tx,
    voice: From & { forumId: string; questionId: string },
    { now, secretKey },
  ): Promise<"taken" | "bounded" | "unknown"> => {
    if (!(await isOpen(tx, voice.forumId, now))) return "unknown";
    const question = await lockForumQuestion(tx, voice.questionId);
    if (question.state !== "accepted" || question.forum_id !== voice.forumId) return "unknown";
    const { persons, block, blocks } = await reporterOf(tx, voice, { now, secretKey });
    const network = { questionId: question.id, hashes: blocks };
    if ((await voicesOfNetwork(tx, network)) >= VOICES_PER_BLOCK_MAX) return "bounded";
    await addVoice(tx, { questionId: question.id, persons, block, at: new Date(now) });
    return "taken";
  },
);

async function isOpen(tx: Tx, id: string, now: number): Promise<boolean> {
  const forum = await findForum(tx, id);
  if (!forum) return false;
  const hours = { opensAt: forum.opens_at.getTime(), closesAt: forum.closes_at.getTime() };
  return forumStateOf(hours, now) === "open";
}
