import { sql } from "kysely";
import type { Tx } from "./database.ts";

/** Every column that holds something sealed. */
export const SEALED_COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ["channel", "secrets"],
  ["source", "secrets"],
  ["copy", "secrets"],
  ["outlet", "secrets"],
  ["signing_key", "sealed"],
  ["subscriber", "address"],
  ["subscriber", "owner"],
  ["ticket", "reply_to"],
  ["contact_pull", "secret"],
  ["contact_hook", "secrets"],
];

/** Seals anew what does not begin with this mark, so much at a time. Answers how much it was. */
export async function resealSome(
  tx: Tx,
  [table, column]: readonly [table: string, column: string],
  how: { mark: Buffer; again: (sealed: Buffer) => Buffer; limit: number },
): Promise<number> {
  const field = sql.ref(column);
  const found = await sql<{ place: string; sealed: Buffer }>`
    select ctid::text as place, ${field} as sealed from ${sql.table(table)}
    where substring(${field} from 1 for ${how.mark.length}) <> ${how.mark}
    limit ${how.limit} for update
  `.execute(tx);
  for (const { place, sealed } of found.rows) {
    await sql`
      update ${sql.table(table)} set ${field} = ${how.again(sealed)} where ctid = ${place}::tid
    `.execute(tx);
  }
  return found.rows.length;
}
