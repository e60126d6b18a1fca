import { sql } from "kysely";
import { FACTS } from "../../src/domain/cascade.ts";
import { parseReference, referenceOf } from "../../src/domain/reference.ts";
import type { Received } from "../../src/simulators/ledger.ts";
import type { Db } from "../../src/store/database.ts";
import type { Flood, WayKind } from "./flood.ts";

/** What a flood must come to, however often somebody was killed: nothing in any of these lists. */
export type Verdict = {
  /** Who did not end as reached, or for whom no provider has anything. */
  lost: string[];
  /** What a provider took twice for one person, rung and try, and who got two messages on one channel. */
  twice: string[];
  /** What a provider has and no row knows to have been sent. */
  unwritten: string[];
  /** Where the numbers that people are shown are not those of the rows. */
  miscounted: string[];
};

type Shelf = { channelId: number; kind: WayKind; received: Received[] };

/** Compares what the providers say they have with what we wrote down. */
export async function judge(db: Db, { broadcastId, channels }: Flood): Promise<Verdict> {
  const shelves = await Promise.all(
    channels.map(async ({ id, post }) => {
      return { channelId: id, kind: post.kind, received: await post.received() };
    }),
  );
  const made = await attemptsMade(db, broadcastId);
  return {
    lost: await lost(db, broadcastId, shelves),
    twice: shelves.flatMap(twice),
    unwritten: shelves.flatMap((shelf) => unwritten(shelf, made)),
    miscounted: await miscounted(db, broadcastId),
  };
}

/** How many attempts were committed whose fate nobody will ever know. */
export async function countUnknown(db: Db, { broadcastId }: Flood): Promise<number> {
  const made = await attemptsMade(db, broadcastId);
  return [...made.values()].filter((fact) => FACTS[fact] === "sending").length;
}

async function lost(db: Db, broadcastId: number, shelves: readonly Shelf[]): Promise<string[]> {
  const given = new Set(
    shelves.flatMap(({ received }) =>
      received.map(({ reference }) => parseReference(reference)?.ordinal),
    ),
  );
  const people = await db
    .selectFrom("delivery")
    .select(["ordinal", "settled"])
    .where("broadcast_id", "=", broadcastId)
    .execute();
  return people
    .filter(({ ordinal, settled }) => settled !== "reached" || !given.has(ordinal))
    .map(
      ({ ordinal, settled }) => `${ordinal}: ${settled}, ${given.has(ordinal) ? "" : "not "}given`,
    );
}

/** The other end of a webhook drops a second message with the same key: there it is one message. */
function twice({ kind, received }: Shelf): string[] {
  const again = received.filter(({ times }) => kind !== "signed-webhook" && times > 1);
  const seen = new Set<string>();
  const two = received.filter(({ address }) => seen.size === seen.add(address).size);
  return [...again, ...two].map(({ reference, address }) => `${reference} to ${address}`);
}

/** Providers that tell of everything by our reference leave no attempt in the dark that they took. */
function unwritten({ kind, received }: Shelf, made: ReadonlyMap<string, number>): string[] {
  const least = FACTS.indexOf(kind === "signed-webhook" ? "sending" : "sent");
  return received
    .map(({ reference }) => reference)
    .filter((reference) => (made.get(reference) ?? 0) < least);
}

/** How far each attempt has come that was committed, those that were left behind and the last ones. */
async function attemptsMade(db: Db, broadcastId: number): Promise<Map<string, number>> {
  const found = await sql<{ ordinal: number; rung: number; try: number; fact: number }>`
    select ordinal, rung, try, fact from attempt where broadcast_id = ${broadcastId}
    union all
    select ordinal, rung, try, fact from delivery
    where broadcast_id = ${broadcastId} and fact > 0`.execute(db);
  return new Map(found.rows.map((row) => [referenceOf({ broadcastId, ...row }), row.fact]));
}

/** Each number of each channel, and of people, counted anew from the rows: where they differ. */
export async function miscounted(db: Db, broadcastId: number): Promise<string[]> {
  const found = await sql<{ channel: number; what: string; told: number; real: number }>`
    with ladder as (
      select name, rank - 1 as rank from unnest(${[...FACTS]}::text[]) with ordinality f (name, rank)
      where rank > 2
    ), rows as (
      select channel_id as channel, name as what, count(*) as n from (
        select channel_id, fact from attempt where broadcast_id = ${broadcastId}
        union all
        select (ways -> rung::int ->> 0)::int, fact from delivery where broadcast_id = ${broadcastId}
      ) made join ladder on fact >= rank group by 1, 2
      union all
      select 0, name, count(*) from delivery join ladder on best >= rank
      where broadcast_id = ${broadcastId} group by 2
      union all
      select 0, 'settled:' || settled, count(*) from delivery
      where broadcast_id = ${broadcastId} and settled is not null group by 2
    ), told as (
      select channel_id as channel, replace(what, 'mended:', 'settled:') as what,
        sum(case when what like 'mended:%' then -n else n end) as n
      from tally where broadcast_id = ${broadcastId}
        and (what in (select name from ladder) or what ~ '^(settled|mended):')
      group by 1, 2
    )
    select channel, what, coalesce(t.n, 0)::int as told, coalesce(r.n, 0)::int as real
    from told t full join rows r using (channel, what)
    where coalesce(t.n, 0) <> coalesce(r.n, 0) order by channel, what`.execute(db);
  return found.rows.map(
    ({ channel, what, told, real }) => `${what} on ${channel}: ${told} told, ${real} in the rows`,
  );
}
