import type { Language } from "../../domain/language.ts";
import type { Tx } from "../../store/database.ts";
import { findFaqText, voteFaq } from "../../store/faq.ts";
import { defineIntake } from "../action.ts";
import { reporterOf } from "../report/reporter.ts";

export type FaqVote = {
  entryId: string;
  language: Language;
  helped: boolean;
  /** Where it came from; only a hash that rotates every day is kept. */
  ip: string;
  agent: string;
};

/** Whether an answer helped, once a day from one person. What is not public cannot be judged. */
export const takeFaqVote = defineIntake(
  async (tx: Tx, vote: FaqVote, { now, secretKey }): Promise<"taken" | "unknown"> => {
    const { entryId, language, helped } = vote;
    const text = await findFaqText(tx, entryId, language);
    if (text === undefined || text.published === null) return "unknown";
    const { persons: voters } = await reporterOf(tx, vote, { now, secretKey });
    await voteFaq(tx, { entryId, voters, language, helped, at: new Date(now) });
    return "taken";
  },
);
