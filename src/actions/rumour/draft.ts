import { lockQuestion, settleQuestion } from "../../store/rumour-questions.ts";
import { insertRumour } from "../../store/rumours.ts";
import { defineAction } from "../action.ts";
import { columnsOf, type RumourContent, subjectOf } from "./content.ts";

type Input = RumourContent & {
  /** The question of a visitor that this answers. */
  questionId: string | null;
};

/** Starts an entry of the rumour board. Nobody outside sees it before it is published. */
export const draftRumour = defineAction({
  name: "rumour.draft",
  needs: "communicator",
  async decide(tx, input: Input, { now, newId, actor }) {
    const at = new Date(now);
    const row = await insertRumour(tx, {
      id: newId(),
      state: "draft",
      ...(await columnsOf(tx, input)),
      drafted_by: actor.name,
      changed_by: actor.name,
      created_at: at,
      updated_at: at,
      published_at: null,
    });
    if (input.questionId !== null) {
      const question = await lockQuestion(tx, input.questionId);
      await settleQuestion(tx, question.id, {
        state: "answered",
        rumourId: row.id,
        at: now,
        by: actor.name,
      });
    }
    return {
      subject: subjectOf(row),
      incidentId: row.incident_id,
      detail: { verdict: row.verdict },
      result: row,
    };
  },
});
