import { sql } from "kysely";
import type { PeopleLimit } from "../domain/headroom.ts";
import { DAY_MS, MINUTE_MS } from "../lib/clock.ts";
import type { Db, Tx } from "./database.ts";
import type { Forget } from "./forgetting.ts";
import type { Lane } from "./schema/delivery.ts";

/** A place becomes free with each person who was written to a day ago; it is looked for this often. */
export const FULL_MIN_MS = 10 * MINUTE_MS;

export type SharedTerms = { name: string; perSecond: number | null; peopleADay: number | null };

/** The same name is the same limit: whoever saves one of its channels changes it for all of them. */
export async function saveSharedLimit(tx: Tx, terms: SharedTerms, now: number): Promise<void> {
  const changed = { per_second: terms.perSecond, people_a_day: terms.peopleADay };
  await tx
    .insertInto("shared_limit")
    .values({ name: terms.name, ...changed, tokens: terms.perSecond ?? 0, at: new Date(now) })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(changed))
    .execute();
}

/** All of them, and how many people count against each at the moment. */
export async function listSharedLimits(
  db: Db,
  now: number,
): Promise<(SharedTerms & { people: number })[]> {
  const rows = await db
    .selectFrom("shared_limit as l")
    .select((e) => [
      "l.name",
      "l.per_second",
      "l.people_a_day",
      e
        .selectFrom("shared_person as p")
        .select((q) => q.fn.countAll<number>().as("n"))
        .whereRef("p.limit_name", "=", "l.name")
        .where("p.at", ">", new Date(now - DAY_MS))
        .as("people"),
    ])
    .orderBy("l.name")
    .execute();
  return rows.map((row) => ({
    name: row.name,
    perSecond: row.per_second,
    peopleADay: row.people_a_day,
    people: Number(row.people ?? 0),
  }));
}

/** Who counts against a limit at the moment. */
const countedSince = (now: number): Date => new Date(now - DAY_MS);

/** Those of these limits that count people, with how many count now and until when. */
export async function peopleLimits(
  db: Db,
  names: readonly string[],
  now: number,
): Promise<Map<string, PeopleLimit>> {
  if (names.length === 0) return new Map();
  const found = await sql<{ name: string; max: number; used: number; oldest: Date | null }>`
    select l.name, l.people_a_day as max, c.used, c.oldest
    from shared_limit l cross join lateral (
      select count(*)::int as used, min(p.at) as oldest from shared_person p
      where p.limit_name = l.name and p.at > ${countedSince(now)}
    ) c
    where l.people_a_day is not null and l.name = any(${[...new Set(names)]}::text[])
  `.execute(db);
  return new Map(
    found.rows.map(({ name, max: peopleADay, used, oldest }) => {
      const freesAt = oldest && new Date(oldest.getTime() + DAY_MS).toISOString();
      return [name, { name, peopleADay, used, freesAt }];
    }),
  );
}

/** The addresses that count against a limit now: they need no place of their own. */
export const countedAddresses = (name: string, now: number) => sql`
  select p.address from shared_person p
  where p.limit_name = ${name} and p.at > ${countedSince(now)}`;

export async function addressesCounted(db: Db, name: string, now: number): Promise<Set<string>> {
  const found = await sql<{ address: string }>`${countedAddresses(name, now)}`.execute(db);
  return new Set(found.rows.map(({ address }) => address));
}

/**
 * Whoever no longer counts, so many at a time: where nobody sends any more, nobody asks who counts. The
 * limits are held first, as by whoever asks.
 */
