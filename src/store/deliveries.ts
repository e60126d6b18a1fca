import { sql } from "kysely";
import type { Settled } from "../domain/cascade.ts";
import type { Language } from "../domain/language.ts";
import type { Position } from "../domain/next-step.ts";
import type { Outcome } from "../domain/outcome.ts";
import { floats, ints, numbers, rowsOf, texts } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";
import { plannedOnce } from "./planned-once.ts";
import type { Ways } from "./schema/delivery.ts";

/** Consecutive deliveries that are leased, timed and looked through together. */
export const CHUNK_SIZE = 1_000;
export const chunkOf = (ordinal: number): number => Math.floor(ordinal / CHUNK_SIZE);

/** Which delivery it is, as one word to find it by. */
export const deliveryName = (of: { broadcastId: number; ordinal: number }): string =>
  `${of.broadcastId}/${of.ordinal}`;

/** One person of one broadcast, and where they stand. */
export type Standing = {
  broadcastId: number;
  ordinal: number;
  contactId: number;
  language: Language;
  ways: Ways;
  variables: Record<string, string>;
  providerId: string | null;
  bestChannel: number | null;
  at: Position;
};

type Row = {
  broadcast_id: number;
  ordinal: number;
  contact_id: number;
  language: Language;
  ways: Ways;
  /** Null where there are none, which is usual. */
  variables: Record<string, string> | null;
  rung: number;
  try: number;
  fact: number;
  best: number;
  best_channel: number | null;
  outcome: Outcome["kind"] | null;
  why: string | null;
  provider_id: string | null;
  attempted: number | null;
  due: number | null;
  settled: Settled | null;
};

const COLUMNS = sql`d.broadcast_id, d.ordinal, d.contact_id, d.language, d.ways,
  nullif(d.variables, '{}') as variables,
  d.rung, d.try, d.fact, d.best, d.best_channel, d.outcome, d.why, d.provider_id,
  extract(epoch from d.attempted_at)::float8 * 1000 as attempted,
  extract(epoch from d.due_at)::float8 * 1000 as due, d.settled`;

/** The unsettled deliveries of a chunk: those that are due, or all of them. */
export async function readChunk(
  db: Db,
  range: { broadcastId: number; first: number; last: number; dueBy: number | null },
): Promise<Standing[]> {
  const due = range.dueBy === null ? sql`` : sql`and d.due_at <= ${new Date(range.dueBy)}`;
  const found = await sql<Row>`${plannedOnce}
    select ${COLUMNS} from delivery d
    where d.broadcast_id = ${range.broadcastId} and d.ordinal between ${range.first} and ${range.last}
      and d.settled is null ${due}
    order by d.ordinal
  `.execute(db);
  return found.rows.map(standingOf);
}

/** These deliveries, locked in one order for everybody until the transaction ends. */
export async function lockDeliveries(
  tx: Tx,
  keys: readonly { broadcastId: number; ordinal: number }[],
): Promise<Standing[]> {
  const found = await sql<Row>`${plannedOnce}
    select d.* from (
      select b, o from unnest(
        ${numbers(keys.map((key) => key.broadcastId))}::int[],
        ${numbers(keys.map((key) => key.ordinal))}::int[]
      ) k (b, o) order by b, o
    ) k cross join lateral (
      select ${COLUMNS} from delivery d where d.broadcast_id = k.b and d.ordinal = k.o for update
    ) d
  `.execute(tx);
  return found.rows.map(standingOf);
}

/** How far each of these people has come by now; nobody else moves them until the transaction ends. */
export async function lockBests(
  tx: Tx,
  broadcastId: number,
  ordinals: readonly number[],
): Promise<Map<number, number>> {
  const found = await sql<{ ordinal: number; best: number }>`
    select ordinal, best from delivery where broadcast_id = ${broadcastId}
      and ordinal = any(${numbers(ordinals)}::int[]) order by ordinal for update`.execute(tx);
  return new Map(found.rows.map(({ ordinal, best }) => [ordinal, best]));
}

/** What of these people is under way in any broadcast: an opt-out may end it. */
export async function underWayOf(
  db: Db,
  contactIds: readonly number[],
): Promise<{ broadcastId: number; ordinal: number }[]> {
  if (contactIds.length === 0) return [];
  const found = await sql<{ b: number; o: number }>`
    select broadcast_id as b, ordinal as o from delivery
    where contact_id = any(${numbers(contactIds)}::bigint[]) and settled is null
  `.execute(db);
  return found.rows.map(({ b, o }) => ({ broadcastId: b, ordinal: o }));
}

