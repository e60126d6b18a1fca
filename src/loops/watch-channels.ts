import type { House } from "../actions/action.ts";
import { openSettings } from "../actions/channel/settings.ts";
import { type AccountTold, HEALTH } from "../domain/account-health.ts";
import { fallsCountedMs, restAfterFalls } from "../domain/channel-rest.ts";
import type { Outcome } from "../domain/outcome.ts";
import { referenceOf } from "../domain/reference.ts";
import { sentence } from "../domain/sentence.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import { wordsFor } from "../lib/words.ts";
import type { CanaryOrder, Channels, Grounded } from "../sensors/sensor.ts";
import {
  type Aimed,
  broughtSince,
  endOverdue,
  flightsOf,
  insertCanary,
  landCanary,
  sentSince,
} from "../store/canaries.ts";
import { giveBackTokens, hushChannel, takeCanaries, takeTokens } from "../store/channel-rates.ts";
import { type ChannelRow, fallsSince, findChannel } from "../store/channels.ts";
import { type Tx, transact } from "../store/database.ts";
import { oldestInbox } from "../store/inbox.ts";
import { readOrganisation } from "../store/organisation.ts";
import { addTallies, TallySheet } from "../store/tallies.ts";
import { transportOf } from "../transports/index.ts";
import { callbackAddress, type Message, type Transport } from "../transports/transport.ts";
import { followAccount } from "./account-news.ts";
import type { WireFor } from "./deliver-book.ts";
import { NO_BROADCAST } from "./hear-canaries.ts";
import { switchChannel } from "./switch-channel.ts";

/** Where canaries fly from: what the deliver loop sends with as well. */
export type Perch = { wireFor: WireFor; publicUrl: string; callbackBase: string };

type Port = { house: House; log: Log; perch: Perch; sourceId: string };
type Ready = { row: ChannelRow; transport: Transport; settings: object; to: string };

/** A broadcast that brought so many to people tells the same as a test message. */
const SPOKEN_MIN = 20;
const HUSH_MS = 1_000;
/** An ear that is stuck must not keep a missing message from being missed. */
const BACKLOG_MAX_MS = MINUTE_MS;

/** Our channels as one source may use them. What is sent is written down before it is sent. */
export function channelsFor(port: Port): Channels {
  const { house, sourceId } = port;
  return {
    async flights(channelId) {
      await endMissing(port);
      const flights = await flightsOf(house.db, { sourceId, channelId });
      const [last] = flights.filter(({ endedAt }) => endedAt !== null);
      if (last?.arrivedAt) await noteArrival(house, channelId, last.sentAt);
      return flights;
    },
    fly: async (order) => await fly(port, order),
    account: async (channelId) => await askAccount(port, channelId),
  };
}

/** Where nobody sends, no source may either. */
export const noChannels: Channels = {
  flights: async () => [],
  fly: async () => ({ why: "no_channel" }),
  account: async () => silent("account:unread.no_channel"),
};

/**
 * What lies unread in our own inbox is not missing. Silence counts for a channel that is being tried
 * out; a channel in service is not stopped because one phone, ours, is switched off.
 */
async function endMissing({ house, sourceId }: Port): Promise<void> {
  const now = house.now();
  const unread = (await oldestInbox(house.db)) ?? now;
  const heardUntil = Math.max(Math.min(unread, now), now - BACKLOG_MAX_MS);
  await transact(house.db, async (tx) => {
    const sheet = new TallySheet(NO_BROADCAST);
    for (const id of await endOverdue(tx, sourceId, heardUntil)) {
      if ((await findChannel(tx, id))?.state === "probing") sheet.add(id, "silent");
    }
    await addTallies(tx, [sheet], now);
  });
}

/**
 * What our receipts took down is tried out again when a message to ourselves comes through, once it
 * has rested: a platform that comes and goes comes through every few minutes.
 */
async function noteArrival(house: House, id: number, sentAt: number): Promise<void> {
  const row = await findChannel(house.db, id);
  if (row?.state !== "down" || row.state_source !== "receipts") return;
  if (sentAt < row.state_at.getTime()) return;
  const now = house.now();
  const falls = await fallsSince(house.db, id, now - fallsCountedMs);
  if (now - row.state_at.getTime() < restAfterFalls(falls)) return;
  const reason = "canary:came_through";
  await switchChannel(house, "watch", { id, state: "probing", reason, source: "receipts" });
}

async function fly(port: Port, order: CanaryOrder): Promise<Grounded | null> {
  const { house, sourceId } = port;
  const ready = await prepare(house, order);
  if ("why" in ready) return ready;
  const sentAt = house.now();
  const dueAt = sentAt + order.patienceMs;
  const aimed = { sourceId, channelId: order.channelId };
  const claim = { ...aimed, address: ready.to, proof: order.proof, sentAt, dueAt };
  const claimed = await transact(house.db, async (tx) => {
    const busy = await waits(tx, { order, aimed, row: ready.row, now: sentAt });
    return busy ?? { id: await insertCanary(tx, claim) };
  });
  if ("why" in claimed) return claimed;
  // Another node was faster: one is in flight, which is all we want.
  if (claimed.id === null) return { why: "busy" };
  const outcome = await send(port, ready, { id: claimed.id, dueAt, sentAt });
  await land(port, { id: claimed.id, order, outcome });
  return null;
}

