import { defineAction } from "../action.ts";
import { type SyncRow, takeBatch, tallyOf } from "./take-batch.ts";

export type SyncInput = { rows: readonly SyncRow[]; dryRun: boolean; confirmed: boolean };

/**
 * Takes over a batch from another system, row by row: a faulty row is answered and left out. The
 * same batch twice changes nothing the second time.
 */
export const syncContacts = defineAction({
  name: "contact.sync",
  needs: "communicator",
  async decide(tx, { rows, dryRun, confirmed }: SyncInput, { actor, now, newId }) {
    const unbraked = confirmed && actor.kind === "person";
    const batch = { id: newId(), rows, dryRun, unbraked, now, origin: "api" };
    const { results, withdrawn } = await takeBatch(tx, batch);
    const detail = { ...tallyOf(results), dryRun, withdrawn: dryRun ? 0 : withdrawn };
    return { subject: { kind: "contact_sync", id: "api" }, detail, result: { results, withdrawn } };
  },
});
