import { sql } from "kysely";
import type { ReachGroup, Unreachable, UnreachableReason } from "../domain/plan.ts";
import type { QuestionNow } from "../domain/segment.ts";
import type { Db, Tx } from "./database.ts";
import { CHUNK_SIZE } from "./deliveries.ts";
import { analyzePart } from "./parts.ts";
import type { Lane } from "./schema/delivery.ts";
import { fitting } from "./segments.ts";
import { countedAddresses } from "./shared-limits.ts";

/** One rung as the snapshot needs it. */
export type RungWay = { channelId: number; addressKind: string };
/** The same, with the limit on people that its channel has, if it has one. */
export type LimitedWay = RungWay & { limit?: { name: string; now: number } | null };

const SAMPLE_MAX = 5;
const UNREACHABLE_SAMPLE_CHARS = 80;

/** How many people have which ways open, and who has none. */
export async function reachOf(
  db: Db,
  question: QuestionNow,
  rungs: readonly LimitedWay[],
): Promise<{ groups: ReachGroup[]; unreachable: Unreachable[] }> {
  const isLimited = rungs.some(({ limit }) => limit);
  const found = await sql<{ usable: boolean[]; known: boolean[]; people: number }>`
    select usable, known, count(*)::int as people from (
      select ${sql`array[${sql.join(rungs.map((_rung, n) => sql`${slot(n)} is not null`))}]`} as usable,
        ${isLimited ? sql`array[${sql.join(rungs.map(isCounted))}]` : sql`array[]::boolean[]`} as known
      from (${waysOf(question, rungs)}) w
    ) u group by usable, known
  `.execute(db);
  return {
    groups: found.rows.map(({ usable, known, people }) => ({
      usable,
      people,
      ...(isLimited ? { known } : {}),
    })),
    unreachable: await unreachableOf(db, question, rungs),
  };
}

/** Whether the address of this rung counts against its limit already. */
const isCounted = ({ limit }: LimitedWay, n: number) =>
  limit
    ? sql`coalesce(${slot(n)} in (${countedAddresses(limit.name, limit.now)}), false)`
    : sql`false`;

/**
 * How many people are known on WhatsApp by an identifier only, and on no other way of the cascade: no
 * text message and no call can be derived from it.
 */
export async function countUsernameOnly(
  db: Db,
  question: QuestionNow,
  rungs: readonly RungWay[],
): Promise<number> {
  const kinds = kindsOf(rungs);
  if (!kinds.includes("whatsapp")) return 0;
  const found = await sql<{ people: number }>`
    select count(*)::int as people from usable_address u
    join contact on contact.id = u.contact_id
    where u.kind = 'whatsapp' and u.value ~ '^[A-Z]{2}\\.' and ${fitting(question)}
      and not exists (select 1 from usable_address o where o.contact_id = u.contact_id
        and o.kind <> 'whatsapp' and o.kind = any(${kinds}::text[]))
  `.execute(db);
  return found.rows[0]?.people ?? 0;
}

async function unreachableOf(
  db: Db,
  question: QuestionNow,
  rungs: readonly RungWay[],
): Promise<Unreachable[]> {
  const kinds = kindsOf(rungs);
  const found = await sql<{ reason: UnreachableReason; people: number; sample: string[] }>`
    select reason, count(*)::int as people,
      (array_agg(name order by id) filter (where place <= ${SAMPLE_MAX})) as sample
    from (
      select id, left(name, ${UNREACHABLE_SAMPLE_CHARS}) as name, reason,
        row_number() over (partition by reason order by id) as place
      from (${withoutWay(question, kinds)}) r
    ) n group by reason order by reason
  `.execute(db);
  return found.rows.map((row) => ({ reason: row.reason, count: row.people, sample: row.sample }));
}

export type UnreachablePerson = {
  id: number;
  key: string | null;
  name: string;
  language: string;
  reason: UnreachableReason;
};

/** Those whom no rung reaches, one by one: a list that somebody can work through. */
export async function unreachablePage(
  db: Db,
  ask: { question: QuestionNow; rungs: readonly RungWay[]; after: number; limit: number },
): Promise<UnreachablePerson[]> {
  const found = await sql<UnreachablePerson>`
    select r.id, r.external_key as key, r.name, r.language, r.reason
    from (${withoutWay(ask.question, kindsOf(ask.rungs))}) r
    where r.id > ${ask.after} order by r.id limit ${ask.limit}
  `.execute(db);
  return found.rows;
}

/** Whoever fits the question and has no open way, with the reason. */
const withoutWay = (question: QuestionNow, kinds: string[]) => sql`
  select contact.id, contact.external_key, contact.name, contact.language, case
    when ${suppressed(kinds)} then 'suppressed'
    when not exists (select 1 from address a
      where a.contact_id = contact.id and a.kind = any(${kinds}::text[])) then 'no-address'
    when not exists (select 1 from address a where a.contact_id = contact.id
      and a.kind = any(${kinds}::text[]) and a.state = 'usable') then 'rejected-address'
    else 'no-consent' end as reason
  from contact
  where ${fitting(question)} and not exists (select 1 from usable_address u
    where u.contact_id = contact.id and u.kind = any(${kinds}::text[]))`;

/** Nobody may write to the contact in the query, or to an address of theirs that we could use. */
const suppressed = (kinds: string[]) => sql`(
  exists (select 1 from suppression s where s.lifted_at is null and s.contact_id = contact.id)
  or exists (select 1 from address a join suppression s
    on s.lifted_at is null and s.value = a.value and (s.kind is null or s.kind = a.kind)
    where a.contact_id = contact.id and a.kind = any(${kinds}::text[]) and a.state = 'usable'))`;

