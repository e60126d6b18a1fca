import { type RawBuilder, sql } from "kysely";
import {
  type ContactFilter,
  type ContactPage,
  type ContactWithWays,
  listContacts,
} from "./contacts.ts";
import type { Db } from "./database.ts";
import { isEachReachable } from "./reachability.ts";

/** Their names and what is noted about them, in the words of the index contact_search. */
const contactWords = sql`
  search_words(name || ' ' || jsonb_path_query_array(attributes, '$.*')::text)`;
/** The codes of countries: none is the beginning of another. */
const COUNTRY = String.raw`1|7|(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[035789]|9[679])\d`;
/** The rest of a number, in the words of the index address_number. */
const nationalPart = sql`substring(value from ${sql.lit(String.raw`^\+(?:${COUNTRY})(\d+)$`)})`;
const INTERNATIONAL = new RegExp(String.raw`^(?:${COUNTRY})(\d*)$`);
const NUMBER = /^\+?[\d\s()./-]+$/;
/** One sign alone is the beginning of a name or of a house, and of half of all addresses. */
const digitsMin = 2;
const addressFrom = 2;

/**
 * One page of the people in whom each word that was typed begins a word of the name or of an attribute, or of
 * one address; or whose number begins so, or who are known by just this identifier. And how many they are.
 */
export async function findByWords(
  db: Db,
  text: string,
  filter: ContactFilter,
  { afterId, limit }: ContactPage,
): Promise<{ found: ContactWithWays[]; total: number }> {
  const rows = await sql<{ total: number; id: number | null }>`
    with meant as materialized (${fitting(meantBy(text), filter)})
    select counted.total, page.id
    from (select count(*)::int as total from meant) counted
    left join lateral (select id from meant where id > ${afterId} order by id limit ${limit}) page on true
    order by page.id`.execute(db);
  const ids = rows.rows.flatMap(({ id }) => (id === null ? [] : [id]));
  const found = await listContacts(db, { ids }, { afterId, limit });
  return { found, total: rows.rows[0]?.total ?? 0 };
}

/** The numbers of those who are meant. Whoever was erased has neither words nor addresses. */
function meantBy(text: string): RawBuilder<unknown> {
  const asked = sql`search_asked(${text})`;
  const sides = [
    sql`select id from contact where erased_at is null and ${contactWords} @@ ${asked}`,
    sql`select id from contact where external_key = ${text}`,
    ...numbersMeant(text).map(
      (begins) => sql`select contact_id from address where value like '+%' and ${begins}`,
    ),
  ];
  if (text.length >= addressFrom)
    sides.push(sql`select contact_id from address
      where value not like '+%' and kind <> 'push' and search_words(value) @@ ${asked}`);
  return sql.join(sides, sql` union `);
}

/** People look for a number as they would dial it, at home or from abroad; we keep it in E.164. */
function numbersMeant(text: string): RawBuilder<boolean>[] {
  if (!NUMBER.test(text)) return [];
  const digits = text.replace("(0)", "").replace(/\D/g, "");
  const isAbroad = /^(?:\+|00)/.test(text);
  const whole = digits.replace(/^00/, "");
  const atHome = digits.replace(/^0+/, "");
  if (atHome.length < digitsMin) return [];
  const rest = INTERNATIONAL.exec(whole)?.[1];
  const abroad = rest || isAbroad ? [begins(rest ?? "", whole)] : [];
  // Numbers in Italy keep their zero.
  const here = isAbroad ? [] : [...new Set([digits, atHome])].map((part) => begins(part));
  return [...here, ...abroad];
}

/** In order of signs, whatever the language of the database: up to the sign after the last digit. */
const begins = (atHome: string, whole = ""): RawBuilder<boolean> =>
  atHome === ""
    ? sql`value like ${`+${whole}%`}`
    : sql`(${nationalPart} ~>=~ ${atHome} and ${nationalPart} ~<~ ${`${atHome}:`}
        and value like ${`+${whole}%`})`;

function fitting(meant: RawBuilder<unknown>, { language, reach }: ContactFilter) {
  if (language === undefined && reach === undefined) return meant;
  const asked = [sql<unknown>`true`];
  if (language !== undefined) asked.push(sql`contact.language = ${language}`);
  if (reach !== undefined) asked.push(sql`${isEachReachable(reach)}`);
  return sql`select contact.id from contact where contact.id in (${meant}) and ${sql.join(asked, sql` and `)}`;
}
