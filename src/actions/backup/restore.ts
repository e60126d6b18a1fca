import { refusal, unlessConflict } from "../../lib/errors.ts";
import { type DumpLine, restoreDatabase } from "../../store/dump.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { type House, machine } from "../action.ts";
import { stopSending } from "../sending/stop.ts";

/**
 * Puts a backup into an empty database. All sending is stopped in it: what was sent after the backup
 * was made is not in it, and would be sent once more.
 */
export async function restoreBackup(
  house: House,
  lines: AsyncIterable<DumpLine>,
): Promise<{ rows: number }> {
  // Once only: the lines come from a file that is read once.
  const rows = await house.db.transaction().execute(async (tx) => {
    if (await findOrganisation(tx)) {
      throw refusal("conflict", "errors:backup.in_use");
    }
    return await restoreDatabase(tx, lines);
  });
  const reason = "restored from a backup";
  // It may have been stopped already when the backup was made.
  await unlessConflict(async () => await stopSending(house, machine("restore"), { reason }));
  return { rows };
}
