import { sql } from "kysely";
import type { Rung } from "../domain/cascade.ts";
import type { Rest } from "../domain/follow-up.ts";
import type { ReachGroup } from "../domain/plan.ts";
import { tellChunks } from "./chunks.ts";
import type { Db, Tx } from "./database.ts";
import { CHUNK_SIZE, chunkOf } from "./deliveries.ts";
import { analyzePart } from "./parts.ts";
import type { Lane } from "./schema/delivery.ts";

/** One channel of a follow-up: the way it uses, and how long the original waits on it. */
export type FollowRung = { channelId: number; addressKind: string };

/** Whom a follow-up is for: the people of the original that `among` describes. */
export type Following = {
  original: number;
  /** The follow-up itself, where it exists: whoever it holds already is not meant again. */
  broadcastId: number | null;
  among: Rest | "silent";
  rungs: readonly FollowRung[];
  /** The cascade of the original: its patience says how long an attempt may still be in the air. */
  originalRungs: readonly Rung[];
  now: number;
};

/** What a held delivery says of itself, until the original has landed. */
const HELD = "after-original";

/**
 * Whoever may have the original in hand: some attempt was taken, or nobody knows. A definite refusal
 * on every way is proof that they have not.
 */
const mayHave = sql`(o.best >= 2 or o.fact = 1 or exists (
  select 1 from attempt a where a.broadcast_id = o.broadcast_id and a.ordinal = o.ordinal
    and a.fact = 1 and coalesce(a.outcome, 'unknown') = 'unknown'))`;

const amongOf = (among: Following["among"]) => {
  if (among === "silent") {
    // Whoever the original is still on its way to is not reminded of it.
    return sql`o.answer is null and o.settled in ('reached', 'exhausted', 'expired')`;
  }
  return among === "instead"
    ? sql`(${mayHave} or o.settled is null or o.settled = 'cancelled')`
    : mayHave;
};

/** How many people a follow-up would reach, by the ways they have, each beginning where it reached them. */
export async function followReach(
  db: Db,
  following: Following,
): Promise<{ groups: ReachGroup[]; unreachable: number }> {
  const count = roundSize(following.rungs);
  const usable = sql.join(places(count).map((n) => sql`${round(n)} is not null`));
  const found = await sql<{ usable: boolean[]; people: number }>`
    select array[${usable}] as usable, count(*)::int as people
    from (${roundOf(following)}) w group by 1
  `.execute(db);
  const groups = found.rows.filter((group) => group.usable.includes(true));
  const lost = found.rows.filter((group) => !group.usable.includes(true));
  return { groups, unreachable: lost.reduce((sum, { people }) => sum + people, 0) };
}

export type FollowSnapshot = Following & {
  broadcastId: number;
  lane: Lane;
  blanks: readonly string[];
};

/**
 * Freezes the people of a follow-up, in the order of the original. Those whose original is in the air
 * are held on that channel until it has landed or its time is over. Answers how many came in.
 */
export async function snapshotFollowers(tx: Tx, snapshot: FollowSnapshot): Promise<number> {
  const { broadcastId, now, lane } = snapshot;
  const count = roundSize(snapshot.rungs);
  const ways = sql.join(places(count).map(round));
  const someWay = sql.join(
    places(count).map((n) => sql`${round(n)} is not null`),
    sql` or `,
  );
  const first = await nextOrdinal(tx, broadcastId);
  const held = sql`coalesce(w.hold > ${new Date(now)}, false)`;
  const done = await sql`
    insert into delivery (broadcast_id, ordinal, contact_id, language, ways, variables, rung, why, due_at)
    select ${broadcastId}::int, ${first}::int + row_number() over (order by ${held}, w.ordinal) - 1,
      w.contact_id, w.language, jsonb_build_array(${ways}),
      w.variables || ${valuesOf(snapshot.blanks)},
      case when ${held} then w.start else 0 end, case when ${held} then ${HELD} end,
      case when ${held} then w.hold else ${new Date(now)}::timestamptz end
    from (${roundOf(snapshot)}) w where ${someWay}
  `.execute(tx);
  const added = Number(done.numAffectedRows ?? 0);
  if (added === 0) return 0;
  await sql`
    insert into chunk (broadcast_id, no, first_ordinal, last_ordinal, lane, due_at, open, reviewed_at)
    select ${broadcastId}::int, no, no * ${CHUNK_SIZE}::int,
      least((no + 1) * ${CHUNK_SIZE}::int, ${first + added}::int) - 1, ${lane}, ${new Date(now)},
      least(${CHUNK_SIZE}::int, ${first + added}::int - no * ${CHUNK_SIZE}::int), ${new Date(now - 1)}
    from generate_series(${chunkOf(first)}::int, ${chunkOf(first + added - 1)}::int) no
  `.execute(tx);
  await analyzePart(tx, broadcastId);
  return added;
}