export async function purgeSharedPeople(tx: Tx, { before, limit }: Forget): Promise<number> {
  const done = await sql`
    with held as materialized (select name from shared_limit order by name for update)
    delete from shared_person where ctid = any(array(
      select old.ctid from held h cross join lateral (
        select p.ctid from shared_person p
        where p.limit_name = h.name and p.at <= ${new Date(before)} limit ${limit}
      ) old limit ${limit}
    ))`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Limits that no channel draws from any more. */
export async function dropUnshared(tx: Tx): Promise<void> {
  await sql`
    delete from shared_limit l where not exists (select from channel c where c.shares = l.name)
  `.execute(tx);
}

/**
 * Takes up to `wanted` of what channels may send together in a second. Bulk stands back for critical
 * messages here as it does for those of its own channel (see channel-rates.ts).
 */
export async function takeShared(
  tx: Tx,
  ask: { name: string; wanted: number; lane?: Lane | undefined; now: number },
): Promise<{ taken: number; readyAt: number }> {
  const now = sql`${new Date(ask.now)}::timestamptz`;
  const isBulk = ask.lane === "bulk";
  const found = await sql<{ taken: number; left: number; per_second: number | null }>`
    with bucket as (
      select name, per_second, greatest(1, per_second) as size, least(greatest(1, per_second),
        tokens + per_second * greatest(0, extract(epoch from ${now} - at)::float8)) as tokens,
        ${isBulk}::boolean and coalesce(urgent_until > ${now}, false) as yields
      from shared_limit where name = ${ask.name} for update
    ), grant_ as (
      select *, case when per_second is null then ${ask.wanted}::float8 when yields then 0
        else greatest(0, least(
          floor(tokens + 1e-6 - case when ${isBulk}::boolean then floor(size * 3 / 4) else 0 end),
          ${ask.wanted}::float8)) end as taken
      from bucket
    )
    update shared_limit l set at = greatest(l.at, ${now}),
      tokens = coalesce(greatest(0, g.tokens - g.taken), l.tokens),
      urgent_until = case when ${ask.lane === "critical"}::boolean and g.taken < ${ask.wanted}::float8
        then ${now} + greatest(1, 3 / g.per_second) * interval '1 second' else l.urgent_until end
    from grant_ g where l.name = g.name
    returning g.taken, l.tokens as left, l.per_second
  `.execute(tx);
  const row = found.rows[0];
  if (!row?.per_second) return { taken: ask.wanted, readyAt: ask.now };
  const missingMs = Math.max(0, 1 - row.left) * (1_000 / row.per_second);
  return { taken: row.taken, readyAt: ask.now + missingMs };
}

/** Who may be written to, and for whom there was no place left. */
export type Admitted = { addresses: Set<string>; refused: Set<string> };

export type AdmitAsk = {
  name: string;
  addresses: readonly string[];
  max: number;
  now: number;
  /** Another name of the same person, which tells nobody the address who has not got our key. */
  markOf(address: string): string;
  /** Whoever is nobody's contact is kept under that name alone. */
  isSealed?: boolean;
};

/**
 * Which of these people, in their order, may be written to without exceeding how many different ones
 * the provider lets us write to within 24 hours; they count from now on.
 */
export async function admitPeople(tx: Tx, ask: AdmitAsk): Promise<Admitted> {
  const { name, addresses, max, now } = ask;
  const limit = await tx
    .selectFrom("shared_limit")
    .selectAll()
    .where("name", "=", name)
    .forUpdate()
    .executeTakeFirst();
  if (!limit?.people_a_day) {
    return { addresses: new Set(addresses.slice(0, max)), refused: new Set() };
  }
  await tx
    .deleteFrom("shared_person")
    .where("limit_name", "=", name)
    .where("at", "<=", new Date(now - DAY_MS))
    .execute();
  const counted = await countedAmong(tx, ask);
  const chosen = choose(addresses, counted.known, {
    max,
    room: Math.max(0, limit.people_a_day - counted.total),
  });
  await notePeople(tx, ask, { chosen: [...chosen.addresses], counted });
  if (chosen.refused.size > 0) {
    const fullUntil = Math.max(now + FULL_MIN_MS, (counted.oldest ?? now) + DAY_MS);
    await tx
      .updateTable("shared_limit")
      .set({ full_until: new Date(fullUntil) })
      .where("name", "=", name)
      .execute();
  }
  return chosen;
}

type Counted = Awaited<ReturnType<typeof countedAmong>>;

/** Who counts already, by either name, and who by their address. */
async function countedAmong(tx: Tx, { name, addresses, markOf }: AdmitAsk) {
  const marks = new Map(addresses.map((address) => [address, markOf(address)]));
  const found = await sql<{ total: number; oldest: number | null; known: string[] }>`
    select count(*)::int as total, extract(epoch from min(at))::float8 * 1000 as oldest,
      array(select address from shared_person where limit_name = ${name}
        and address = any(${[...addresses, ...marks.values()]}::text[])) as known
    from shared_person where limit_name = ${name}
  `.execute(tx);
  const { total = 0, oldest = null, known = [] } = found.rows[0] ?? {};
  const there = new Set(known);
  const isThere = (address: string) => there.has(address) || there.has(marks.get(address) ?? "");
  return { total, oldest, marks, there, known: new Set(addresses.filter(isThere)) };
}

/** One person stands there once: under the address from the first message on that a contact gets there. */
async function notePeople(
  tx: Tx,
  { name, now, isSealed = false }: AdmitAsk,
  { chosen, counted: { marks, there } }: { chosen: readonly string[]; counted: Counted },
): Promise<void> {
  const markOf = (address: string) => marks.get(address) ?? address;
  const names = chosen.map((one) => (isSealed && !there.has(one) ? markOf(one) : one));
  const sealed = isSealed ? [] : chosen.map(markOf).filter((mark) => there.has(mark));
  if (sealed.length > 0) {
    await sql`delete from shared_person
      where limit_name = ${name} and address = any(${sealed}::text[])`.execute(tx);
  }
  await sql`
    insert into shared_person (limit_name, address, at)
    select ${name}, a, ${new Date(now)} from unnest(${names}::text[]) a
    on conflict (limit_name, address) do update set at = excluded.at
  `.execute(tx);
}

function choose(
  addresses: readonly string[],
  known: ReadonlySet<string>,
  { max, room }: { max: number; room: number },
): Admitted {
  const chosen: Admitted = { addresses: new Set(), refused: new Set() };
  let left = room;
  for (const address of addresses) {
    if (chosen.addresses.size >= max) break;
    const isNew = !known.has(address) && !chosen.addresses.has(address);
    if (isNew && left <= 0) {
      chosen.refused.add(address);
      continue;
    }
    if (isNew) left -= 1;
    chosen.addresses.add(address);
  }
  return chosen;
}

/** Limits that were full and have room again. Exactly one node is told so. */
export async function reopenShared(tx: Tx, now: number): Promise<number> {
  const done = await tx
    .updateTable("shared_limit")
    .set({ full_until: null })
    .where("full_until", "<=", new Date(now))
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}
