import { settleDryRun, takeDryRun } from "../actions/broadcast/dry-run.ts";
import { planChannels } from "../actions/broadcast/plan-channels.ts";
import { asSms } from "../actions/broadcast/wording.ts";
import type { DryLater, DryRunResult } from "../domain/dry-run.ts";
import { type SilentChain, SilentFall, silentChain } from "../domain/dry-run-cascade.ts";
import { type DryLine, DryRunSheet, type Places } from "../domain/dry-run-sheet.ts";
import { timesAsked } from "../domain/follow-up.ts";
import { blanksOfTexts } from "../domain/message.ts";
import { messageCents } from "../domain/message-price.ts";
import { firstPosition } from "../domain/next-step.ts";
import { shownAddress } from "../domain/shown-address.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { createDeafWire } from "../lib/deaf-wire.ts";
import { messageOf as causeOf } from "../lib/errors.ts";
import { type BroadcastRow, findBroadcast } from "../store/broadcasts.ts";
import type { Standing } from "../store/deliveries.ts";
import { deputiesOf } from "../store/deputies.ts";
import { eachFrozen, type FrozenPerson, hasDryRuns } from "../store/dry-runs.ts";
import { type RungWay, reachOf } from "../store/recipients.ts";
import { addressesCounted } from "../store/shared-limits.ts";
import type { Message } from "../transports/transport.ts";
import { Book, type LiveBroadcast } from "./deliver-book.ts";
import { Decider } from "./deliver-decide.ts";
import { type Desk, messageOf } from "./deliver-message.ts";
import type { DeliverContext } from "./deliver-worker.ts";

const LEASE_MS = 10 * MINUTE_MS;
/** Links in samples are signed with a key that is nobody's: they must not work. */
const NOBODYS_KEY = Buffer.alloc(32);
const NAME_LENGTH_MAX = 80;
const ELLIPSIS = /…(?:\n\n|$)/;

type DryContext = Pick<DeliverContext, "house" | "wireFor" | "publicUrl" | "callbackBase" | "log">;

/** Plays the next broadcast that somebody wants to see played. Answers whether there was one. */
export async function dryRunOnce(context: DryContext): Promise<boolean> {
  const { house, log } = context;
  if (!(await hasDryRuns(house.db))) return false;
  const lease = await takeDryRun(house, { leaseMs: LEASE_MS });
  if (!lease) return false;
  let result: DryRunResult | null = null;
  try {
    const broadcast = await findBroadcast(house.db, lease.broadcastId);
    if (broadcast) result = await playThrough(context, broadcast);
  } catch (cause) {
    log.error({ loop: "dry-run", cause: causeOf(cause) }, "A dry run broke off.");
  }
  await settleDryRun(house, { lease, result });
  return true;
}

/** Everything but the network: who is meant, may be written to, how, when, and with which words. */
async function playThrough(context: DryContext, row: BroadcastRow): Promise<DryRunResult> {
  const { house } = context;
  const startedAt = performance.now();
  const now = house.now();
  const book = new Book(context);
  await book.refresh();
  const rungs = row.cascade.rungs.flatMap(({ channelId }) => {
    const channel = book.channel(channelId);
    return channel ? [{ channelId, addressKind: channel.row.address_kind }] : [];
  });
  const { texts, question, triage } = row;
  const { expiresAfterMs } = row.cascade;
  const lines = await linesOf(context, book, row);
  const sheet = new DryRunSheet(lines, expiresAfterMs);
  const fall = new SilentFall(lines, expiresAfterMs / SECOND_MS);
  const run = new DryRun(context, book, { broadcast: liveOf(row, now), sheet, fall, now });
  const blanks = blanksOfTexts(texts);
  const whom = { question, rungs, blanks, triage: triage.map((group) => group.question) };
  await eachFrozen(house.db, whom, async (people) => await run.play(people));
  const { unreachable } = await reachOf(house.db, question, rungs);
  const later = await laterOf(context, row, { fall, rungs });
  const tookMs = Math.round(performance.now() - startedAt);
  return sheet.result({ unreachable, objections: run.objections, later, tookMs });
}

