import type { CopyRecord } from "../../copies/due.ts";
import type { CopyRow } from "../../store/copies.ts";

/** What the row of a copy says about when it was carried and when it is due. */
export const recordOf = (row: CopyRow): CopyRecord => ({
  enabled: row.enabled,
  everyMs: row.every_ms,
  triedAt: row.tried_at?.getTime() ?? null,
  pagesAt: row.pages_at?.getTime() ?? null,
  deepAt: row.deep_at?.getTime() ?? null,
  nextAt: row.next_at.getTime(),
  hasTrouble: row.trouble !== null,
});
