import { countStep, isSilent } from "../domain/counting.ts";
import { nextStep } from "../domain/next-step.ts";
import type { Outcome } from "../domain/outcome.ts";
import { messageOf as causeOf } from "../lib/errors.ts";
import { giveBackCanaries, takeCanaries } from "../store/channel-rates.ts";
import { type Lease, releaseChunk } from "../store/chunks.ts";
import { transact } from "../store/database.ts";
import { claimAttempts, readChunk, type Standing, writeSteps } from "../store/deliveries.ts";
import { addTallies, PEOPLE, TallySheet } from "../store/tallies.ts";
import type { LiveBroadcast, LiveChannel } from "./deliver-book.ts";
import { channelOn, Decider, type Order, type Quiet } from "./deliver-decide.ts";
import { giveBack, grantOrders } from "./deliver-grant.ts";
import { claimLines, leaveLines } from "./deliver-lines.ts";
import { type Desk, messageOf } from "./deliver-message.ts";
import { pairsHeld } from "./deliver-pairs.ts";
import { settleUnstarted } from "./deliver-unstarted.ts";
import type { Worker } from "./deliver-worker.ts";
import { withKeep } from "./keep-told.ts";
import { OutcomeBuffer } from "./outcome-buffer.ts";

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

class ChunkRun {
  worked = 0;
  settled = 0;
  waitsFor: number | null = null;
  readonly #worker: Worker;
  readonly #lease: Lease;
  readonly #broadcast: LiveBroadcast;
  readonly #decider: Decider;
  readonly #outcomes: OutcomeBuffer;
  readonly #desk: Desk;

  constructor(worker: Worker, lease: Lease, broadcast: LiveBroadcast) {
    this.#worker = worker;
    this.#lease = lease;
    this.#broadcast = broadcast;
    this.#decider = new Decider(worker, broadcast);
    this.#outcomes = new OutcomeBuffer(worker, lease);
    const { publicUrl, callbackBase } = worker.context;
    this.#desk = { publicUrl, callbackBase, secretKey: worker.house.secretKey };
  }

