import { countStep, isSilent } from "../domain/counting.ts";
import { nextStep } from "../domain/next-step.ts";
import type { Outcome } from "../domain/outcome.ts";
import { messageOf as causeOf } from "../lib/errors.ts";
import {
  giveBackCanaries,
  giveBackTokens,
  takeCanaries,
  takeTokens,
} from "../store/channel-rates.ts";
import { type Lease, releaseChunk } from "../store/chunks.ts";
import { transact } from "../store/database.ts";
import { claimAttempts, readChunk, type Standing, writeSteps } from "../store/deliveries.ts";
import { addTallies, PEOPLE, TallySheet } from "../store/tallies.ts";
import type { LiveBroadcast, LiveChannel } from "./deliver-book.ts";
import { channelOn, Decider, type Order, type Quiet } from "./deliver-decide.ts";
import { messageOf } from "./deliver-message.ts";
import type { Worker } from "./deliver-worker.ts";
import { withKeep } from "./keep-told.ts";
import { OutcomeBuffer } from "./outcome-buffer.ts";

/** Small buckets are emptied rarely rather than drop by drop. */
const STARVED_MS = 100;

/** One leased chunk, from reading it to giving it back. Answers whether anything was done. */
export async function deliverChunk(worker: Worker, lease: Lease): Promise<boolean> {
  const { house } = worker;
  const broadcast = await worker.book.broadcast(lease.broadcastId);
  const now = house.now();
  const dueBy = lease.review || lease.cancelled ? null : now;
  const people = await readChunk(house.db, { ...lease, dueBy });
  const done = { worked: 0, settled: 0, waitsFor: null as number | null };
  if (broadcast && people.length > 0) {
    const chunk = new ChunkRun(worker, lease, broadcast);
    if (lease.cancelled) await chunk.cancel(people, now);
    else await chunk.run(people, now);
    Object.assign(done, { worked: chunk.worked, settled: chunk.settled, waitsFor: chunk.waitsFor });
  } else if (lease.cancelled && people.length > 0) {
    // Cancelled before it ever started: there are no terms to settle by, and nothing in the air.
    done.settled = await settleUnstarted(worker, lease, people);
    done.worked = done.settled;
  }
  await transact(house.db, async (tx) => await releaseChunk(tx, lease, done));
  return done.worked > 0;
}

async function settleUnstarted(worker: Worker, lease: Lease, people: Standing[]): Promise<number> {
  const now = worker.house.now();
  const steps = people.map((before) => ({
    before,
    after: { ...before.at, settled: "cancelled" as const },
    channelId: 0,
    providerId: null,
  }));
  const written = await transact(
    worker.house.db,
    async (tx) => await writeSteps(tx, lease.broadcastId, { steps, now }),
  );
  return written.size;
}

class ChunkRun {
  worked = 0;
  settled = 0;
  waitsFor: number | null = null;
  readonly #worker: Worker;
  readonly #lease: Lease;
  readonly #broadcast: LiveBroadcast;
  readonly #decider: Decider;
  readonly #outcomes: OutcomeBuffer;

  constructor(worker: Worker, lease: Lease, broadcast: LiveBroadcast) {
    this.#worker = worker;
    this.#lease = lease;
    this.#broadcast = broadcast;
    this.#decider = new Decider(worker, broadcast);
    this.#outcomes = new OutcomeBuffer(worker, lease);
  }

  async run(people: readonly Standing[], now: number): Promise<void> {
    await this.#takeCanaries(people);
    const orders: Order[] = [];
    const quiet: Quiet[] = [];
    for (const person of people) {
      const decided = this.#decider.decide(person, now);
      if (decided && "quiet" in decided) quiet.push(decided.quiet);
      if (!decided || !("order" in decided)) continue;
      orders.push(decided.order);
      this.#decider.spend(decided.order.channelId);
    }
    await this.#write(quiet, now);
    const byChannel = Map.groupBy(orders, (order) => order.channelId);
    await Promise.all(
      [...byChannel].map(async ([id, own]) => {
        const sent = await this.#sendOn(id, own);
        await this.#giveBackCanaries(id, own.length - sent);
        await this.#unpark(own.slice(sent), now);
      }),
    );
    for (const id of this.#decider.canaries.keys()) {
      if (!byChannel.has(id)) await this.#giveBackCanaries(id, 0);
    }
    this.settled += await this.#outcomes.finish();
  }