export type Snapshot = {
  broadcastId: number;
  question: QuestionNow;
  rungs: readonly RungWay[];
  /** The blanks of the texts: only these values are kept with a delivery. */
  blanks: readonly string[];
  lane: Lane;
  /** Whoever fits the first of these is sent to first, then the next, then everybody else. */
  triage?: readonly QuestionNow[];
  /** How many go first. They have the first chunk to themselves. */
  cohort?: number | null;
  now: number;
};

/**
 * Freezes who will be reached, where and with which values. Ordered the way they shall go out: who
 * is most at risk first, then channel by channel. Answers how many there are.
 */
export async function snapshotRecipients(tx: Tx, snapshot: Snapshot): Promise<number> {
  const { broadcastId, now } = snapshot;
  const done = await sql`
    insert into delivery (broadcast_id, ordinal, contact_id, language, ways, variables, due_at)
    select ${broadcastId}::int, ${afterCohort(snapshot.cohort ?? 0)},
      w.id, w.language, w.frozen_ways, w.variables, ${new Date(now)}
    from (${frozenPeople(snapshot)}) w
  `.execute(tx);
  const recipients = Number(done.numAffectedRows ?? 0);
  await insertChunks(tx, snapshot, recipients);
  await analyzePart(tx, broadcastId);
  return recipients;
}

type Whom = Pick<Snapshot, "question" | "rungs" | "blanks" | "triage">;

/** Who would be reached, where, with which values, and in which place: what an approval freezes. */
export function frozenPeople({ question, rungs, blanks, triage = [] }: Whom) {
  const ways = rungs.map(
    ({ channelId }, n) => sql`case when ${slot(n)} is not null
      then jsonb_build_array(${channelId}::int, ${slot(n)}) end`,
  );
  const first = sql.join(
    rungs.map((_rung, n) => sql`when ${slot(n)} is not null then ${sql.lit(n)}`),
    sql` `,
  );
  return sql`
    select w.id, w.name, w.language, jsonb_build_array(${sql.join(ways)}) as frozen_ways,
      ${valuesOf(blanks)} as variables,
      (row_number() over (order by w.urgency, w.priority, case ${first} end, w.id) - 1)::int as place
    from (${waysOf(question, rungs, triage)}) w`;
}

/** The place of a person in the order; behind the first ones it goes on with the next chunk. */
const afterCohort = (cohort: number) =>
  cohort === 0
    ? sql`w.place`
    : sql`case when w.place < ${cohort}::int then w.place
        else w.place - ${cohort}::int + ${CHUNK_SIZE}::int end`;

async function insertChunks(tx: Tx, snapshot: Snapshot, recipients: number): Promise<void> {
  const { broadcastId, lane, now } = snapshot;
  const cohort = snapshot.cohort ?? 0;
  const end = cohort === 0 ? recipients : recipients - cohort + CHUNK_SIZE;
  const last = sql`case when no = 0 and ${cohort}::int > 0 then ${cohort}::int
    else least((no + 1) * ${CHUNK_SIZE}::int, ${end}::int) end`;
  await sql`
    insert into chunk (broadcast_id, no, first_ordinal, last_ordinal, lane, due_at, open, reviewed_at)
    select ${broadcastId}::int, no, no * ${CHUNK_SIZE}::int, ${last} - 1, ${lane}, ${new Date(now)},
      ${last} - no * ${CHUNK_SIZE}::int, ${new Date(now - 1)}
    from generate_series(0, (${end}::int - 1) / ${CHUNK_SIZE}::int) no
    where ${recipients}::int > 0
  `.execute(tx);
}

/** Contacts with at least one open way: one column for each rung, null where there is none. */
function waysOf(
  question: QuestionNow,
  rungs: readonly RungWay[],
  triage: readonly QuestionNow[] = [],
) {
  const columns = rungs.map(
    ({ addressKind }, n) => sql`max(u.value) filter (where u.kind = ${addressKind}) as ${slot(n)}`,
  );
  return sql`
    select contact.id, contact.name, contact.language, contact.attributes, u.*,
      case when contact.attributes ->> 'priority' ~ '^[0-9]$'
        then (contact.attributes ->> 'priority')::int else 5 end as priority,
      ${urgencyOf(triage)} as urgency
    from (
      select u.contact_id, ${sql.join(columns)} from usable_address u
      where u.kind = any(${kindsOf(rungs)}::text[]) group by u.contact_id
    ) u join contact on contact.id = u.contact_id
    where ${fitting(question)}
  `;
}

/** Which group of the triage a contact belongs to, by the same question that counts a segment. */
function urgencyOf(triage: readonly QuestionNow[]) {
  if (triage.length === 0) return sql`0`;
  const cases = triage.map((question, n) => sql`when ${fitting(question)} then ${sql.lit(n)}`);
  return sql`case ${sql.join(cases, sql` `)} else ${sql.lit(triage.length)} end`;
}

function valuesOf(blanks: readonly string[]) {
  if (blanks.length === 0) return sql`'{}'::jsonb`;
  const pairs = blanks.map((blank) =>
    blank === "name" ? sql`'name', w.name` : sql`${blank}::text, w.attributes ->> ${blank}`,
  );
  return sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs)}))`;
}

const slot = (n: number) => sql.id(`way_${n}`);
const kindsOf = (rungs: readonly RungWay[]): string[] => [
  ...new Set(rungs.map((rung) => rung.addressKind)),
];
