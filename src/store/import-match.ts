import { sql } from "kysely";
import type { Tx } from "./database.ts";

/** What the rows of a checked file amount to, compared with the contacts there are. */
export type MatchTally = {
  staged: number;
  new: number;
  changed: number;
  unchanged: number;
  duplicates: number;
  errors: number;
  unreachable: number;
  optedOut: number;
};

/**
 * Decides for each staged row what it is: a new contact, a known one, a repetition, or a
 * contradiction. The answer stays in tables that live as long as the transaction; checking and
 * applying ask the same way, so that nothing is applied which a check would refuse. Of somebody
 * new a file has to say a way; a system that keeps its people in step may bring it later.
 */
export async function matchRows(
  tx: Tx,
  id: string,
  { newNeedWay }: { newNeedWay: boolean } = { newNeedWay: true },
): Promise<MatchTally> {
  await collectWays(tx, id);
  await matchPeople(tx, id, newNeedWay);
  await refuseSharedPerson(tx);
  await collectConsents(tx, id);
  await markUnchanged(tx, id);
  return await tally(tx);
}

async function collectWays(tx: Tx, id: string): Promise<void> {
  // Plans for a table that just grew from nothing to a million rows would be made for nothing.
  await sql`analyze contact_import_row`.execute(tx);
  await sql`create temp table import_way (line int, kind text, value text) on commit drop`.execute(
    tx,
  );
  await sql`
    insert into import_way
    select r.line, a.key, a.value
    from contact_import_row r, jsonb_each_text(r.addresses) a
    where r.import_id = ${id}`.execute(tx);
  await sql`create index on import_way (line)`.execute(tx);
  await sql`analyze import_way`.execute(tx);
}

async function matchPeople(tx: Tx, id: string, newNeedWay: boolean): Promise<void> {
  await sql`
    create temp table import_match (
      line int primary key, contact_id bigint, verdict text not null, first_line int
    ) on commit drop`.execute(tx);
  await sql`
    insert into import_match
    with ${ownersAndTwins(id)}
    select r.line, coalesce(k.id, o.id),
      case
        when t.first_line is not null and ${isSameRow} then 'duplicate'
        when t.first_line is not null then 'row_twin'
        when k.id is null and o.people > 1 then 'row_of_two'
        when k.id is not null and o.people > 1 then 'address_taken'
        when k.id is not null and o.id <> k.id then 'address_taken'
        when k.id is null and h.external_key <> r.external_key then 'address_taken'
        when k.id is null and o.id is null and ${newNeedWay} and r.addresses = '{}'
          then 'row_without_address'
        when k.id is null and o.id is null then 'new'
        else 'changed'
      end,
      t.first_line
    from contact_import_row r
    left join contact k on k.external_key = r.external_key
    left join owner o on o.line = r.line
    left join contact h on h.id = o.id
    left join twin t on t.line = r.line
    left join contact_import_row f on f.import_id = r.import_id and f.line = t.first_line
    where r.import_id = ${id}`.execute(tx);
  await sql`analyze import_match`.execute(tx);
}

/** Whose the addresses are today, and which rows say something of a person named before. */
const ownersAndTwins = (id: string) => sql`
    owner as (
      select w.line, min(a.contact_id) as id, count(distinct a.contact_id) as people
      from import_way w join address a using (kind, value) group by w.line
    ), repeated as (
      select r.line, f.line as first_line
      from contact_import_row r join (
        select external_key, min(line) as line from contact_import_row
        where import_id = ${id} and external_key is not null
        group by external_key having count(*) > 1
      ) f using (external_key)
      where r.import_id = ${id} and f.line < r.line
      union all
      select w.line, f.line
      from import_way w join (
        select kind, value, min(line) as line from import_way
        group by kind, value having count(*) > 1
      ) f using (kind, value)
      where f.line < w.line
    ), twin as (select line, min(first_line) as first_line from repeated group by line)`;

const isSameRow = sql`(
  (f.external_key, f.name, f.language, f.country, f.attributes, f.lat, f.lon,
    f.addresses, f.consents)
  is not distinct from
  (r.external_key, r.name, r.language, r.country, r.attributes, r.lat, r.lon,
    r.addresses, r.consents))`;

/** Two rows that name one person by different ways contradict each other or say half each. */
async function refuseSharedPerson(tx: Tx): Promise<void> {
  await sql`
    update import_match m set verdict = 'row_twin', first_line = s.first_line
    from (
      select line, min(line) over (partition by contact_id) as first_line
      from import_match where contact_id is not null and verdict = 'changed'
    ) s
    where m.line = s.line and s.first_line < s.line`.execute(tx);
}

