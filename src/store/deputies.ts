import { sql } from "kysely";
import type { ReachGroup } from "../domain/plan.ts";
import type { QuestionNow } from "../domain/segment.ts";
import type { Db, Tx } from "./database.ts";
import { CHUNK_SIZE } from "./deliveries.ts";
import type { FollowRung } from "./follow-ups.ts";
import type { RungWay } from "./recipients.ts";
import type { Lane } from "./schema/delivery.ts";
import { fitting } from "./segments.ts";

/** The attribute that names the deputy of a person: the deputy's own identifier (`id` in the files). */
const DEPUTY_ATTRIBUTE = "deputy";
const NAMES_MAX = 20;

/** The deputies of those whom a question means, by the ways they have, and the longest list of names. */
export type Deputies = { groups: ReachGroup[]; longest: string };

/** Who would be told if nobody answered at all. */
export async function deputiesOf(
  db: Db,
  question: QuestionNow,
  rungs: readonly RungWay[],
): Promise<Deputies> {
  const usable = sql.join(rungs.map(({ addressKind }) => sql`${addressKind} = any(k.kinds)`));
  const found = await sql<{ usable: boolean[]; people: number; longest: string }>`
    select array[${usable}] as usable, count(*)::int as people,
      (array_agg(k.people order by length(k.people) desc))[1] as longest
    from (
      select s.people, array(select u.kind from usable_address u where u.contact_id = d.id) as kinds
      from (
        select contact.attributes ->> ${DEPUTY_ATTRIBUTE} as deputy,
          array_to_string((array_agg(contact.name order by contact.id))[1:${sql.lit(NAMES_MAX)}], ', ') as people
        from contact where contact.attributes ? ${DEPUTY_ATTRIBUTE} and ${fitting(question)}
        group by 1
      ) s
      join contact d on d.external_key = s.deputy and d.erased_at is null
    ) k group by 1
  `.execute(db);
  const groups = found.rows.filter((row) => row.usable.includes(true));
  const longest = groups.map((row) => row.longest).sort((a, b) => b.length - a.length)[0] ?? "";
  return { groups: groups.map(({ usable, people }) => ({ usable, people })), longest };
}

/**
 * One delivery for each deputy of somebody who has not answered, naming those people. Answers how
 * many deputies there are; whoever has no way open is left out, as everywhere.
 */
export async function snapshotDeputies(
  tx: Tx,
  told: {
    original: number;
    broadcastId: number;
    rungs: readonly FollowRung[];
    lane: Lane;
    now: number;
  },
): Promise<number> {
  const { original, broadcastId, rungs, lane } = told;
  const now = new Date(told.now);
  const slots = rungs.map((_rung, n) => sql.id(`way_${n}`));
  const found = rungs.map(
    ({ addressKind }, n) =>
      sql`max(u.value) filter (where u.kind = ${addressKind}) as ${slots[n] ?? sql``}`,
  );
  const ways = rungs.map(
    ({ channelId }, n) => sql`case when ${slots[n] ?? sql``} is not null
      then jsonb_build_array(${channelId}::int, ${slots[n] ?? sql``}) end`,
  );
  const some = slots.map((slot) => sql`${slot} is not null`);
  const done = await sql`
    insert into delivery (broadcast_id, ordinal, contact_id, language, ways, variables, due_at)
    select ${broadcastId}::int, row_number() over (order by w.id) - 1, w.id, w.language,
      jsonb_build_array(${sql.join(ways)}), jsonb_build_object('people', w.people), ${now}
    from (
      select k.id, k.language, s.people, u.*
      from (
        select person.attributes ->> ${DEPUTY_ATTRIBUTE} as deputy,
          array_to_string((array_agg(person.name order by o.ordinal))[1:${sql.lit(NAMES_MAX)}], ', ') as people
        from delivery o join contact person on person.id = o.contact_id
        where o.broadcast_id = ${original}::int and o.answer is null
          and o.settled is distinct from 'acknowledged' and person.erased_at is null
          and person.attributes ? ${DEPUTY_ATTRIBUTE}
        group by 1
      ) s
      join contact k on k.external_key = s.deputy and k.erased_at is null
      cross join lateral (
        select ${sql.join(found)} from usable_address u
        where u.contact_id = k.id and u.kind = any(${rungs.map((rung) => rung.addressKind)}::text[])
      ) u
    ) w where ${sql.join(some, sql` or `)}
  `.execute(tx);
  const recipients = Number(done.numAffectedRows ?? 0);
  await sql`
    insert into chunk (broadcast_id, no, first_ordinal, last_ordinal, lane, due_at, open, reviewed_at)
    select ${broadcastId}::int, no, no * ${CHUNK_SIZE}::int,
      least((no + 1) * ${CHUNK_SIZE}::int, ${recipients}::int) - 1, ${lane}, ${now},
      least(${CHUNK_SIZE}::int, ${recipients}::int - no * ${CHUNK_SIZE}::int), ${new Date(told.now - 1)}
    from generate_series(0, (${recipients}::int - 1) / ${CHUNK_SIZE}::int) no
    where ${recipients}::int > 0
  `.execute(tx);
  return recipients;
}
