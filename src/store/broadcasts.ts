import type { Selectable } from "kysely";
import type { Asks } from "../domain/asks.ts";
import type { Cascade } from "../domain/cascade.ts";
import type { BroadcastKind, Insist, Rest } from "../domain/follow-up.ts";
import type { Texts } from "../domain/language.ts";
import type { Plan } from "../domain/plan.ts";
import type { QuestionNow } from "../domain/segment.ts";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Broadcast, BroadcastState, Lane, TriageGroup } from "./schema/delivery.ts";

export type BroadcastRow = Selectable<Broadcast>;

export type NewBroadcast = {
  incidentId: string | null;
  title: string;
  texts: Texts;
  segmentId: string | null;
  question: QuestionNow;
  cascade: Cascade;
  lane: Lane;
  plan: Plan;
  drill: boolean;
  plannedBy: string;
  asks?: Asks;
  insist?: Insist | null;
  /** How many go first; counted anew at the approval. */
  cohort?: number | null;
  triage?: readonly TriageGroup[];
  /** What it may cost, in hundredths. */
  budgetCents?: number | null;
  beyondDay?: boolean;
  /** What it follows, and what becomes of those whom the original was not sent to. */
  follows?: { kind: BroadcastKind; original: number; rest: Rest | null };
  now: number;
};

export async function insertBroadcast(tx: Tx, broadcast: NewBroadcast): Promise<BroadcastRow> {
  const { follows } = broadcast;
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
      ...(broadcast.asks ? { asks: JSON.stringify(broadcast.asks) } : {}),
      triage: JSON.stringify(broadcast.triage ?? []),
      ...(broadcast.cohort ? { cohort: broadcast.cohort } : {}),
      budget_cents: broadcast.budgetCents ?? null,
      beyond_day: broadcast.beyondDay ?? false,
      ...(broadcast.insist ? { insist: JSON.stringify(broadcast.insist) } : {}),
      ...(follows ? { kind: follows.kind, follows: follows.original, rest: follows.rest } : {}),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Held for changes; rows that only refer to it may come meanwhile (see lockChannel). */
export async function lockBroadcast(tx: Tx, id: number): Promise<BroadcastRow> {
  const row = await tx
    .selectFrom("broadcast")
    .selectAll()
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("broadcast");
  return row;
}

export async function findBroadcast(db: Db, id: number): Promise<BroadcastRow | null> {
  const row = await db.selectFrom("broadcast").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

/** What an answer to a broadcast is read by. */
export type AnsweredBroadcast = Pick<
  BroadcastRow,
  "id" | "kind" | "follows" | "insist" | "asks" | "cascade" | "started_at"
>;

export async function answeredBroadcasts(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, AnsweredBroadcast>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("broadcast")
    .select(["id", "kind", "follows", "insist", "asks", "cascade", "started_at"])
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
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
  gathers?: boolean;
  gatheredAt?: number;
  remindAt?: number | null;
  deputyAt?: number | null;
  cohort?: number | null;
  halted?: boolean;
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
      ...followedUp(change),
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function setBudget(
  tx: Tx,
  id: number,
  { budgetCents, beyondDay }: { budgetCents: number | null; beyondDay: boolean },
): Promise<BroadcastRow> {
  return await tx
    .updateTable("broadcast")
    .set({ budget_cents: budgetCents, beyond_day: beyondDay })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What concerns only those broadcasts that follow, insist, or were stopped with all others. */
function followedUp(change: BroadcastChange) {
  const { gathers, gatheredAt, remindAt, deputyAt, cohort, halted } = change;
  return {
    ...(gathers === undefined ? {} : { gathers }),
    ...(gatheredAt === undefined ? {} : { gathered_at: new Date(gatheredAt) }),
    ...(remindAt === undefined ? {} : { remind_at: momentOf(remindAt) }),
    ...(deputyAt === undefined ? {} : { deputy_at: momentOf(deputyAt) }),
    ...(cohort === undefined ? {} : { cohort }),
    ...(halted === undefined ? {} : { halted }),
  };
}

const momentOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** What follows a broadcast, the oldest first. */
export async function followersOf(db: Db, id: number): Promise<BroadcastRow[]> {
  return await db
    .selectFrom("broadcast")
    .selectAll()
    .where("follows", "=", id)
    .orderBy("id")
    .execute();
}

/** Follow-ups that are sent while their original still moves. */
export async function gatheringBroadcasts(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom("broadcast")
    .select("id")
    .where("gathers", "=", true)
    .where("state", "=", "running")
    .execute();
  return rows.map(({ id }) => id);
}

/** Broadcasts of which somebody shall be reminded, or a deputy told, by now. */
export async function insistingBroadcasts(db: Db, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom("broadcast")
    .select("id")
    .where("state", "in", ["running", "done"])
    .where((e) => e.or([e("remind_at", "<=", new Date(now)), e("deputy_at", "<=", new Date(now))]))
    .execute();
  return rows.map(({ id }) => id);
}
