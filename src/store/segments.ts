import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from "kysely";
import { factRank } from "../domain/cascade.ts";
import {
  type ActivitySince,
  PLACE_NAMES,
  type QuestionNow,
  REGION_NAMES,
} from "../domain/segment.ts";
import type { Db, Tx } from "./database.ts";
import { inArea, inCircle } from "./places.ts";
import { isReachable } from "./reachability.ts";
import type { Segment } from "./schema/audience.ts";
import type { Schema } from "./schema.ts";

export type SegmentRow = Selectable<Segment>;

/**
 * Whether the contact in the query fits the question: `.where(fits(question))` on any query that
 * reads from "contact". Erased people fit no question. Counting and freezing ask with this alone.
 */
const fits =
  (question: QuestionNow) =>
  (e: ExpressionBuilder<Schema, "contact">): Expression<SqlBool> =>
    e.and([e("contact.erased_at", "is", null), e.and(partsOf(e, question))]);

/** The same for a statement written by hand, where the table is called "contact". */
export const fitting = (question: QuestionNow): Expression<SqlBool> =>
  fits(question)(expressionBuilder<Schema, "contact">());

type Asking = ExpressionBuilder<Schema, "contact">;

function partsOf(e: Asking, question: QuestionNow): Expression<SqlBool>[] {
  const { languages, countries, regions, attributes, near, within, active, reach } = question;
  const parts: Expression<SqlBool>[] = [];
  if (languages?.length) parts.push(e("contact.language", "in", languages));
  if (countries?.length) parts.push(e("contact.country", "in", countries));
  if (regions?.length) parts.push(hasAttribute(REGION_NAMES, regions));
  for (const [name, values] of Object.entries(attributes ?? {})) {
    // No value counts: nobody is meant. An audience never grows because a list is empty.
    parts.push(hasAttribute([name], values));
  }
  if (near) parts.push(inCircle(near));
  if (within) parts.push(inArea(within));
  if (active) parts.push(wasActive(active));
  if (reach) parts.push(isReachable(reach));
  return [...parts, ...nestedParts(e, question)];
}

/** What is not known does not hold, so a question and its opposite are everybody together. */
function nestedParts(e: Asking, { all, any, none }: QuestionNow): Expression<SqlBool>[] {
  const every = (one: QuestionNow) => e.and(partsOf(e, one));
  const parts: Expression<SqlBool>[] = (all ?? []).map(every);
  if (any) parts.push(e.or(any.map(every)));
  for (const one of none ?? []) parts.push(sql<SqlBool>`(${every(one)}) is not true`);
  return parts;
}

/** One of several values, asked in a form that the index on attributes answers. */
function hasAttribute(names: readonly string[], values: readonly string[]): Expression<SqlBool> {
  const wanted = names.flatMap((name) => values.map((value) => JSON.stringify({ [name]: value })));
  return sql<SqlBool>`contact.attributes @> any(${wanted}::jsonb[])`;
}

/**
 * What became of a drill says nothing of the person. The bounds stand beside the list of broadcasts so
 * that PostgreSQL leaves the other parts of the deliveries unopened: it compares with a first and a
 * last number, and not with a list.
 */
function wasActive({ what, since }: ActivitySince): Expression<SqlBool> {
  const moment = sql`${since}::timestamptz`;
  const [happened, broadcasts] =
    what === "answered"
      ? [sql`d.answer_at >= ${moment}`, answeredSince(moment)]
      : [
          sql`d.best >= ${factRank("delivered")} and d.attempted_at >= ${moment}`,
          sentSince(moment),
        ];
  return sql<SqlBool>`contact.id in (
    select d.contact_id from delivery d
    where d.broadcast_id >= (select min(id) from (${broadcasts}) b)
      and d.broadcast_id <= (select max(id) from (${broadcasts}) b)
      and d.broadcast_id in (${broadcasts}) and ${happened})`;
}

/** No attempt is made after the end of its broadcast. */
const sentSince = (moment: RawBuilder<unknown>) => sql`
  select b.id from broadcast b where not b.drill and b.started_at is not null
    and (b.ended_at is null or b.ended_at >= ${moment})`;

/** Answers come whenever they come; each is counted in the minute and the transaction that notes it. */
const answeredSince = (moment: RawBuilder<unknown>) => sql`
  select b.id from broadcast b where not b.drill and b.id in (
    select t.broadcast_id from tally t
    where t.minute >= date_trunc('minute', ${moment}) and t.what like 'answer:%')`;