/** `told` is what ended the attempt that is left behind, where somebody told us. */
export type Step = {
  before: Standing;
  after: Position;
  told?: { outcome: Outcome["kind"]; why: string | null } | undefined;
};

type Move = Step & { providerId: string | null; channelId: number };

/**
 * Commits attempts as *sending*. Answers the ordinals that are ours to send: whoever was settled,
 * moved or claimed by somebody else in the meantime is not among them.
 */
export async function claimAttempts(
  tx: Tx,
  broadcastId: number,
  steps: readonly Step[],
): Promise<number[]> {
  if (steps.length === 0) return [];
  await leaveBehind(tx, steps.filter(leavesAttempt));
  const found = await sql<Who>`${plannedOnce} with ours as (
    update delivery d set rung = r.rung, try = r.try, fact = 1, outcome = null, why = null,
      provider_id = null, attempted_at = to_timestamp(r.attempted / 1000.0),
      due_at = to_timestamp(r.due / 1000.0)
    from ${rowsOf(guards(steps))}
    where d.broadcast_id = ${broadcastId} and d.ordinal = r.ordinal and ${within(steps)}
      and d.settled is null and d.rung = r.was_rung and d.try = r.was_try and d.fact = r.was_fact
      and (d.fact <> 1 or d.attempted_at = to_timestamp(r.was_attempted / 1000.0))
      and exists (select 1 from broadcast b where b.id = ${broadcastId} and b.state = 'running')
    returning d.ordinal
  ) ${whoOf("ours", steps)}`.execute(tx);
  return ordinalsOf(found.rows[0], steps);
}

/** Writes steps that send nothing, each only where the delivery still stands where it was decided. */
export async function writeSteps(
  tx: Tx,
  broadcastId: number,
  written: { steps: readonly Move[]; now: number },
): Promise<Set<number>> {
  const { steps, now } = written;
  if (steps.length === 0) return new Set();
  await leaveBehind(tx, steps.filter(leavesAttempt));
  const found = await sql<Who>`${plannedOnce} with moved as (
    update delivery d set rung = r.rung, try = r.try, fact = r.fact, outcome = r.outcome, why = r.why,
      best = greatest(d.best, r.best),
      best_channel = case when r.best > d.best then r.channel else d.best_channel end,
      provider_id = case when r.rung = d.rung and r.try = d.try
        then coalesce(r.provider_id, d.provider_id) end,
      attempted_at = to_timestamp(r.attempted / 1000.0),
      due_at = case when r.settled is null then to_timestamp(r.due / 1000.0) end,
      settled = r.settled, settled_at = case when r.settled is not null then ${new Date(now)}::timestamptz end
    from ${rowsOf(moves(steps))}
    where d.broadcast_id = ${broadcastId} and d.ordinal = r.ordinal and ${within(steps)}
      and d.rung = r.was_rung and d.try = r.was_try and d.fact = r.was_fact
      and d.settled is not distinct from r.was_settled
      and (d.fact <> 1 or d.attempted_at = to_timestamp(r.was_attempted / 1000.0))
    returning d.ordinal
  ) ${whoOf("moved", steps)}`.execute(tx);
  return new Set(ordinalsOf(found.rows[0], steps));
}

type Who = { everybody: boolean; ordinals: number[] | null };

/**
 * Whom it was done for: everybody, as a rule. Else the ordinals as one value: hundreds of rows of one
 * number each cost more than the update, on both sides.
 */
const whoOf = (name: "ours" | "moved", steps: readonly Step[]) => sql`
  select n = ${steps.length}::int as everybody, case when n < ${steps.length}::int
    then (select json_agg(ordinal) from ${sql.ref(name)}) end as ordinals
  from (select count(*) as n from ${sql.ref(name)}) c`;

const ordinalsOf = (who: Who | undefined, steps: readonly Step[]): number[] =>
  who?.everybody ? steps.map(({ before }) => before.ordinal) : (who?.ordinals ?? []);

