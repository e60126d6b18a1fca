import type { Language } from "../../domain/language.ts";
import { questionOf } from "../../domain/rumour-question.ts";
import { createTextMemory, isCopy } from "../../domain/text/near-duplicates.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { lockNetwork } from "../../store/reports.ts";
import {
  countAskedAgain,
  countQuestions,
  insertQuestion,
  questionsOfNetwork,
  waitingQuestions,
} from "../../store/rumour-questions.ts";
import { defineIntake } from "../action.ts";
import { reporterOf } from "../report/reporter.ts";

/** More than this waits for nobody: who has to read them all would read none. */
const QUESTIONS_WAITING_MAX = 500;
/** One address block may be a school, or one person with much time. */
const QUESTIONS_PER_BLOCK_MAX = 6;

type Asked = { words: string; link: string; language: Language; ip: string; agent: string };
export type AskedAs = "taken" | "bounded" | "empty" | "link";

/** Takes in "is this true?". No cookie, no account, no address is kept; a person reads it. */
export const askAboutRumour = defineIntake(
  async (tx: Tx, asked: Asked, { now, newId, secretKey }): Promise<AskedAs> => {
    const question = questionOf(asked);
    if (typeof question === "string") return question;
    const { block, blocks } = await reporterOf(tx, asked, { now, secretKey });
    await lockNetwork(tx, block);
    if ((await questionsOfNetwork(tx, blocks, now - HOUR_MS)) >= QUESTIONS_PER_BLOCK_MAX) {
      return "bounded";
    }
    const waiting = await waitingQuestions(tx);
    const before = waiting.find((each) => isSame(each.words, question.words));
    if (before) {
      await countAskedAgain(tx, before.id);
      return "taken";
    }
    if ((await countQuestions(tx)) >= QUESTIONS_WAITING_MAX) return "bounded";
    await insertQuestion(tx, {
      id: newId(),
      ...question,
      language: asked.language,
      network_hash: block,
      at: new Date(now),
      decided_at: null,
      decided_by: null,
      rumour_id: null,
    });
    return "taken";
  },
);

function isSame(before: string, words: string): boolean {
  const memory = createTextMemory();
  isCopy(memory, before);
  return isCopy(memory, words);
}