/** What follows the first messages if nobody is heard of: fallbacks, reminders, deputies. */
async function laterOf(
  { house }: DryContext,
  { insist, question, cascade }: BroadcastRow,
  { fall, rungs }: { fall: SilentFall; rungs: readonly RungWay[] },
): Promise<DryLater> {
  const fallen = fall.play();
  const times = insist ? timesAsked(insist, cascade) : 0;
  const deputyAfterMs = insist?.deputyAfterMs ?? null;
  const told = deputyAfterMs === null ? [] : (await deputiesOf(house.db, question, rungs)).groups;
  const people = told.reduce((sum, group) => sum + group.people, 0);
  return {
    ...fallen,
    finishSeconds: Math.max(0, ...fallen.channels.map(({ untilSeconds }) => untilSeconds)),
    reminders: insist && times > 0 ? { times, everySeconds: insist.everyMs / SECOND_MS } : null,
    deputies:
      deputyAfterMs !== null && people > 0
        ? { people, afterSeconds: deputyAfterMs / SECOND_MS }
        : null,
  };
}

const liveOf = (row: BroadcastRow, now: number): LiveBroadcast => ({
  id: row.id,
  cascade: row.cascade,
  texts: row.texts,
  asks: row.asks,
  drill: row.drill,
  expiresAt: now + row.cascade.expiresAfterMs,
  hasBlanks: blanksOfTexts(row.texts).length > 0,
  composed: new Map(),
});

async function linesOf({ house }: DryContext, book: Book, row: BroadcastRow): Promise<DryLine[]> {
  const rows = row.cascade.rungs.flatMap(({ channelId }) => book.channel(channelId)?.row ?? []);
  const now = house.now();
  const channels = await planChannels(house.db, rows, now);
  const sent = asSms(row);
  const shared = new Map<string, Places>();
  for (const { limit } of channels) {
    if (!limit || shared.has(limit.name)) continue;
    const known = await addressesCounted(house.db, limit.name, now);
    shared.set(limit.name, { left: Math.max(0, limit.peopleADay - limit.used), known });
  }
  return channels.map(({ id, addressKind, priceCents = null, leftToday = null, ...channel }) => ({
    channelId: id,
    name: channel.name,
    perSecond: channel.perSecond,
    messageCents: messageCents({ addressKind, priceCents }, sent),
    leftToday,
    places: (channel.limit && shared.get(channel.limit.name)) ?? null,
  }));
}

type Play = { broadcast: LiveBroadcast; sheet: DryRunSheet; fall: SilentFall; now: number };

class DryRun {
  /** What a transport said of a message before anything would have left, by channel. */
  readonly objections = new Map<number, string>();
  readonly #book: Book;
  readonly #desk: Desk;
  readonly #play: Play;
  readonly #decider: Decider;
  readonly #spent = new Map<number, number>();
  readonly #asked = new Set<string>();
  readonly #chains = new Map<string, SilentChain>();

