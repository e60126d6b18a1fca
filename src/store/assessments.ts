import type { Insertable, Selectable } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { Assessment } from "./schema/detection.ts";

export type AssessmentRow = Selectable<Assessment>;

export async function insertAssessment(
  tx: Tx,
  row: Insertable<Assessment>,
): Promise<AssessmentRow> {
  return await tx.insertInto("assessment").values(row).returningAll().executeTakeFirstOrThrow();
}

/** The present opinion on a platform. */
export async function latestAssessment(
  db: Db,
  platformId: string,
): Promise<AssessmentRow | undefined> {
  return await db
    .selectFrom("assessment")
    .selectAll()
    .where("platform_id", "=", platformId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** When trouble was last seen to end on a platform; null while it lasts, or if it never was. */
export async function calmSince(db: Db, platformId: string): Promise<number | null> {
  const trouble = db
    .selectFrom("assessment")
    .select((e) => e.fn.max("id").as("id"))
    .where("platform_id", "=", platformId)
    .where("level", "in", ["suspected", "confirmed"]);
  const row = await db
    .selectFrom("assessment")
    .select("at")
    .where("platform_id", "=", platformId)
    .where("id", ">", trouble)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row?.at.getTime() ?? null;
}
