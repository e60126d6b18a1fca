import { type RawBuilder, sql } from "kysely";
import type { Language } from "../domain/language.ts";
import type { ReachOverview } from "../domain/reachability.ts";
import type { ReachAskAt } from "../domain/segment.ts";
import {
  type ContactFilter,
  type ContactPage,
  type ContactWithWays,
  listContacts,
} from "./contacts.ts";
import type { Db, Tx } from "./database.ts";
import { bitOf, bits, independentWays, overviewOf } from "./reachability.ts";

/** So many people stand in one row of the list. */
const partPeople = 1_000;

/** Goes through the ways of everybody, and keeps who hangs on which. Answers how many those are. */
export async function keepReachLists(tx: Tx): Promise<ReachOverview> {
  // Nodes that count at the same time do so one after the other; whoever reads does not wait.
  await sql`lock table reach_list in share row exclusive mode`.execute(tx);
  await sql`delete from reach_list`.execute(tx);
  await sql`
    insert into reach_list (ways, last_id, ids)
    select ways, max(id), array_agg(id order by id) from (
      select c.id, coalesce(w.ways, 0) as ways,
        (row_number() over (partition by coalesce(w.ways, 0) order by c.id) - 1) / ${partPeople} as part
      from contact c left join (${independentWays}) w on w.contact_id = c.id
      where c.erased_at is null
    ) there group by ways, part`.execute(tx);
  await sql`analyze reach_list`.execute(tx);
  const found = await sql<{ ways: number; people: number }>`
    select ways, sum(cardinality(ids))::int as people from reach_list group by ways`.execute(tx);
  return overviewOf(found.rows);
}

/** Whether a row of reach_list (as k) is what is asked; null where the list does not know. */
function isAsked({ ways, only, scoreMax }: ReachAskAt): RawBuilder<boolean> | null {
  if (scoreMax !== undefined) return null;
  const count = bits(sql`k.ways`);
  const asked = [sql<boolean>`true`];
  if (ways === "none") asked.push(sql`k.ways = 0`);
  if (ways === "one") asked.push(sql`${count} = 1`);
  if (ways === "several") asked.push(sql`${count} > 1`);
  if (only !== undefined) asked.push(sql`k.ways = ${sql.lit(bitOf(only))} and k.ways <> 0`);
  return sql<boolean>`(${sql.join(asked, sql` and `)})`;
}

/** How many people were so when everybody was counted; null where that was not asked. */
export async function countListed(
  db: Db,
  reach: ReachAskAt,
  language: Language | undefined,
): Promise<number | null> {
  const asked = isAsked(reach);
  if (asked === null) return null;
  const spoken = language === undefined ? sql`true` : sql`c.language = ${language}`;
  const found = await sql<{ n: number }>`
    select count(*)::int as n from reach_list k cross join unnest(k.ids) one (id)
    join contact c on c.id = one.id where ${asked} and c.erased_at is null and ${spoken}`.execute(
    db,
  );
  return found.rows[0]?.n ?? 0;
}

const candidatesFirst = 200;
const candidatesGrow = 8;
const candidatesMax = 50_000;

/**
 * One page of those who are so, found by the list: each is asked anew, so nobody is shown who is not.
 * Null where the list does not know.
 */
export async function listedContacts(
  db: Db,
  filter: ContactFilter & { reach: ReachAskAt },
  { afterId, limit }: ContactPage,
): Promise<ContactWithWays[] | null> {
  const asked = isAsked(filter.reach);
  if (asked === null) return null;
  const found: ContactWithWays[] = [];
  let cursor = afterId;
  for (let size = Math.max(limit, candidatesFirst); found.length < limit; ) {
    const ids = await candidates(db, asked, { afterId: cursor, limit: size });
    const left = limit - found.length;
    found.push(...(await listContacts(db, { ...filter, ids }, { afterId: cursor, limit: left })));
    cursor = ids.at(-1) ?? cursor;
    if (ids.length < size) break;
    size = Math.min(size * candidatesGrow, candidatesMax);
  }
  return found;
}

/** The next of them in order. Of each kind of people no more parts are opened than are needed. */
async function candidates(
  db: Db,
  asked: RawBuilder<boolean>,
  { afterId, limit }: ContactPage,
): Promise<number[]> {
  const parts = Math.ceil(limit / partPeople) + 1;
  const found = await sql<{ id: number }>`
    select id from (select distinct k.ways from reach_list k where ${asked}) kind
    cross join lateral (
      select k.ids from reach_list k where k.ways = kind.ways and k.last_id > ${afterId}
      order by k.last_id limit ${parts}) part
    cross join unnest(part.ids) id
    where id > ${afterId} order by id limit ${limit}`.execute(db);
  return found.rows.map(({ id }) => id);
}
