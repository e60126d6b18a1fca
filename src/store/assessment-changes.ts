import type { AssessmentRow } from "./assessments.ts";
import type { Db } from "./database.ts";
import type { AddendRow, AssessmentLevel } from "./schema/detection.ts";

export type ChangeRow = AssessmentRow & {
  before_level: AssessmentLevel | null;
  before_class: string | null;
  before_subject: string | null;
  before_crowd_only: boolean | null;
  before_addends: AddendRow[] | null;
};

export type ChangeSearch = {
  platformId: string;
  limit: number;
  /** Only changes older than this one. */
  beforeId?: number | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

/** Every change of opinion, newest first, each with the opinion it replaced. */
export async function changesOf(db: Db, search: ChangeSearch): Promise<ChangeRow[]> {
  const { platformId, limit, beforeId, from, to } = search;
  return await db
    .selectFrom("assessment as now")
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom("assessment as earlier")
          .select([
            "earlier.level as before_level",
            "earlier.class as before_class",
            "earlier.subject as before_subject",
            "earlier.crowd_only as before_crowd_only",
            "earlier.addends as before_addends",
          ])
          .whereRef("earlier.platform_id", "=", "now.platform_id")
          .whereRef("earlier.id", "<", "now.id")
          .orderBy("earlier.id", "desc")
          .limit(1)
          .as("before"),
      (join) => join.onTrue(),
    )
    .selectAll("now")
    .select([
      "before.before_level",
      "before.before_class",
      "before.before_subject",
      "before.before_crowd_only",
      "before.before_addends",
    ])
    .where("now.platform_id", "=", platformId)
    .$if(beforeId !== undefined, (q) => q.where("now.id", "<", beforeId ?? 0))
    .$if(from !== undefined, (q) => q.where("now.at", ">=", new Date(from ?? 0)))
    .$if(to !== undefined, (q) => q.where("now.at", "<=", new Date(to ?? 0)))
    .orderBy("now.id", "desc")
    .limit(limit)
    .execute();
}
