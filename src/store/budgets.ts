import { sql } from "kysely";
import type { Tx } from "./database.ts";
import { addSpending, spentSoFar } from "./spending.ts";

/** Whoever spends under a limit does so alone, on whichever channel and node. */
const BUDGET_LOCK = 7_302_603;

export type MoneyAsk = {
  broadcastId: number;
  channelId: number;
  drill: boolean;
  /** What one message costs. */
  cents: number;
  wanted: number;
  now: number;
};

/** Which limit is used up, what was spent under it, and how much it is. */
export type MoneyGone = { of: "broadcast" | "day"; spentCents: number; limitCents: number };

type Limits = { budget_cents: number | null; beyond_day: boolean; day_cents: number | null };

/**
 * Books so many messages as the budgets of the broadcast and of the day have money for. The limits are
 * read anew each time: somebody may have raised them a moment ago.
 */
export async function takeMoney(
  tx: Tx,
  ask: MoneyAsk,
): Promise<{ taken: number; gone: MoneyGone | null }> {
  const { broadcastId, channelId, cents, wanted, now } = ask;
  const limits = await limitsOf(tx, broadcastId);
  const isLimited = limits.budget_cents !== null || limits.day_cents !== null;
  if (isLimited) await sql`select pg_advisory_xact_lock(${sql.lit(BUDGET_LOCK)})`.execute(tx);
  const gone = isLimited && cents > 0 ? await shortOf(tx, ask, limits) : null;
  const taken = gone ? gone.affordable : wanted;
  if (taken > 0 && cents > 0) {
    await addSpending(tx, { broadcastId, channelId, cents: taken * cents, now });
  }
  return { taken, gone: gone && gone.affordable < wanted ? gone.limit : null };
}

/**
 * Reminders and word to deputies are paid from the budget of what they follow, unless somebody gave them
 * one of their own: to each of these broadcasts is left what the others have not spent.
 */
async function limitsOf(tx: Tx, broadcastId: number): Promise<Limits> {
  const found = await sql<Limits>`
    with me as (
      select id, beyond_day, case when kind in ('reminder', 'deputy') and budget_cents is null
        then follows else id end as root
      from broadcast where id = ${broadcastId}
    )
    select me.beyond_day,
      case when r.budget_cents is not null then greatest(0, r.budget_cents - (
        select coalesce(sum(s.cents), 0) from broadcast f join spending s on s.broadcast_id = f.id
        where f.id <> me.id and (f.id = r.id or (f.follows = r.id
          and f.kind in ('reminder', 'deputy') and f.budget_cents is null)))) end as budget_cents,
      case when me.beyond_day then null else (select budget_day_cents from organisation) end as day_cents
    from me join broadcast r on r.id = me.root
  `.execute(tx);
  return found.rows[0] ?? { budget_cents: null, beyond_day: false, day_cents: null };
}

/** How many messages are affordable under the tighter of the two limits. */
async function shortOf(tx: Tx, ask: MoneyAsk, limits: Limits) {
  const { broadcastCents, dayCents } = await spentSoFar(tx, ask);
  const both = [
    { of: "broadcast" as const, limitCents: limits.budget_cents, spentCents: broadcastCents },
    { of: "day" as const, limitCents: limits.day_cents, spentCents: dayCents },
  ];
  const tight = both
    .flatMap(({ of, limitCents, spentCents }) => {
      if (limitCents === null) return [];
      const affordable = Math.max(0, Math.floor((limitCents - spentCents) / ask.cents + 1e-9));
      return [
        { affordable: Math.min(affordable, ask.wanted), limit: { of, limitCents, spentCents } },
      ];
    })
    .sort((a, b) => a.affordable - b.affordable);
  return tight[0] ?? null;
}

/** Whether messages of this broadcast were sent since then whose answer is not known. */
export async function isInTheAir(tx: Tx, broadcastId: number, since: number): Promise<boolean> {
  const found = await tx
    .selectFrom("delivery")
    .select("ordinal")
    .where("broadcast_id", "=", broadcastId)
    .where("settled", "is", null)
    .where("fact", "=", 1)
    .where("outcome", "is", null)
    .where("attempted_at", ">", new Date(since))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
