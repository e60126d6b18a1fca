import type { Selectable } from "kysely";
import type { Cascade } from "../domain/cascade.ts";
import type { Texts } from "../domain/language.ts";
import type { Plan } from "../domain/plan.ts";
import type { Question } from "../domain/segment.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Broadcast, BroadcastState, Lane } from "./schema/delivery.ts";

export type BroadcastRow = Selectable<Broadcast>;

export type NewBroadcast = {
  incidentId: string | null;
  title: string;
  texts: Texts;
  segmentId: string | null;
  question: Question;
  cascade: Cascade;
  lane: Lane;
  plan: Plan;
  drill: boolean;
  plannedBy: string;
  now: number;
};

export async function insertBroadcast(tx: Tx, broadcast: NewBroadcast): Promise<BroadcastRow> {
  return await tx
    .insertInto("broadcast")
    .values({
      incident_id: broadcast.incidentId,
      title: broadcast.title,
      texts: JSON.stringify(broadcast.texts),
      segment_id: broadcast.segmentId,
      question: JSON.stringify(broadcast.question),
      cascade: JSON.stringify(broadcast.cascade),
      lane: broadcast.lane,
      state: "planned",
      plan: JSON.stringify(broadcast.plan),
      drill: broadcast.drill,
      planned_by: broadcast.plannedBy,
      planned_at: new Date(broadcast.now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function lockBroadcast(tx: Tx, id: number): Promise<BroadcastRow> {
  const row = await tx
    .selectFrom("broadcast")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("broadcast");
  return row;
}

export async function findBroadcast(db: Db, id: number): Promise<BroadcastRow | null> {
  const row = await db.selectFrom("broadcast").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

export async function listBroadcasts(
  db: Db,
  filter: { incidentId?: string | undefined; limit: number },
): Promise<BroadcastRow[]> {
  const { incidentId } = filter;
  let query = db.selectFrom("broadcast").selectAll().orderBy("id", "desc").limit(filter.limit);
  if (incidentId !== undefined) query = query.where("incident_id", "=", incidentId);
  return await query.execute();
}

/** What is being sent at the moment: live consoles are told that its numbers move. */
export async function runningBroadcasts(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom("broadcast")
    .select("id")
    .where("state", "=", "running")
    .execute();
  return rows.map(({ id }) => id);
}

export type BroadcastChange = {
  state: BroadcastState;
  approvedBy?: string;
  approvedAt?: number;
  startedAt?: number;
  endedAt?: number;
  recipients?: number;
  plan?: Plan;
};

export async function saveBroadcast(
  tx: Tx,
  id: number,
  change: BroadcastChange,
): Promise<BroadcastRow> {
  const { approvedAt, startedAt, endedAt } = change;
  return await tx
    .updateTable("broadcast")
    .set({
      state: change.state,
      ...(change.approvedBy === undefined ? {} : { approved_by: change.approvedBy }),
      ...(approvedAt === undefined ? {} : { approved_at: new Date(approvedAt) }),
      ...(startedAt === undefined ? {} : { started_at: new Date(startedAt) }),
      ...(endedAt === undefined ? {} : { ended_at: new Date(endedAt) }),
      ...(change.recipients === undefined ? {} : { recipients: change.recipients }),
      ...(change.plan === undefined ? {} : { plan: JSON.stringify(change.plan) }),
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
