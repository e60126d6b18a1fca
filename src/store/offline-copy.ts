import { sql } from "kysely";
import type { CopyPerson, CopySuppression, CopyText } from "../domain/offline/copy.ts";
import type { QuestionNow } from "../domain/segment.ts";
import type { Db } from "./database.ts";
import { contactsOf } from "./segments.ts";

const pageRows = 5_000;
const textsMax = 50;

/** How many people can be written to at all today. */
export async function countReachable(db: Db): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(distinct contact_id)::int as n from usable_address`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/** What was sent last, each title once: words that somebody has approved. */
export async function textsSent(db: Db): Promise<CopyText[]> {
  const found = await db
    .selectFrom("broadcast")
    .distinctOn("title")
    .select(["title", "texts", "id"])
    .where("approved_at", "is not", null)
    .orderBy("title")
    .orderBy("id", "desc")
    .execute();
  return found
    .sort((a, b) => b.id - a.id)
    .slice(0, textsMax)
    .map(({ title, texts }) => ({ is: "text", title, texts }));
}

export async function suppressionsForCopy(db: Db): Promise<CopySuppression[]> {
  const rows = await db
    .selectFrom("suppression")
    .select(["contact_id", "kind", "value"])
    .where("lifted_at", "is", null)
    .orderBy("id")
    .execute();
  return rows.map(({ contact_id: contact, kind, value }) => ({
    is: "suppressed",
    contact,
    kind,
    value,
  }));
}

type Page = Omit<CopyPerson, "is" | "segments" | "place"> & {
  lat: number | null;
  lon: number | null;
};

/** The people whom something reaches, page by page, each with the questions that mean them. */
export async function* peopleForCopy(
  db: Db,
  questions: readonly QuestionNow[],
): AsyncGenerator<CopyPerson[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql<Page>`
      select c.id, c.external_key as key, c.name, c.language, c.country, c.attributes, c.lat, c.lon,
        w.ways
      from (
        select id from contact where id > ${after} and erased_at is null
          and exists (select 1 from usable_address u where u.contact_id = contact.id)
        order by id limit ${pageRows}
      ) p
      join contact c on c.id = p.id
      cross join lateral (
        select json_agg(json_build_object('kind', u.kind, 'value', u.value,
          'wording', s.wording, 'source', s.source,
          'since', (extract(epoch from s.at) * 1000)::bigint) order by u.kind) as ways
        from usable_address u
        -- The one that consent_state would name; asked so, each is found by the index.
        cross join lateral (
          select g.wording, g.source, g.at from consent g
          where g.contact_id = u.contact_id and g.kind = u.kind and g.state = 'given'
          order by g.origin = 'import', g.id desc limit 1
        ) s
        where u.contact_id = c.id
      ) w
      where w.ways is not null
      order by c.id`.execute(db);
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return;
    const member = await membersAmong(db, questions, { from: first.id, to: last.id });
    yield rows.map(({ lat, lon, ...row }) => ({
      is: "contact",
      ...row,
      place: lat === null || lon === null ? null : { lat, lon },
      segments: member.get(row.id) ?? [],
    }));
    after = last.id;
  }
}

/** Which of the questions mean whom, by the SQL that a broadcast asks with. */
async function membersAmong(
  db: Db,
  questions: readonly QuestionNow[],
  range: { from: number; to: number },
): Promise<Map<number, number[]>> {
  const found = new Map<number, number[]>();
  for (const [place, question] of questions.entries()) {
    const ids = await contactsOf(db, question)
      .select("contact.id")
      .where("contact.id", ">=", range.from)
      .where("contact.id", "<=", range.to)
      .execute();
    for (const { id } of ids) found.set(id, [...(found.get(id) ?? []), place]);
  }
  return found;
}
