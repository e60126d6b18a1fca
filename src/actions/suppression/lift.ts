import { notFound } from "../../lib/errors.ts";
import { endedSuppressions, liftSuppression, lockSuppression } from "../../store/suppressions.ts";
import { defineAction, type House, machine } from "../action.ts";

const liftedAtOnceMax = 1_000;

/** Takes a person or an address off the list. That it was on it stays on the record. */
export const removeSuppression = defineAction({
  name: "suppression.lift",
  needs: "administrator",
  async decide(tx, { id, why }: { id: number; why: string }, { actor, now }) {
    const row = await lockSuppression(tx, id);
    if (!row) throw notFound("suppression");
    await liftSuppression(tx, id, { at: new Date(now), by: actor.name });
    const subject =
      row.contact_id === null
        ? { kind: "suppression", id: String(id) }
        : { kind: "contact", id: String(row.contact_id) };
    return { subject, detail: { why, reason: row.reason }, result: undefined };
  },
});

/** Lifts what was meant for a time that is over. Until this has run it holds. */
export async function liftEnded(house: House): Promise<{ lifted: number }> {
  const ids = await endedSuppressions(house.db, new Date(house.now()), liftedAtOnceMax);
  for (const id of ids) {
    await removeSuppression(house, machine("reconcile"), { id, why: "until" }).catch(unlessGone);
  }
  return { lifted: ids.length };
}

/** Another node, or a person, was faster. */
function unlessGone(cause: unknown): void {
  if (!(cause instanceof Error && "code" in cause && cause.code === "not_found")) throw cause;
}