/** The contacts that a question means: ready for a select, a count or an `insert … select`. */
export const contactsOf = (db: Db, question: QuestionNow) =>
  db.selectFrom("contact").where(fits(question));

/** How many people a question means, whether or not anything reaches them. */
export async function countPeople(db: Db, question: QuestionNow): Promise<number> {
  const counted = contactsOf(db, question).select((e) => e.fn.countAll<number>().as("people"));
  return (await counted.executeTakeFirstOrThrow()).people;
}

export type Reach = { contacts: number; byKind: Record<string, number> };

/** How many people a question means, and how many of them each kind of address reaches today. */
export async function countReach(db: Db, question: QuestionNow): Promise<Reach> {
  const contacts = await countPeople(db, question);
  const kinds = await contactsOf(db, question)
    .innerJoin("usable_address", "usable_address.contact_id", "contact.id")
    .select((e) => ["usable_address.kind", e.fn.countAll<number>().as("people")])
    .groupBy("usable_address.kind")
    .execute();
  return { contacts, byKind: Object.fromEntries(kinds.map(({ kind, people }) => [kind, people])) };
}

const regionsMax = 500;

/** The regions that contacts name, for whoever chooses among them. */
export async function regionsInUse(db: Db): Promise<{ name: string; people: number }[]> {
  const named = REGION_NAMES.map((name) => sql`contact.attributes ->> ${name}`);
  const found = await sql<{ name: string; people: number }>`
    select name, count(*)::int as people
    from (select coalesce(${sql.join(named)}) as name from contact where erased_at is null) c
    where name <> '' group by name order by people desc, name limit ${regionsMax}`.execute(db);
  return found.rows;
}

const cellDegrees = 0.05;
const cellsMax = 3_000;

/** Where contacts live, in cells of some five kilometres: for a map, and never a person's own place. */
export async function placesInUse(db: Db): Promise<{ lat: number; lon: number; people: number }[]> {
  const found = await sql<{ lat: number; lon: number; people: number }>`
    select (floor(lat / ${cellDegrees}::float8) + 0.5) * ${cellDegrees}::float8 as lat,
      (floor(lon / ${cellDegrees}::float8) + 0.5) * ${cellDegrees}::float8 as lon,
      count(*)::int as people
    from contact where lat is not null and erased_at is null
    group by 1, 2 order by people desc, 1, 2 limit ${cellsMax}`.execute(db);
  return found.rows;
}

export type NamedPlace = { name: string; lat: number; lon: number; km: number; people: number };

const namedMax = 2_000;
const kmPerDegree = 111.195;
/** Of fewer people the middle would give away where one of them lives: the cell of the map is told. */
const crowdMin = 5;

/**
 * The places that contacts name, with the middle of those who do and how far around it most of them
 * live: a map can be searched by these names without asking anybody outside.
 */
export async function placesNamed(db: Db): Promise<NamedPlace[]> {
  const cell = (axis: "lat" | "lon") =>
    sql`(floor(avg(${sql.ref(axis)}) / ${cellDegrees}::float8) + 0.5) * ${cellDegrees}::float8`;
  const middle = (axis: "lat" | "lon") =>
    sql`case when count(*) < ${crowdMin}::int then ${cell(axis)} else avg(${sql.ref(axis)}) end`;
  const found = await sql<NamedPlace>`
    select name, round(lat::numeric, 2)::float8 as lat, round(lon::numeric, 2)::float8 as lon,
      ceil(greatest(1, 2 * ${kmPerDegree}::float8 * sqrt(
        north + east * power(cos(radians(lat)), 2))))::float8 as km, people
    from (
      select min(name) as name, ${middle("lat")} as lat, ${middle("lon")} as lon,
        coalesce(var_pop(lat), 0) as north, coalesce(var_pop(lon), 0) as east, count(*)::int as people
      from (
        select trim(value) as name, contact.lat, contact.lon
        from contact cross join lateral jsonb_each_text(contact.attributes) as a (key, value)
        where contact.erased_at is null and contact.lat is not null
          and a.key = any(${[...PLACE_NAMES]}::text[])
      ) named where name <> '' group by lower(name)
    ) place
    order by people desc, name limit ${namedMax}`.execute(db);
  return found.rows;
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
