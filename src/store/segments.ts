import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from "kysely";
import type { Question } from "../domain/segment.ts";
import type { Db, Tx } from "./database.ts";
import type { Segment } from "./schema/audience.ts";
import type { Schema } from "./schema.ts";

export type SegmentRow = Selectable<Segment>;

/**
 * Whether the contact in the query fits the question: `.where(fits(question))` on any query that
 * reads from "contact". Erased people fit no question.
 */
export const fits =
  (question: Question) =>
  (e: ExpressionBuilder<Schema, "contact">): Expression<SqlBool> => {
    const { languages, countries, attributes } = question;
    const parts: Expression<SqlBool>[] = [e("contact.erased_at", "is", null)];
    if (languages?.length) parts.push(e("contact.language", "in", languages));
    if (countries?.length) parts.push(e("contact.country", "in", countries));
    for (const [name, values] of Object.entries(attributes ?? {})) {
      // No value counts: nobody is meant. An audience never grows because a list is empty.
      parts.push(hasAttribute(name, values));
    }
    return e.and(parts);
  };

/** The same for a statement written by hand, where the table is called "contact". */
export const fitting = (question: Question): Expression<SqlBool> =>
  fits(question)(expressionBuilder<Schema, "contact">());

/** One of several values, asked in a form that the index on attributes answers. */
function hasAttribute(name: string, values: readonly string[]): Expression<SqlBool> {
  const wanted = values.map((value) => JSON.stringify({ [name]: value }));
  return sql<SqlBool>`contact.attributes @> any(${wanted}::jsonb[])`;
}

/** The contacts that a question means: ready for a select, a count or an `insert … select`. */
export const contactsOf = (db: Db, question: Question) =>
  db.selectFrom("contact").where(fits(question));

export type Reach = { contacts: number; byKind: Record<string, number> };

/** How many people a question means, and how many of them each kind of address reaches today. */
export async function countReach(db: Db, question: Question): Promise<Reach> {
  const { contacts } = await contactsOf(db, question)
    .select((e) => e.fn.countAll<number>().as("contacts"))
    .executeTakeFirstOrThrow();
  const kinds = await contactsOf(db, question)
    .innerJoin("usable_address", "usable_address.contact_id", "contact.id")
    .select((e) => ["usable_address.kind", e.fn.countAll<number>().as("people")])
    .groupBy("usable_address.kind")
    .execute();
  return { contacts, byKind: Object.fromEntries(kinds.map(({ kind, people }) => [kind, people])) };
}

const segmentsMax = 500;

export async function listSegments(db: Db): Promise<SegmentRow[]> {
  return await db.selectFrom("segment").selectAll().orderBy("name").limit(segmentsMax).execute();
}

export async function insertSegment(tx: Tx, segment: SegmentRow): Promise<void> {
  const question = JSON.stringify(segment.question);
  await tx
    .insertInto("segment")
    .values({ ...segment, question })
    .execute();
}