  constructor({ publicUrl, callbackBase }: DryContext, book: Book, play: Play) {
    this.#book = book;
    this.#play = play;
    this.#desk = { publicUrl, callbackBase, secretKey: NOBODYS_KEY };
    const terms = { book, heardUntil: Number.POSITIVE_INFINITY, spent: this.#spent };
    this.#decider = new Decider(terms, play.broadcast);
    for (const { channelId } of play.broadcast.cascade.rungs) this.#close(channelId);
  }

  async play(people: readonly FrozenPerson[]): Promise<void> {
    for (const person of people) await this.#playOne(person);
  }

  async #playOne(person: FrozenPerson): Promise<void> {
    const { sheet, fall, now } = this.#play;
    const standing = this.#standing(person);
    for (;;) {
      const decided = this.#decider.decide(standing, now);
      if (!decided) return sheet.held("waits");
      if ("quiet" in decided) {
        const { settled, why } = decided.quiet.after;
        return sheet.held(settled === null ? "waits" : (why ?? "no-way"));
      }
      const { order } = decided;
      const { after, channelId } = order;
      const address = standing.ways[after.rung]?.[1] ?? "";
      if (!sheet.takePlace(channelId, address)) {
        this.#decider.close(channelId, [order]);
        continue;
      }
      fall.start(channelId, this.#chainOf(standing));
      await this.#send(person, { ...standing, at: after }, channelId);
      return this.#close(channelId);
    }
  }

  /**
   * People with the same ways open, who need the same places, go down the same cascade: it is played
   * once for all of them.
   */
  #chainOf(standing: Standing): SilentChain {
    const terms = this.#decider.termsOf(standing);
    const places = terms.cascade.rungs.map((_rung, index) => this.#placeOf(standing, index));
    const ways = terms.cascade.rungs.map((_rung, index) => `${terms.way(index)} ${places[index]}`);
    const name = ways.join();
    const known = this.#chains.get(name);
    if (known) return known;
    const chain = silentChain(terms).map((step) => ({ ...step, place: places[step.rung] ?? null }));
    this.#chains.set(name, chain);
    return chain;
  }

  /** The place that a way needs, named by the first way of the person that needs the same one. */
  #placeOf({ ways }: Standing, index: number): number | null {
    const address = ways[index]?.[1];
    const places = this.#placesOf(index);
    if (address === undefined || places === null || places.known.has(address)) return null;
    return ways.findIndex((way, at) => way?.[1] === address && this.#placesOf(at) === places);
  }

  #placesOf(rung: number): Places | null {
    const { broadcast, sheet } = this.#play;
    const channelId = broadcast.cascade.rungs[rung]?.channelId;
    return channelId === undefined ? null : sheet.placesOf(channelId);
  }

  /** Where today's quota is used up, the next one finds the channel closed. */
  #close(channelId: number): void {
    if (this.#play.sheet.hasRoom(channelId)) return;
    this.#spent.set(channelId, Number.POSITIVE_INFINITY);
  }

  #standing({ id, language, frozen_ways, variables, place }: FrozenPerson): Standing {
    return {
      broadcastId: this.#play.broadcast.id,
      ordinal: place,
      contactId: id,
      language,
      ways: frozen_ways,
      variables,
      providerId: null,
      bestChannel: null,
      at: firstPosition(this.#play.now),
    };
  }

  async #send(person: FrozenPerson, standing: Standing, channelId: number): Promise<void> {
    const { broadcast, sheet, now } = this.#play;
    const channel = this.#book.channel(channelId);
    if (!channel) return sheet.held("no-way");
    const { rung, try: tryNo } = standing.at;
    const key = { broadcastId: broadcast.id, ordinal: standing.ordinal, rung, try: tryNo };
    const to = { broadcast, channel, person: standing, key };
    const message = messageOf(this.#desk, to, now);
    sheet.sent(channelId, ELLIPSIS.test(message.body) && !this.#hasEllipsis());
    if (!sheet.wants(channelId, person.language)) return;
    const address = standing.ways[rung]?.[1] ?? "";
    sheet.sample({
      channelId,
      language: person.language,
      name: person.name.slice(0, NAME_LENGTH_MAX),
      address: shownAddress(channel.row.address_kind, address),
      heading: message.heading,
      body: message.body,
    });
    await this.#ask(channelId, message, address);
  }

  /** An ellipsis that somebody wrote at the end of a text cuts nothing off. */
  #hasEllipsis(): boolean {
    const { fr, en } = this.#play.broadcast.texts;
    return fr.body.trimEnd().endsWith("…") || en.body.trimEnd().endsWith("…");
  }

  /** The transport itself gets one message in each language, and a wire that leads nowhere. */
  async #ask(channelId: number, message: Message, address: string): Promise<void> {
    const name = `${channelId}:${message.language}`;
    const channel = this.#book.channel(channelId);
    if (!channel || this.#asked.has(name)) return;
    this.#asked.add(name);
    const wire = createDeafWire(channel.wire.reach);
    try {
      const { transport, settings } = channel;
      const outcome = await transport.send(message, address, settings, wire);
      if (outcome.kind === "misconfigured") this.objections.set(channelId, outcome.why);
    } catch {
      this.objections.set(channelId, "internal error");
    } finally {
      await wire.close();
    }
  }
}
