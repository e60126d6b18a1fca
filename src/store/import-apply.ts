import { sql } from "kysely";
import type { Tx } from "./database.ts";
import { isNewConsent } from "./import-match.ts";

export type ApplyRange = { importId: string; firstLine: number; lastLine: number };
export type ApplyTerms = { at: Date; defaultLanguage: string; fileName: string };

/** Gives the new people their numbers. The tables of the match must be there. */
export async function numberNewContacts(tx: Tx): Promise<void> {
  await sql`
    update import_match
    set contact_id = nextval(pg_get_serial_sequence('contact', 'id')) where verdict = 'new'`.execute(
    tx,
  );
}

/** The line ranges to apply, of about `rows` rows each. */
export async function applyRanges(
  tx: Tx,
  importId: string,
  rows: number,
): Promise<(ApplyRange & { rows: number })[]> {
  const found = await sql<{ firstLine: number; lastLine: number; rows: number }>`
    select min(line)::int as "firstLine", max(line)::int as "lastLine", count(*)::int as rows
    from (select line, (row_number() over (order by line) - 1) / ${rows} as part
      from import_match where verdict in ('new', 'changed')) parts
    group by part order by part`.execute(tx);
  return found.rows.map((range) => ({ importId, ...range }));
}

/** Applies one range: people, then the ways to them, then the proof that we may use these. */
export async function applyRange(tx: Tx, range: ApplyRange, terms: ApplyTerms): Promise<void> {
  await insertPeople(tx, range, terms);
  await updatePeople(tx, range, terms);
  await insertWays(tx, range);
  await insertProof(tx, range, terms);
}

const rowsOf = ({ importId, firstLine, lastLine }: ApplyRange) => sql`
  import_match m join contact_import_row r on r.import_id = ${importId} and r.line = m.line
    and m.line between ${firstLine} and ${lastLine}`;

async function insertPeople(tx: Tx, range: ApplyRange, terms: ApplyTerms): Promise<void> {
  await sql`
    insert into contact
      (id, external_key, name, language, country, attributes, lat, lon, created_at, updated_at)
    overriding system value
    select m.contact_id, r.external_key, r.name, coalesce(r.language, ${terms.defaultLanguage}),
      r.country, r.attributes, r.lat, r.lon, ${terms.at}, ${terms.at}
    from ${rowsOf(range)} where m.verdict = 'new' order by m.line`.execute(tx);
}

/** What a row does not say stays as it is. */
async function updatePeople(tx: Tx, range: ApplyRange, terms: ApplyTerms): Promise<void> {
  await sql`
    update contact c set
      external_key = coalesce(r.external_key, c.external_key),
      name = coalesce(nullif(r.name, ''), c.name),
      language = coalesce(r.language, c.language),
      country = coalesce(r.country, c.country),
      attributes = c.attributes || r.attributes,
      lat = coalesce(r.lat, c.lat),
      lon = coalesce(r.lon, c.lon),
      updated_at = ${terms.at}
    from ${rowsOf(range)} where m.verdict = 'changed' and c.id = m.contact_id`.execute(tx);
}

/** An address that a provider has refused stays refused: the same one again corrects nothing. */
async function insertWays(tx: Tx, { firstLine, lastLine }: ApplyRange): Promise<void> {
  await sql`
    insert into address as a (contact_id, kind, value)
    select m.contact_id, w.kind, w.value
    from import_match m join import_way w using (line)
    where m.verdict in ('new', 'changed') and m.line between ${firstLine} and ${lastLine}
      and not exists (select from address k
        where k.contact_id = m.contact_id and k.kind = w.kind and k.value = w.value)
    order by w.kind, w.value
    on conflict (contact_id, kind) do update
      set value = excluded.value, state = 'usable', state_note = null
      where a.value <> excluded.value`.execute(tx);
}

async function insertProof(tx: Tx, range: ApplyRange, terms: ApplyTerms): Promise<void> {
  await sql`
    insert into consent (contact_id, kind, state, wording, source, origin, at)
    select m.contact_id, n.kind, n.state, coalesce(nullif(p.proof ->> 'wording', ''), r.wording),
      coalesce(nullif(p.proof ->> 'source', ''), nullif(r.source, ''), ${terms.fileName}), 'import',
      least(coalesce((p.proof ->> 'at')::timestamptz, r.consent_at, ${terms.at}), ${terms.at})
    from ${rowsOf(range)} join import_consent n on n.line = m.line
    cross join lateral (select r.proofs -> n.kind as proof) p
    where m.verdict in ('new', 'changed') and ${isNewConsent}
    order by m.line`.execute(tx);
}
