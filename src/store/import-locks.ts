import { sql } from "kysely";
import type { Tx } from "./database.ts";
import { isNewConsent } from "./import-match.ts";

/**
 * Takes what bringing the rows in will change or end, before anything is written, in the order in which
 * everybody takes it: the people, their deliveries, the chunks of these, their addresses. A list that
 * silences whoever is missing ends what is under way to them, too. The tables of the match must be there.
 */
export async function lockChanged(tx: Tx, silencedBy: string | null = null): Promise<void> {
  await sql`
    with held as materialized (
      select c.id from contact c join import_match m on m.contact_id = c.id
      where m.verdict = 'changed' order by c.id for no key update of c
    ) select count(*) from held`.execute(tx);
  await lockEnded(tx, silencedBy);
  await sql`
    with held as materialized (
      select a.id from import_match m join import_way w using (line)
      join address a on a.contact_id = m.contact_id and a.kind = w.kind and a.value <> w.value
      where m.verdict = 'changed' order by a.kind, a.value for update of a
    ) select count(*) from held`.execute(tx);
}

/** As the triggers of consents and of the suppression list do it, for all of these people at once. */
async function lockEnded(tx: Tx, silencedBy: string | null): Promise<void> {
  await sql`create temp table import_ending (contact_id bigint, kind text) on commit drop`.execute(
    tx,
  );
  const ending = await sql`
    insert into import_ending
    select m.contact_id, n.kind from import_match m join import_consent n using (line)
    where m.verdict = 'changed' and n.state = 'withdrawn' and ${isNewConsent}
    union
    select p.contact_id, null from contact_pull_member p
    where p.pull_id = ${silencedBy}::uuid
      and not exists (select from import_match i where i.contact_id = p.contact_id)`.execute(tx);
  if (Number(ending.numAffectedRows ?? 0) === 0) return;
  // With the numbers known, a few people are looked up, and not the deliveries of a year read.
  await sql`analyze import_ending`.execute(tx);
  await sql`
    with held as materialized (
      select d.broadcast_id, d.ordinal
      from import_ending e join delivery d on d.contact_id = e.contact_id
      where d.settled is null and (e.kind is null or exists (
        select from jsonb_array_elements(d.ways) way (pair)
        join channel c on c.id = (way.pair ->> 0)::integer
        where jsonb_typeof(way.pair) = 'array' and c.address_kind = e.kind))
      order by d.broadcast_id, d.ordinal for no key update of d
    ), chunks as materialized (
      select k.broadcast_id, k.no from chunk k
      where k.due_at is not null and exists (
        select from held h where h.broadcast_id = k.broadcast_id
          and h.ordinal between k.first_ordinal and k.last_ordinal)
      order by k.broadcast_id, k.no for no key update
    ) select count(*) from chunks`.execute(tx);
}
