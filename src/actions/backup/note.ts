import { insertBackup } from "../../store/backups.ts";
import { defineAction } from "../action.ts";

/** A copy of the database was made, by our own command or by another tool. */
export const noteBackup = defineAction<{ made: "own" | "elsewhere"; bytes: number | null }, void>({
  name: "backup.note",
  needs: "administrator",
  async decide(tx, { made, bytes }, { actor, now }) {
    await insertBackup(tx, { at: now, made, bytes, by: actor.name });
    return {
      subject: { kind: "backup", id: made },
      detail: { made, bytes },
      result: undefined,
    };
  },
});
