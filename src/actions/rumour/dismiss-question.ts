import { lockQuestion, settleQuestion } from "../../store/rumour-questions.ts";
import { defineAction } from "../action.ts";

/** Puts a visitor's question aside. Its words stay out of the record, which forgets nothing. */
export const dismissQuestion = defineAction({
  name: "rumour.dismiss-question",
  needs: "communicator",
  async decide(tx, input: { id: string }, { now, actor }) {
    const { id } = await lockQuestion(tx, input.id);
    const by = actor.name;
    await settleQuestion(tx, id, { state: "dismissed", rumourId: null, at: now, by });
    return { subject: { kind: "rumour_question", id }, result: null };
  },
});
