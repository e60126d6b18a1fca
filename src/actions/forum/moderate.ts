import { FORUM_QUESTION_LENGTH_MAX } from "../../domain/forum.ts";
import type { TwoLanguages } from "../../domain/language.ts";
import { cleanComment } from "../../domain/report-comment.ts";
import { refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import {
  type ForumQuestionRow,
  lockForumQuestion,
  updateForumQuestion,
} from "../../store/forums.ts";
import { type Decided, defineAction } from "../action.ts";

/** Shows a question, in the words of whoever asked or as the moderator put it. */
export const acceptQuestion = defineAction({
  name: "forum.accept",
  needs: "communicator",
  async decide(tx, input: { id: string; words: string | null }, { now, actor }) {
    const question = await lockWaiting(tx, input.id);
    const words =
      input.words === null ? question.words : cleanComment(input.words, FORUM_QUESTION_LENGTH_MAX);
    if (words === null) throw refusal("invalid", "session:refused.empty");
    await updateForumQuestion(tx, question.id, {
      words,
      state: "accepted",
      decided_at: new Date(now),
      decided_by: actor.name,
    });
    return decidedOn(question);
  },
});

/** Keeps a question from being shown. */
export const rejectQuestion = defineAction({
  name: "forum.reject",
  needs: "communicator",
  async decide(tx, input: { id: string }, { now, actor }) {
    const question = await lockWaiting(tx, input.id);
    await updateForumQuestion(tx, question.id, {
      state: "rejected",
      decided_at: new Date(now),
      decided_by: actor.name,
    });
    return decidedOn(question);
  },
});

/** Takes a decision back: the question waits again, and shows nowhere. Its answer goes with it. */
export const returnQuestion = defineAction({
  name: "forum.return",
  needs: "communicator",
  async decide(tx, input: { id: string }) {
    const question = await lockForumQuestion(tx, input.id);
    if (question.state === "waiting") throw refusal("conflict", "session:refused.waiting");
    const open = { state: "waiting", answer: null, decided_at: null, decided_by: null } as const;
    await updateForumQuestion(tx, question.id, open);
    return decidedOn(question);
  },
});

/** Answers in public, or says it better than before. */
export const answerQuestion = defineAction({
  name: "forum.answer",
  needs: "communicator",
  async decide(tx, input: { id: string; answer: TwoLanguages }) {
    const question = await lockForumQuestion(tx, input.id);
    if (question.state !== "accepted") throw refusal("conflict", "session:refused.notAccepted");
    await updateForumQuestion(tx, question.id, { answer: JSON.stringify(input.answer) });
    return decidedOn(question);
  },
});

async function lockWaiting(tx: Tx, id: string): Promise<ForumQuestionRow> {
  const question = await lockForumQuestion(tx, id);
  if (question.state !== "waiting") throw refusal("conflict", "session:refused.decided");
  return question;
}

/** What the person wrote stays out of the record of events, which forgets nothing. */
const decidedOn = ({ id, forum_id }: ForumQuestionRow): Decided<null> => ({
  subject: { kind: "forum", id: forum_id },
  detail: { questionId: id },
  result: null,
});