  async run(people: readonly Standing[], now: number): Promise<void> {
    await this.#takeCanaries(people);
    await this.#round(people, now);
    for (const id of this.#decider.canaries.keys()) await this.#giveBackCanaries(id);
    this.settled += await this.#outcomes.finish();
  }

  /** Decides, and sends; whom a channel may not write to is decided for again without it. */
  async #round(people: readonly Standing[], now: number): Promise<void> {
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
        const { sent, unsent, full } = await this.#sendOn(id, own);
        this.#decider.unspend(id, own.length - sent);
        await this.#unpark(unsent, now);
        this.#decider.close(id, full);
        const again = full.map(({ before }) => before);
        if (again.length > 0) await this.#round(again, now);
      }),
    );
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
  async #giveBackCanaries(channelId: number): Promise<void> {
    const spare = this.#decider.canaries.get(channelId) ?? 0;
    if (spare === 0) return;
    await transact(
      this.#worker.house.db,
      async (tx) => await giveBackCanaries(tx, channelId, spare),
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

  /** Answers how many went out, which wait for tokens, and whom this channel may not write to. */
  async #sendOn(channelId: number, orders: Order[]) {
    const channel = this.#worker.book.channel(channelId);
    if (!channel) return { sent: 0, unsent: orders, full: [] };
    const { termsOf } = this.#decider;
    const { free, held } = await pairsHeld(this.#worker, { channel, termsOf }, orders);
    await this.#write(held, this.#worker.house.now());
    const of = { channel, broadcast: this.#broadcast };
    const ask = { ...of, lane: this.#lease.lane, orders: free };
    const { orders: granted, later, waits, full } = await grantOrders(this.#worker, ask);
    if (waits) this.#waitFor(channelId);
    const sent = await this.#sendGranted(channel, granted);
    await giveBack(this.#worker, of, granted.length - sent);
    return { sent, unsent: [...granted.slice(sent), ...later], full };
  }

  /** Where people wait for several channels, the chunk is looked at again when the first is ready. */
  #waitFor(channelId: number): void {
    const readyAt = (id: number): number => this.#worker.starved.get(id) ?? 0;
    if (this.waitsFor === null || readyAt(channelId) < readyAt(this.waitsFor)) {
      this.waitsFor = channelId;
    }
  }

  /** Answers how many of them went out before the lease came to its end. */
  async #sendGranted(channel: LiveChannel, orders: readonly Order[]): Promise<number> {
    let used = 0;
    const { sliceMax } = this.#worker.limits;
    const gate = this.#worker.gateOf(channel.row.id, this.#lease.lane);
    const sending: Promise<void>[] = [];
    while (used < orders.length) {
      const slice = orders.slice(used, used + sliceMax);
      await gate.enter(slice.length);
      if (this.#worker.house.now() > this.#worker.lastSend(this.#lease.until)) {
        gate.leave(slice.length);
        break;
      }
      used += slice.length;
      sending.push(this.#sendSlice(channel, slice));
    }
    await Promise.all(sending);
    return used;
  }

  /** Commits the slice as *sending*, then touches the network. The gate was entered for all of it. */
  async #sendSlice(channel: LiveChannel, slice: readonly Order[]): Promise<void> {
    const gate = this.#worker.gateOf(channel.row.id, this.#lease.lane);
    const now = this.#worker.house.now();
    let inHand = slice.length;
    try {
      // Decided again: the time of the attempt is the time of its commit, not that of the reading.
      const steps = slice.map((order) => ({
        ...order,
        after: { ...order.after, ...timesOf(order, now) },
      }));
      const { ours, held } = await this.#claim(channel, steps, now);
      gate.leave(slice.length - ours.length);
      inHand = ours.length;
      const landed = (): void => {
        gate.leave(1);
        inHand -= 1;
      };
      await Promise.all([
        this.#putOff(channel, held, now),
        ...ours.map((order) => this.#sendOne(channel, order, landed)),
      ]);
    } finally {
      gate.leave(inHand);
    }
  }

  async #claim(channel: LiveChannel, steps: readonly Order[], now: number) {
    const { house } = this.#worker;
    const claimed = await transact(house.db, async (tx) => {
      const { termsOf } = this.#decider;
      const { free, held } = await claimLines(tx, { house, channel, now, termsOf }, steps);
      const ordinals = new Set(await claimAttempts(tx, this.#broadcast.id, free));
      const ours = free.filter((step) => ordinals.has(step.before.ordinal));
      const lost = free.filter((step) => !ordinals.has(step.before.ordinal));
      await leaveLines(tx, { house, channel }, lost);
      const sheet = this.#sheet();
      for (const order of ours) this.#count(sheet, order, now);
      await addTallies(tx, [sheet], now);
      return { ours, held };
    });
    this.worked += claimed.ours.length;
    return claimed;
  }

  /** Whoever is on the telephone is called when that is over; what they were granted goes back. */
  async #putOff(channel: LiveChannel, held: readonly Quiet[], now: number): Promise<void> {
    if (held.length === 0) return;
    await this.#write(held, now);
    await giveBack(this.#worker, { channel, broadcast: this.#broadcast }, held.length);
    if (!this.#decider.canaries.has(channel.row.id)) return;
    await transact(
      this.#worker.house.db,
      async (tx) => await giveBackCanaries(tx, channel.row.id, held.length),
    );
  }

  /** One promise for each message, and the transport's own: there are many thousands a second. */
  async #sendOne(channel: LiveChannel, order: Order, landed: () => void): Promise<void> {
    const { before, after } = order;
    const person: Standing = { ...before, at: after };
    const address = before.ways[after.rung]?.[1] ?? "";
    let outcome: Outcome;
    try {
      outcome = await this.#send(channel, person, address);
    } catch (cause) {
      // A bug in an adapter: whether the message left, nobody can say. The campaign goes on.
      const { log } = this.#worker.context;
      log.error({ channel: channel.row.id, cause: causeOf(cause) }, "A transport threw.");
      outcome = { kind: "unknown", why: "internal error" };
    }
    this.#outcomes.add({ person, channel, address, terms: this.#decider.termsOf(person), outcome });
    landed();
  }

  #send(channel: LiveChannel, person: Standing, address: string): Promise<Outcome> {
    const { house } = this.#worker;
    const { rung, try: tryNo } = person.at;
    const key = { broadcastId: person.broadcastId, ordinal: person.ordinal, rung, try: tryNo };
    const to = { broadcast: this.#broadcast, channel, person, key };
    const message = withKeep(house, channel, messageOf(this.#desk, to, house.now()));
    return channel.transport.send(message, address, channel.settings, channel.wire);
  }
}

function timesOf({ after }: Order, now: number): { attemptedAt: number; dueAt: number } {
  const patienceMs = after.dueAt - (after.attemptedAt ?? now);
  return { attemptedAt: now, dueAt: now + patienceMs };
}
