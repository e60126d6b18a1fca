import { stopForMoney } from "../actions/broadcast/out-of-money.ts";
import { asSms } from "../actions/broadcast/wording.ts";
import { personMark } from "../actions/channel/take-tokens.ts";
import { messageCents } from "../domain/message-price.ts";
import { isInTheAir, takeMoney } from "../store/budgets.ts";
import { giveBackTokens, takeTokens } from "../store/channel-rates.ts";
import { type Tx, transact } from "../store/database.ts";
import type { Lane } from "../store/schema/delivery.ts";
import { admitPeople, takeShared } from "../store/shared-limits.ts";
import { addSpending } from "../store/spending.ts";
import type { LiveBroadcast, LiveChannel } from "./deliver-book.ts";
import type { Order } from "./deliver-decide.ts";
import type { Worker } from "./deliver-worker.ts";

/** Small buckets are emptied rarely rather than drop by drop. */
const STARVED_MS = 100;
/** How soon it is looked again whether there is money, and how long a message is in the air at most. */
const BROKE_MS = 1_000;
const IN_THE_AIR_MS = 60_000;

export type GrantAsk = {
  channel: LiveChannel;
  broadcast: LiveBroadcast;
  lane: Lane;
  orders: readonly Order[];
};
export type Granted = {
  /** What may be sent now. */
  orders: readonly Order[];
  /** What has to wait, and whether that is for the channel's rate. */
  later: readonly Order[];
  waits: boolean;
  /** People whom this channel may not write to today. */
  full: readonly Order[];
};

type Taken = {
  orders: Order[];
  /** When there are more tokens, where these were too few. */
  readyAt: number | null;
  /** Until when the channel takes nothing more: the day's quota. */
  spentUntil: number | null;
  full: Order[];
  gone: Awaited<ReturnType<typeof takeMoney>>["gone"];
};

type Terms = { now: number; markOf: (address: string) => string };

/**
 * Takes of every limit what these messages need: the channel's rate and quota, what it shares with
 * other channels, the people of 24 hours, the money. The tightest decides, for all nodes together.
 */
export async function grantOrders(worker: Worker, ask: GrantAsk): Promise<Granted> {
  const { house, spent } = worker;
  const { channel, broadcast, orders } = ask;
  const now = house.now();
  const terms = { now, markOf: personMark(house.secretKey) };
  const taken = await transact(house.db, async (tx) => await takeAll(tx, ask, terms));
  if (taken.spentUntil !== null) spent.set(channel.row.id, taken.spentUntil);
  const waits = taken.readyAt !== null;
  if (taken.readyAt !== null) {
    worker.starve(channel.row.id, Math.max(taken.readyAt, now + STARVED_MS));
  }
  if (taken.gone) await stopForMoney(house, { id: broadcast.id, gone: taken.gone });
  const chosen = new Set([...taken.orders, ...taken.full]);
  const later = orders.filter((order) => !chosen.has(order));
  return { orders: taken.orders, later, waits, full: taken.full };
}

async function takeAll(tx: Tx, ask: GrantAsk, terms: Terms): Promise<Taken> {
  const { now } = terms;
  const { channel, lane, orders } = ask;
  const { id: channelId, per_second: perSecond, daily_max: dailyMax, shares } = channel.row;
  const wanted = orders.length;
  const own = await takeTokens(tx, { channelId, wanted, perSecond, dailyMax, lane, now });
  const isShort = own.taken < wanted;
  const result: Taken = {
    orders: orders.slice(0, own.taken),
    readyAt: isShort && !own.isSpent ? own.readyAt : null,
    spentUntil: isShort && own.isSpent ? own.readyAt : null,
    full: [],
    gone: null,
  };
  if (shares !== null) await takeTogether(tx, { ...ask, name: shares, ...terms }, result);
  await takeFunds(tx, ask, { result, now });
  const unused = own.taken - result.orders.length;
  if (unused > 0) await giveBackTokens(tx, channelId, unused);
  return result;
}

async function takeTogether(
  tx: Tx,
  { orders, lane, name, now, markOf }: GrantAsk & Terms & { name: string },
  result: Taken,
): Promise<void> {
  const wanted = result.orders.length;
  const shared = await takeShared(tx, { name, wanted, lane, now });
  if (shared.taken < wanted) result.readyAt = Math.max(result.readyAt ?? 0, shared.readyAt);
  const addresses = orders.map(addressOf);
  const people = await admitPeople(tx, { name, addresses, max: shared.taken, now, markOf });
  result.full = orders.filter((order) => people.refused.has(addressOf(order)));
  result.orders = orders
    .filter((order) => people.addresses.has(addressOf(order)))
    .slice(0, shared.taken);
}

async function takeFunds(
  tx: Tx,
  { channel, broadcast }: GrantAsk,
  { result, now }: { result: Taken; now: number },
): Promise<void> {
  const cents = priceOf(channel, broadcast);
  const wanted = result.orders.length;
  if (cents === null || wanted === 0) return;
  const { id: broadcastId, drill } = broadcast;
  const of = { broadcastId, channelId: channel.row.id, drill };
  const { taken, gone } = await takeMoney(tx, { ...of, cents, wanted, now });
  result.orders = result.orders.slice(0, taken);
  if (gone === null) return;
  // What is in the air may be refused, and its money come back.
  if (taken > 0 || (await isInTheAir(tx, broadcastId, now - IN_THE_AIR_MS))) {
    result.readyAt = Math.max(result.readyAt ?? 0, now + BROKE_MS);
  } else result.gone = gone;
}

/** What was granted and not sent. */
export async function giveBack(
  worker: Worker,
  { channel, broadcast }: Pick<GrantAsk, "channel" | "broadcast">,
  unused: number,
): Promise<void> {
  if (unused === 0) return;
  const { house } = worker;
  await transact(house.db, async (tx) => {
    await giveBackTokens(tx, channel.row.id, unused);
    await refund(tx, { channel, broadcast, messages: unused, now: house.now() });
  });
}

/** What the provider surely did not take costs nothing. */
export async function refund(
  tx: Tx,
  of: Pick<GrantAsk, "channel" | "broadcast"> & { messages: number; now: number },
): Promise<void> {
  const cents = priceOf(of.channel, of.broadcast);
  if (!cents || of.messages === 0) return;
  const { channel, broadcast, now } = of;
  const spent = { broadcastId: broadcast.id, channelId: channel.row.id, now };
  await addSpending(tx, { ...spent, cents: -cents * of.messages });
}

const priceOf = ({ row }: LiveChannel, broadcast: LiveBroadcast): number | null =>
  row.price_cents === null
    ? null
    : messageCents(
        { addressKind: row.address_kind, priceCents: row.price_cents },
        asSms(broadcast),
      );

const addressOf = ({ before, after }: Order): string => before.ways[after.rung]?.[1] ?? "";