/** What the rows prove, set against what is in force: an opt-out in force is never undone. */
async function collectConsents(tx: Tx, id: string): Promise<void> {
  await sql`
    create temp table import_consent (
      line int, contact_id bigint, kind text, state text, current text
    ) on commit drop`.execute(tx);
  await sql`
    insert into import_consent
    select r.line, m.contact_id, c.key, c.value, s.state
    from import_match m
    join contact_import_row r on r.import_id = ${id} and r.line = m.line
    cross join jsonb_each_text(r.consents) c
    left join consent_state s on s.contact_id = m.contact_id and s.kind = c.key
    where m.verdict in ('new', 'changed')`.execute(tx);
  await sql`create index on import_consent (line)`.execute(tx);
  await sql`analyze import_consent`.execute(tx);
}

/** A centimetre: no file says the same place twice to the last bit. */
const SAME_DEGREES = sql.lit(1e-7);

async function markUnchanged(tx: Tx, id: string): Promise<void> {
  await sql`
    update import_match m set verdict = 'unchanged'
    from contact_import_row r, contact c
    where m.verdict = 'changed' and r.import_id = ${id} and r.line = m.line and c.id = m.contact_id
      and (r.name = '' or r.name = c.name)
      and (r.language is null or r.language = c.language)
      and (r.country is null or r.country is not distinct from c.country)
      and (r.external_key is null or r.external_key is not distinct from c.external_key)
      and c.attributes @> r.attributes
      and (r.lat is null or (abs(r.lat - c.lat) < ${SAME_DEGREES} and abs(r.lon - c.lon) < ${SAME_DEGREES}))
      and not exists (
        select from import_way w
        left join address a
          on a.contact_id = m.contact_id and a.kind = w.kind and a.value = w.value
        where w.line = m.line and a.id is null)
      and not exists (
        select from import_consent n
        where n.line = m.line and ${isNewConsent})`.execute(tx);
}

/** Whether a row of import_consent (as n) changes what is in force. */
export const isNewConsent = sql<boolean>`(
  n.current is null or (n.state = 'withdrawn' and n.current = 'given'))`;

async function tally(tx: Tx): Promise<MatchTally> {
  const found = await sql<MatchTally>`
    select count(*)::int as staged,
      count(*) filter (where verdict = 'new')::int as new,
      count(*) filter (where verdict = 'changed')::int as changed,
      count(*) filter (where verdict = 'unchanged')::int as unchanged,
      count(*) filter (where verdict = 'duplicate')::int as duplicates,
      count(*) filter (where ${isError})::int as errors,
      (select count(distinct line)::int from import_consent n
        where n.state = 'given' and n.current = 'withdrawn') as "optedOut",
      ${unreachable} as unreachable
    from import_match`.execute(tx);
  const [row] = found.rows;
  if (!row) throw new Error("A count without a row.");
  return row;
}

const isError = sql<boolean>`verdict not in ('new', 'changed', 'unchanged', 'duplicate')`;

/** People who, after this file, could not be written to by any of the ways the file brings. */
const unreachable = sql`(
  select count(*) filter (where m.verdict in ('new', 'changed', 'unchanged') and r.line is null)::int
  from import_match m left join (
    select line from import_consent
    where state = 'given' and (current is null or current = 'given')
    union
    select w.line from import_way w
    join import_match o using (line)
    join consent_state s on s.contact_id = o.contact_id and s.kind = w.kind and s.state = 'given'
    left join import_consent n on n.line = w.line and n.kind = w.kind and n.state = 'withdrawn'
    where n.line is null
  ) r on r.line = m.line)`;

/** Writes the contradictions down beside the errors that the cells themselves showed. */
export async function recordMatchErrors(tx: Tx, id: string, limit: number): Promise<void> {
  await sql`
    insert into contact_import_error (import_id, line, column_name, code, value, params, cells)
    select r.import_id, r.line, '', m.verdict,
      left(coalesce(r.external_key, r.name), 200),
      case when m.first_line is null then '{}' else jsonb_build_object('line', m.first_line) end,
      r.cells
    from import_match m join contact_import_row r on r.import_id = ${id} and r.line = m.line
    where ${isError}
    order by m.line limit ${limit}`.execute(tx);
}
