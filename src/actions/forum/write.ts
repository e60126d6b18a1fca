import type { TwoLanguages } from "../../domain/language.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { insertForum, updateForum } from "../../store/forums.ts";
import { findIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";

export type ForumInput = {
  title: TwoLanguages;
  incidentId: string | null;
  opensAt: number;
  closesAt: number;
};

/** Announces a session in which people ask and we answer. The clock opens and closes it. */
export const createForum = defineAction({
  name: "forum.create",
  needs: "communicator",
  async decide(tx, input: ForumInput, { now, newId, actor }) {
    const id = newId();
    const columns = await columnsOf(tx, input);
    await insertForum(tx, { id, ...columns, created_by: actor.name, created_at: new Date(now) });
    return { subject: { kind: "forum", id }, incidentId: input.incidentId, result: { id } };
  },
});

/** Changes its title or its hours; the questions stay. */
export const changeForum = defineAction({
  name: "forum.change",
  needs: "communicator",
  async decide(tx, input: ForumInput & { id: string }) {
    await updateForum(tx, input.id, await columnsOf(tx, input));
    const subject = { kind: "forum", id: input.id };
    return { subject, incidentId: input.incidentId, result: null };
  },
});

async function columnsOf(tx: Tx, { title, incidentId, opensAt, closesAt }: ForumInput) {
  if (closesAt <= opensAt) throw refusal("invalid", "session:refused.hours");
  if (incidentId !== null && !(await findIncident(tx, incidentId))) throw notFound("incident");
  return {
    title: JSON.stringify(title),
    incident_id: incidentId,
    opens_at: new Date(opensAt),
    closes_at: new Date(closesAt),
  };
}