/** Whoever comes later begins a chunk of their own: nobody's lease covers what it did not read. */
async function nextOrdinal(tx: Tx, broadcastId: number): Promise<number> {
  const last = await tx
    .selectFrom("chunk")
    .select((e) => e.fn.max("no").as("no"))
    .where("broadcast_id", "=", broadcastId)
    .executeTakeFirst();
  return last?.no === null || last?.no === undefined ? 0 : (last.no + 1) * CHUNK_SIZE;
}

/** One row for each person: the ways of the round, where they start, and until when they are held. */
function roundOf({ original, broadcastId, among, rungs, originalRungs, now }: Following) {
  const ids = rungs.map(({ channelId }) => channelId);
  const columns = places(roundSize(rungs)).map((n) => {
    const { channelId } = rungs[n % rungs.length] ?? { channelId: 0 };
    const way = sql.id(`way_${n % rungs.length}`);
    return sql`case when ${n}::int >= p.start and ${n}::int < p.start + ${rungs.length}::int
      and ${way} is not null then jsonb_build_array(${channelId}::int, ${way}) end as ${round(n)}`;
  });
  const waysNow = rungs.map(
    ({ addressKind }, n) =>
      sql`max(u.value) filter (where u.kind = ${addressKind}) as ${sql.id(`way_${n}`)}`,
  );
  const fresh =
    broadcastId === null
      ? sql`true`
      : sql`not exists (select 1 from delivery n
          where n.contact_id = o.contact_id and n.broadcast_id = ${broadcastId}::int)`;
  return sql`
    select p.*, c.name, c.attributes, ${sql.join(columns)}
    from (
      select o.ordinal, o.contact_id, o.language, o.variables,
        coalesce(array_position(${ids}::int[], coalesce(
          case when o.best >= 2 then o.best_channel end, (o.ways -> o.rung::int ->> 0)::int)), 1) - 1 as start,
        case when o.fact between 1 and 3 and (o.settled is null or o.settled = 'cancelled')
          then least(o.attempted_at + ${patienceOf(originalRungs)}, ${new Date(now)}::timestamptz
            + interval '1 day') end as hold
      from delivery o where o.broadcast_id = ${original}::int and ${amongOf(among)} and ${fresh}
    ) p
    join contact c on c.id = p.contact_id and c.erased_at is null
    cross join lateral (
      select ${sql.join(waysNow)} from usable_address u
      where u.contact_id = p.contact_id and u.kind = any(${rungs.map((rung) => rung.addressKind)}::text[])
    ) u
  `;
}

/** How long an attempt on the current rung of the original may still be in the air. */
function patienceOf(rungs: readonly Rung[]) {
  const cases = rungs.map(
    ({ patienceMs }, n) =>
      sql`when ${sql.lit(n)} then ${patienceMs}::float8 * interval '1 millisecond'`,
  );
  return sql`case o.rung ${sql.join(cases, sql` `)} else interval '0' end`;
}

function valuesOf(blanks: readonly string[]) {
  if (blanks.length === 0) return sql`'{}'::jsonb`;
  const pairs = blanks.map((blank) =>
    blank === "name" ? sql`'name', w.name` : sql`${blank}::text, w.attributes ->> ${blank}`,
  );
  return sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs)}))`;
}

/** Lets go whoever was held and whose original has landed since, or is sure not to. */
export async function releaseHeld(
  tx: Tx,
  follow: { broadcastId: number; original: number },
  now: number,
): Promise<number> {
  const found = await sql<{ ordinal: number }>`
    with held as materialized (
      select ordinal from delivery where broadcast_id = ${follow.broadcastId} and why = ${HELD}
        and settled is null and fact = 0 and due_at > ${new Date(now)}
      order by ordinal for no key update
    )
    update delivery n set due_at = ${new Date(now)}, why = null from held, delivery o
    where n.broadcast_id = ${follow.broadcastId} and n.ordinal = held.ordinal
      and o.broadcast_id = ${follow.original} and o.contact_id = n.contact_id
      and (o.best >= 4 or o.fact = 0 or o.settled in ('reached', 'acknowledged', 'exhausted'))
    returning n.ordinal
  `.execute(tx);
  const chunks = new Set(found.rows.map(({ ordinal }) => chunkOf(ordinal)));
  const { broadcastId } = follow;
  await tellChunks(
    tx,
    [...chunks].map((no) => ({ broadcastId, no, settled: 0, pullTo: now })),
  );
  return found.rows.length;
}

/** Whether somebody is held at the moment: only then is there something to let go. */
export async function holdsSomebody(db: Db, broadcastId: number, now: number): Promise<boolean> {
  const found = await sql`
    select 1 from delivery where broadcast_id = ${broadcastId} and why = ${HELD}
      and settled is null and due_at > ${new Date(now)} limit 1
  `.execute(db);
  return found.rows.length > 0;
}

const roundSize = (rungs: readonly unknown[]): number => Math.max(1, rungs.length * 2 - 1);
const places = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const round = (n: number) => sql.id(`round_${n}`);