/** The provider's number of attempts whose receipt was faster than their answer. */
export async function noteProviderIds(
  tx: Tx,
  broadcastId: number,
  ids: readonly { ordinal: number; rung: number; try: number; providerId: string }[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update delivery d set provider_id = r.provider_id from unnest(
      ${numbers(ids.map((id) => id.ordinal))}::int[], ${numbers(ids.map((id) => id.rung))}::int[],
      ${numbers(ids.map((id) => id.try))}::int[], ${ids.map((id) => id.providerId)}::text[]
    ) r (ordinal, rung, try, provider_id)
    where d.broadcast_id = ${broadcastId} and d.ordinal = r.ordinal
      and d.rung = r.rung and d.try = r.try and d.provider_id is null
  `.execute(tx);
}

/** The stretch of the key they lie in: without it a planner may read the whole table instead. */
function within(steps: readonly Step[]) {
  let [low, high] = [Number.MAX_SAFE_INTEGER, 0];
  for (const { before } of steps) {
    low = Math.min(low, before.ordinal);
    high = Math.max(high, before.ordinal);
  }
  return sql`d.ordinal between ${low}::int and ${high}::int`;
}

/** Where the delivery must still stand for what is written, and the attempt that it comes to. */
const guards = (steps: readonly Step[]) => ({
  ordinal: ints(steps.map(({ before }) => before.ordinal)),
  was_rung: ints(steps.map(({ before }) => before.at.rung)),
  was_try: ints(steps.map(({ before }) => before.at.try)),
  was_fact: ints(steps.map(({ before }) => before.at.fact)),
  was_attempted: floats(steps.map(({ before }) => before.at.attemptedAt)),
  rung: ints(steps.map(({ after }) => after.rung)),
  try: ints(steps.map(({ after }) => after.try)),
  attempted: floats(steps.map(({ after }) => after.attemptedAt)),
  due: floats(steps.map(({ after }) => after.dueAt)),
});

/**
 * One list, not two that are joined: a planner that expects one row of all the guards joins a second
 * list in a loop, and a batch of thousands then costs millions of comparisons.
 */
const moves = (steps: readonly Move[]) => ({
  ...guards(steps),
  fact: ints(steps.map(({ after }) => after.fact)),
  best: ints(steps.map(({ after }) => after.best)),
  channel: ints(steps.map((step) => step.channelId)),
  was_settled: texts(steps.map(({ before }) => before.at.settled)),
  settled: texts(steps.map(({ after }) => after.settled)),
  outcome: texts(steps.map(({ after }) => after.outcome)),
  why: texts(steps.map(({ after }) => after.why)),
  provider_id: texts(steps.map((step) => step.providerId)),
});

/** Whether an attempt that was made is left for another rung or try. */
const leavesAttempt = ({ before, after }: Step): boolean =>
  before.at.fact > 0 && (after.rung !== before.at.rung || after.try !== before.at.try);

/** Keeps what is left behind, with the facts that stand in the row at this moment. */
async function leaveBehind(tx: Tx, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  await sql`${plannedOnce}
    insert into attempt (broadcast_id, ordinal, rung, try, channel_id, fact, outcome, why,
      provider_id, attempted_at)
    select d.broadcast_id, d.ordinal, d.rung, d.try, (d.ways -> d.rung::int ->> 0)::int, d.fact,
      coalesce(r.outcome, d.outcome), coalesce(r.why, d.why), d.provider_id, d.attempted_at
    from unnest(
      ${numbers(steps.map(({ before }) => before.broadcastId))}::int[],
      ${numbers(steps.map(({ before }) => before.ordinal))}::int[],
      ${numbers(steps.map(({ before }) => before.at.rung))}::int[],
      ${numbers(steps.map(({ before }) => before.at.try))}::int[],
      ${numbers(steps.map(({ before }) => before.at.fact))}::int[],
      ${steps.map(({ before, told }) => told?.outcome ?? before.at.outcome)}::text[],
      ${steps.map(({ before, told }) => told?.why ?? before.at.why)}::text[]
    ) r (broadcast_id, ordinal, rung, try, fact, outcome, why)
    join delivery d on d.broadcast_id = r.broadcast_id and d.ordinal = r.ordinal
    where d.rung = r.rung and d.try = r.try and d.fact = r.fact and d.settled is null
    order by d.broadcast_id, d.ordinal
    for update of d on conflict do nothing
  `.execute(tx);
}

function standingOf(row: Row): Standing {
  return {
    broadcastId: row.broadcast_id,
    ordinal: row.ordinal,
    contactId: row.contact_id,
    language: row.language,
    ways: row.ways,
    variables: row.variables ?? {},
    providerId: row.provider_id,
    bestChannel: row.best_channel,
    at: {
      rung: row.rung,
      try: row.try,
      fact: row.fact,
      best: row.best,
      outcome: row.outcome,
      why: row.why,
      attemptedAt: row.attempted === null ? null : Math.round(row.attempted),
      refusedAt: null,
      dueAt: row.due === null ? 0 : Math.round(row.due),
      settled: row.settled,
    },
  };
}