  async cancel(people: readonly Standing[], now: number): Promise<void> {
    const quiet = people.map((before) => ({
      before,
      after: nextStep(this.#decider.termsOf(before), before.at, { kind: "cancel" }, now),
      channelId: channelOn(before, before.at.rung) ?? 0,
    }));
    await this.#write(quiet, now);
  }

  async #takeCanaries(people: readonly Standing[]): Promise<void> {
    for (const { row } of this.#worker.book.channels()) {
      if (row.state !== "probing") continue;
      const wanted = people.filter(({ ways }) => ways.some((way) => way?.[0] === row.id)).length;
      if (wanted === 0) continue;
      const taken = await transact(
        this.#worker.house.db,
        async (tx) => await takeCanaries(tx, row.id, wanted),
      );
      this.#decider.canaries.set(row.id, taken);
    }
  }

  /** Who had been told to wait for the channel, and now waits for a token only, is due again. */
  async #unpark(unsent: readonly Order[], now: number): Promise<void> {
    const parked = unsent.filter(({ before }) => before.at.dueAt > now);
    const steps = parked.map(({ before, channelId }) => ({
      before,
      after: { ...before.at, dueAt: now },
      channelId,
    }));
    await this.#write(steps, now);
  }

  /** Canaries that nobody needed, and those that found no token. */
  async #giveBackCanaries(channelId: number, unsent: number): Promise<void> {
    const spare = this.#decider.canaries.get(channelId);
    if (spare === undefined || spare + unsent === 0) return;
    await transact(
      this.#worker.house.db,
      async (tx) => await giveBackCanaries(tx, channelId, spare + unsent),
    );
  }

  async #write(quiet: readonly Quiet[], now: number): Promise<void> {
    if (quiet.length === 0) return;
    const steps = quiet.map((step) => ({ ...step, providerId: null }));
    await transact(this.#worker.house.db, async (tx) => {
      const written = await writeSteps(tx, this.#broadcast.id, { steps, now });
      const sheet = this.#sheet();
      for (const step of quiet) {
        if (!written.has(step.before.ordinal)) continue;
        this.worked += 1;
        if (step.after.settled !== null) this.settled += 1;
        this.#count(sheet, step, now);
      }
      await addTallies(tx, [sheet], now);
    });
  }

  #sheet = (): TallySheet => new TallySheet(this.#broadcast.id, this.#lease.no);

  #count(sheet: TallySheet, step: Order | Quiet, now: number): void {
    const { before, after, channelId } = step;
    const left = channelOn(before, before.at.rung) ?? 0;
    if (isSilent(before.at, after, now)) sheet.add(left, "silent");
    countStep((id, what) => sheet.add(id ?? PEOPLE, what), { before: before.at, after, channelId });
  }

  /** Answers how many of the orders went out; the others wait for tokens. */
  async #sendOn(channelId: number, orders: Order[]): Promise<number> {
    const channel = this.#worker.book.channel(channelId);
    if (!channel) return 0;
    const granted = await this.#takeTokens(channel, orders.length);
    let used = 0;
    const { sliceMax } = this.#worker.limits;
    const gate = this.#worker.gateOf(channelId);
    const sending: Promise<void>[] = [];
    while (used < granted) {
      const slice = orders.slice(used, Math.min(used + sliceMax, granted));
      await gate.enter(slice.length);
      if (this.#worker.house.now() > this.#worker.lastSend(this.#lease.until)) {
        gate.leave(slice.length);
        break;
      }
      used += slice.length;
      sending.push(this.#sendSlice(channel, slice));
    }
    await Promise.all(sending);
    if (used < granted) {
      await transact(
        this.#worker.house.db,
        async (tx) => await giveBackTokens(tx, channelId, granted - used),
      );
    }
    return used;
  }

  async #takeTokens({ row }: LiveChannel, wanted: number): Promise<number> {
    const now = this.#worker.house.now();
    const { per_second: perSecond, daily_max: dailyMax } = row;
    const ask = { channelId: row.id, wanted, perSecond, dailyMax, now };
    const { taken, readyAt, isSpent } = await transact(
      this.#worker.house.db,
      async (tx) => await takeTokens(tx, ask),
    );
    // The rest of the day belongs to the next channel of each cascade.
    if (isSpent && taken < wanted) this.#worker.spent.set(row.id, readyAt);
    else if (taken < wanted) {
      this.waitsFor = row.id;
      this.#worker.starved.set(row.id, Math.max(readyAt, now + STARVED_MS));
    }
    return taken;
  }

  /** Commits the slice as *sending*, then touches the network. The gate was entered for all of it. */
  async #sendSlice(channel: LiveChannel, slice: readonly Order[]): Promise<void> {
    const gate = this.#worker.gateOf(channel.row.id);
    const now = this.#worker.house.now();
    let inHand = slice.length;
    try {
      // Decided again: the time of the attempt is the time of its commit, not that of the reading.
      const steps = slice.map((order) => ({
        ...order,
        after: { ...order.after, ...timesOf(order, now) },
      }));
      const ours = await this.#claim(steps, now);
      gate.leave(slice.length - ours.length);
      inHand = ours.length;
      await Promise.all(
        ours.map(async (order) => {
          await this.#sendOne(channel, order);
          gate.leave(1);
          inHand -= 1;
        }),
      );
    } finally {
      gate.leave(inHand);
    }
  }

  async #claim(steps: readonly Order[], now: number): Promise<Order[]> {
    const claimed = await transact(this.#worker.house.db, async (tx) => {
      const ordinals = new Set(await claimAttempts(tx, this.#broadcast.id, steps));
      const ours = steps.filter((step) => ordinals.has(step.before.ordinal));
      const sheet = this.#sheet();
      for (const order of ours) this.#count(sheet, order, now);
      await addTallies(tx, [sheet], now);
      return ours;
    });
    this.worked += claimed.length;
    return claimed;
  }

  async #sendOne(channel: LiveChannel, { before, after }: Order): Promise<void> {
    const person: Standing = { ...before, at: after };
    const address = before.ways[after.rung]?.[1] ?? "";
    const outcome = await this.#outcomeOf(channel, person, address);
    const terms = this.#decider.termsOf(person);
    await this.#outcomes.add({ person, channel, address, terms, outcome });
  }

  async #outcomeOf(channel: LiveChannel, person: Standing, address: string): Promise<Outcome> {
    const { context, house } = this.#worker;
    const { rung, try: tryNo } = person.at;
    const key = { broadcastId: person.broadcastId, ordinal: person.ordinal, rung, try: tryNo };
    const { publicUrl, callbackBase } = context;
    const desk = { publicUrl, callbackBase, secretKey: house.secretKey };
    try {
      const to = { broadcast: this.#broadcast, channel, person, key };
      const message = withKeep(house, channel, messageOf(desk, to, house.now()));
      return await channel.transport.send(message, address, channel.settings, channel.wire);
    } catch (cause) {
      // A bug in an adapter: whether the message left, nobody can say. The campaign goes on.
      context.log.error({ channel: channel.row.id, cause: causeOf(cause) }, "A transport threw.");
      return { kind: "unknown", why: "internal error" };
    }
  }
}

function timesOf({ after }: Order, now: number): { attemptedAt: number; dueAt: number } {
  const patienceMs = after.dueAt - (after.attemptedAt ?? now);
  return { attemptedAt: now, dueAt: now + patienceMs };
}
