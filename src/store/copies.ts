import type { Selectable } from "kysely";
import type { Sentence } from "../domain/sentence.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { CopyTable } from "./schema/copies.ts";

export type CopyRow = Selectable<CopyTable>;

export async function listCopies(db: Db): Promise<CopyRow[]> {
  return await db.selectFrom("copy").selectAll().orderBy("id").execute();
}

export async function findCopy(db: Db, id: number): Promise<CopyRow | null> {
  const row = await db.selectFrom("copy").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

export async function lockCopy(tx: Tx, id: number): Promise<CopyRow> {
  const row = await tx
    .selectFrom("copy")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notFound("copy");
  return row;
}

export type CopyFields = {
  name: string;
  publicUrl: string;
  settings: Record<string, unknown>;
  secrets: Buffer | null;
  everyMs: number;
  enabled: boolean;
};

export async function insertCopy(
  tx: Tx,
  copy: CopyFields & { kind: string; now: number },
): Promise<CopyRow> {
  const at = new Date(copy.now);
  return await tx
    .insertInto("copy")
    .values({ ...columnsOf(copy), kind: copy.kind, created_at: at, next_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What was changed is tried at once, and whatever is out there is looked at anew. */
export async function updateCopy(
  tx: Tx,
  id: number,
  change: CopyFields & { now: number },
): Promise<CopyRow> {
  const anew = {
    pages_at: null,
    deep_at: null,
    carrier: null,
    lease_until: null,
    failure_count: 0,
  };
  return await tx
    .updateTable("copy")
    .set({ ...columnsOf(change), ...anew, next_at: new Date(change.now) })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteCopy(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom("copy").where("id", "=", id).execute();
}

const columnsOf = (fields: CopyFields) => ({
  name: fields.name,
  public_url: fields.publicUrl,
  settings: JSON.stringify(fields.settings),
  secrets: fields.secrets,
  every_ms: fields.everyMs,
  enabled: fields.enabled,
});

/** Takes one copy for a while, unless another node carries it at this moment. */
export async function leaseCopy(
  tx: Tx,
  id: number,
  lease: { now: number; until: number },
): Promise<CopyRow | null> {
  const row = await tx
    .selectFrom("copy")
    .selectAll()
    .where("id", "=", id)
    .where((e) => e.or([e("lease_until", "is", null), e("lease_until", "<=", new Date(lease.now))]))
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return null;
  const until = new Date(lease.until);
  await tx.updateTable("copy").set({ lease_until: until }).where("id", "=", id).execute();
  return row;
}

/** What came of carrying it. A moment that is null stays what it was. */
export type Carried = {
  carrier: string;
  /** The end of the lease under which it was carried. */
  until: number;
  now: number;
  trouble: Sentence | null;
  pagesAt: number | null;
  deepAt: number | null;
  failures: number;
  nextAt: number;
};

/** Written only where the row is still what was carried: a change meanwhile begins anew. */
export async function saveCarried(tx: Tx, id: number, carried: Carried): Promise<void> {
  const { now, trouble, pagesAt, deepAt } = carried;
  await tx
    .updateTable("copy")
    .set({
      tried_at: new Date(now),
      ...(trouble === null && { kept_at: new Date(now) }),
      ...(pagesAt !== null && { pages_at: new Date(pagesAt) }),
      ...(deepAt !== null && { deep_at: new Date(deepAt) }),
      trouble: trouble === null ? null : JSON.stringify(trouble),
      failure_count: carried.failures,
      next_at: new Date(carried.nextAt),
      carrier: carried.carrier,
      lease_until: null,
    })
    .where("id", "=", id)
    .where("lease_until", "=", new Date(carried.until))
    .execute();
}
