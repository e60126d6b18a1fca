import type { Cascade } from "../../domain/cascade.ts";
import { baseRungs, foldPlan, roundCascade } from "../../domain/follow-up.ts";
import type { Texts } from "../../domain/language.ts";
import { type Plan, planOf } from "../../domain/plan.ts";
import { refusal } from "../../lib/errors.ts";
import type { BroadcastRow } from "../../store/broadcasts.ts";
import type { ChannelRow } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { type Following, followReach } from "../../store/follow-ups.ts";
import { type Allowed, budgetOf } from "./budget.ts";
import { usableChannels } from "./plan.ts";
import { planChannels } from "./plan-channels.ts";
import { asSms } from "./wording.ts";

type Follow = Pick<Following, "among" | "broadcastId" | "now">;
export type FollowTerms = { cascade: Cascade; following: Following; channels: ChannelRow[] };

/** By which channels a follow-up goes, and whom it means. */
export async function termsOfFollowUp(
  db: Db,
  original: BroadcastRow,
  follow: Follow,
): Promise<FollowTerms> {
  if (original.forgotten_at) throw refusal("conflict", "errors:broadcast.forgotten");
  const channels = await usableChannels(db, original.drill);
  const base = baseRungs(original.cascade.rungs).flatMap((rung) => {
    const channel = channels.find(({ id }) => id === rung.channelId);
    return channel ? [{ rung, addressKind: channel.address_kind }] : [];
  });
  if (base.length === 0) throw refusal("conflict", "errors:broadcast.no_channel");
  const { expiresAfterMs, triesMax } = original.cascade;
  return {
    channels,
    cascade: roundCascade(
      base.map(({ rung }) => rung),
      { expiresAfterMs, triesMax },
    ),
    following: {
      ...follow,
      original: original.id,
      rungs: base.map(({ rung, addressKind }) => ({ channelId: rung.channelId, addressKind })),
      originalRungs: original.cascade.rungs,
    },
  };
}

/** What a follow-up of a broadcast would do: its people, each beginning where the original came. */
export async function planFollowUp(
  db: Db,
  original: BroadcastRow,
  follow: Follow & { texts: Texts; allowed?: Allowed },
): Promise<FollowTerms & { plan: Plan }> {
  const { texts, allowed, ...whom } = follow;
  const { drill } = original;
  const terms = await termsOfFollowUp(db, original, whom);
  const { groups, unreachable: lost } = await followReach(db, terms.following);
  // Whoever has the original was written to: what they need of a limit on people they have mostly had.
  const channels = await planChannels(db, terms.channels, follow.now);
  const plan = planOf({
    cascade: terms.cascade,
    channels: channels.map((channel) => ({ ...channel, limit: null })),
    groups,
    unreachable: lost === 0 ? [] : [{ reason: "no-consent", count: lost, sample: [] }],
    texts,
    asSms: asSms({ texts, asks: { kind: "nothing" }, drill }),
    budget: allowed && (await budgetOf(db, { ...allowed, drill }, follow.now)),
  });
  const rateOf = (id: number) => terms.channels.find((one) => one.id === id)?.per_second ?? 1;
  return { ...terms, plan: foldPlan(plan, rateOf) };
}
