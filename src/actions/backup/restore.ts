import { AppError, refusal } from "../../lib/errors.ts";
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
  await stopSending(house, machine("restore"), { reason }).catch((cause: unknown) => {
    // It was stopped already when the backup was made.
    if (!(cause instanceof AppError && cause.code === "conflict")) throw cause;
  });
  return { rows };
}