/** The channel, ready to send; or what somebody must do first. */
async function prepare(house: House, order: CanaryOrder): Promise<Ready | Grounded> {
  const row = await findChannel(house.db, order.channelId);
  if (!row) return { why: "no_channel" };
  if (!row.enabled) return { why: "off" };
  if (row.state === "down" && row.state_source === "operator") return { why: "operator" };
  if (row.state === "down" && row.state_source === "account") return { why: "account" };
  const transport = transportOf(row.transport);
  const read = transport?.settings.safeParse(openSettings(row, house.secretKey));
  if (!transport || !read?.success) return { why: "no_channel" };
  if (order.proof !== "accepted" && !transport.hear) return { why: "mute" };
  const { default_country } = await readOrganisation(house.db);
  const to = transport.address.parse(order.address, default_country);
  if (to === null) return { why: "address" };
  return { row, transport, settings: read.data, to };
}

type Waiting = { order: CanaryOrder; aimed: Aimed; row: ChannelRow; now: number };

/** Whether it has to wait: for the last one, the budget, the rate, or because broadcasts tell as much. */
async function waits(tx: Tx, { order, aimed, row, now }: Waiting): Promise<Grounded | null> {
  const { sent, inFlight } = await sentSince(tx, aimed.sourceId, now - HOUR_MS);
  if (inFlight || sent >= order.perHourMax) return { why: "busy" };
  const brought = await broughtSince(tx, row.id, now - order.quietMs);
  if (brought >= SPOKEN_MIN && row.state === "up") {
    return { why: "spoken", params: { count: brought } };
  }
  const ask = { channelId: row.id, wanted: 1, perSecond: row.per_second, now };
  if ((await takeTokens(tx, ask)).taken < 1) return { why: "busy" };
  if (row.state !== "probing" || (await takeCanaries(tx, row.id, 1)) > 0) return null;
  await giveBackTokens(tx, row.id, 1);
  return { why: "busy" };
}

type Sending = { id: number; sentAt: number; dueAt: number };

async function send(port: Port, ready: Ready, sending: Sending): Promise<Outcome> {
  const { row, transport, settings, to } = ready;
  try {
    const message = await messageFor(port, row, sending);
    return await transport.send(message, to, settings, port.perch.wireFor(row));
  } catch (cause) {
    port.log.error({ channel: row.id, cause: messageOf(cause) }, "A transport threw.");
    return { kind: "unknown", why: "internal error" };
  }
}

async function messageFor({ house, perch }: Port, row: ChannelRow, flight: Sending) {
  const { default_language: language } = await readOrganisation(house.db);
  const words = wordsFor(language);
  const { id, sentAt, dueAt } = flight;
  return {
    reference: referenceOf({ broadcastId: NO_BROADCAST, ordinal: id, rung: 0, try: 0 }),
    heading: words("canary:message.heading"),
    body: words("canary:message.body", { number: id }),
    language,
    validityMs: dueAt - sentAt,
    links: { answer: null, optOut: null },
    callbackUrl: callbackAddress(row.drill ? perch.callbackBase : perch.publicUrl, row.id),
    at: sentAt,
  } satisfies Message;
}

type Landing = { id: number; order: CanaryOrder; outcome: Outcome };

/** Writes the answer down, and tells the channel what concerns everybody who sends over it. */
async function land({ house }: Port, { id, order, outcome }: Landing): Promise<void> {
  const { channelId, proof } = order;
  const at = house.now();
  const arrives = outcome.kind === "accepted" && proof === "accepted";
  const ends = arrives || !(outcome.kind === "accepted" || outcome.kind === "unknown");
  await transact(house.db, async (tx) => {
    await landCanary(tx, id, { outcome, at, ends, arrives });
    const sheet = new TallySheet(NO_BROADCAST);
    sheet.add(channelId, "attempted");
    sheet.add(channelId, outcome.kind);
    await addTallies(tx, [sheet], at);
    if (outcome.kind === "throttled" && outcome.scope !== "person") {
      const until = at + (outcome.waitMs ?? HUSH_MS);
      await hushChannel(tx, channelId, { now: at, until });
    }
  });
  if (outcome.kind !== "misconfigured") return;
  const refused = { id: channelId, state: "down", source: "account" } as const;
  await switchChannel(house, "watch", { ...refused, reason: outcome.why });
}

async function askAccount(port: Port, channelId: number): Promise<AccountTold> {
  const { house, log, perch } = port;
  const row = await findChannel(house.db, channelId);
  const transport = row && transportOf(row.transport);
  const read = row && transport?.settings.safeParse(openSettings(row, house.secretKey));
  if (!row || !transport || !read?.success) return silent("account:unread.no_channel");
  if (!transport.health) return silent("account:unread.never");
  const at = house.now();
  try {
    const told = await transport.health(read.data, perch.wireFor(row));
    if (told.kind === "told") {
      const { state, says } = told;
      await followAccount(house, channelId, { topic: HEALTH, state, says, at });
    }
    return told;
  } catch (cause) {
    log.error({ channel: channelId, cause: messageOf(cause) }, "A transport threw.");
    return silent("crisis:look.broken");
  }
}

function silent(code: string): AccountTold {
  return { kind: "silent", says: sentence(code) };
}
