import { takeRefusals } from "../actions/channel/note-refusals.ts";
import { countStep } from "../domain/counting.ts";
import { nextStep, type Position, type Terms } from "../domain/next-step.ts";
import type { Outcome } from "../domain/outcome.ts";
import { pauseOf } from "../domain/ways-ahead.ts";
import { endRefusals, hushChannel, slowChannel } from "../store/channel-rates.ts";
import { type Tx, transact } from "../store/database.ts";
import { lockBests, noteProviderIds, type Standing, writeSteps } from "../store/deliveries.ts";
import { insertProviderNumbers, type Numbered } from "../store/provider-numbers.ts";
import { addTallies, TallySheet } from "../store/tallies.ts";
import { countOn } from "./count-places.ts";
import type { LiveBroadcast, LiveChannel } from "./deliver-book.ts";
import { refund } from "./deliver-grant.ts";
import { hangUpRefused } from "./deliver-lines.ts";
import type { Worker } from "./deliver-worker.ts";
import { switchChannel } from "./switch-channel.ts";

/** What became of one attempt: `person` stands at *sending*. */
export type Result = {
  person: Standing;
  channel: LiveChannel;
  address: string;
  terms: Terms;
  outcome: Outcome;
};

/** Which chunk of which broadcast it is about. */
export type Batch = { broadcastId: number; no: number };

/**
 * Writes the outcomes of a batch, each only where nobody knows better. Answers how many settled. Rows
 * are taken in the order of their ordinals, as whoever hears receipts does (store/deliveries.ts): the
 * two meet on the same people all the time, and must not each hold what the other waits for.
 */
export async function writeOutcomes(
  worker: Worker,
  batch: Batch,
  answered: readonly Result[],
): Promise<number> {
  const { broadcastId } = batch;
  const results = answered.toSorted((a, b) => a.person.ordinal - b.person.ordinal);
  const now = worker.house.now();
  // First, so that whoever goes back to the queue does not come out on the same channel again.
  await noteTrouble(worker, results, now);
  const steps = results.map((result) => stepOf(result, now));
  const broadcast = await worker.book.broadcast(broadcastId);
  const { settled, late } = await transact(worker.house.db, async (tx) => {
    // Before the people, as whoever calls takes them.
    await hangUpRefused(tx, worker.house, results);
    const bests = await bestsBeside(tx, results);
    const written = await writeSteps(tx, broadcastId, { steps, now });
    await insertProviderNumbers(tx, numberedBy(results), now);
    await refundRefused(tx, { broadcast, results, now });
    const sheet = new TallySheet(broadcastId, batch.no);
    const count = countOutcomes(sheet, results, { steps, written, bests });
    await addTallies(tx, [sheet], now);
    return { settled: count, late: overtaken(results, written) };
  });
  // By itself: after those above, these would be taken out of their order.
  if (late.length > 0) {
    await transact(worker.house.db, async (tx) => await noteProviderIds(tx, broadcastId, late));
  }
  await noteAddresses(worker, results);
  return settled;
}

/** What these outcomes add to the numbers. Answers how many people are settled by them. */
function countOutcomes(
  sheet: TallySheet,
  results: readonly Result[],
  wrote: {
    steps: readonly ReturnType<typeof stepOf>[];
    written: ReadonlySet<number>;
    bests: ReadonlyMap<number, number>;
  },
): number {
  const { steps, written, bests } = wrote;
  let count = 0;
  for (const [index, { before, after, channelId }] of steps.entries()) {
    sheet.add(channelId, "attempted");
    const kind = results[index]?.outcome.kind ?? "unknown";
    if (kind !== "accepted") sheet.add(channelId, kind);
    if (!written.has(before.ordinal)) continue;
    const at = { ...before.at, best: bests.get(before.ordinal) ?? before.at.best };
    const address = results[index]?.address ?? "";
    countStep(countOn(sheet, address), { before: at, after, channelId });
    if (after.settled !== null) count += 1;
  }
  return count;
}

function stepOf(result: Result, now: number) {
  const { person, channel, terms, outcome } = result;
  const after: Position = nextStep(terms, person.at, { kind: "outcome", outcome }, now);
  return {
    before: person,
    after,
    channelId: channel.row.id,
    providerId: outcome.kind === "accepted" ? outcome.providerId : null,
    told: { outcome: outcome.kind, why: "why" in outcome ? outcome.why.slice(0, 200) : null },
  };
}

/**
 * How far these people have come meanwhile by an earlier attempt, of which a receipt may come at any
 * moment: it moves nothing that the step is guarded by, and has counted them already.
 */
async function bestsBeside(tx: Tx, results: readonly Result[]): Promise<Map<number, number>> {
  const isLater = ({ person, outcome }: Result): boolean =>
    outcome.kind === "accepted" && (person.at.rung > 0 || person.at.try > 0);
  if (!results.some(isLater)) return new Map();
  const ordinals = results.map(({ person }) => person.ordinal);
  return await lockBests(tx, results[0]?.person.broadcastId ?? 0, ordinals);
}

/** A receipt was faster than the answer: only the provider's own number is still missing. */
function overtaken(results: readonly Result[], written: ReadonlySet<number>) {
  return results.flatMap(({ person, outcome }) => {
    if (outcome.kind !== "accepted" || outcome.providerId === null) return [];
    if (written.has(person.ordinal)) return [];
    const { rung, try: tryNo } = person.at;
    return [{ ordinal: person.ordinal, rung, try: tryNo, providerId: outcome.providerId }];
  });
}

/** What may have been taken is paid for; a definite refusal is not. */
async function refundRefused(
  tx: Tx,
  given: { broadcast: LiveBroadcast | null; results: readonly Result[]; now: number },
): Promise<void> {
  const { broadcast, results, now } = given;
  const refused = results.filter(
    ({ channel, outcome }) =>
      channel.row.price_cents !== null && outcome.kind !== "accepted" && outcome.kind !== "unknown",
  );
  if (!broadcast || refused.length === 0) return;
  const byChannel = [...Map.groupBy(refused, (result) => result.channel)];
  // In one order for everybody: two batches of a broadcast are paid back at the same time.
  for (const [channel, own] of byChannel.sort(([a], [b]) => a.row.id - b.row.id)) {
    await refund(tx, { channel, broadcast, messages: own.length, now });
  }
}

/** The numbers of those providers that will tell of a message by nothing else. */
function numberedBy(results: readonly Result[]): Numbered[] {
  return results.flatMap(({ person, channel, outcome }) => {
    if (channel.transport.numberForms === undefined) return [];
    if (outcome.kind !== "accepted" || outcome.providerId === null) return [];
    const { rung, try: tryNo } = person.at;
    const key = { broadcastId: person.broadcastId, ordinal: person.ordinal, rung, try: tryNo };
    return [{ ...key, channelId: channel.row.id, number: outcome.providerId }];
  });
}

/** A channel that refuses us is everybody's trouble: it is said once, for all people and nodes. */
async function noteTrouble(worker: Worker, results: readonly Result[], now: number): Promise<void> {
  const channels = Map.groupBy(results, (result) => result.channel);
  for (const [channel, own] of channels) {
    await noteSpeed(worker, { channel, own, now });
    const broken = own.find(({ outcome }) => outcome.kind === "misconfigured")?.outcome;
    if (broken?.kind === "misconfigured") await takeDown(worker, channel, broken.why);
  }
}

/** What was refused for speed, and what was taken after that. */
async function noteSpeed(
  worker: Worker,
  { channel, own, now }: { channel: LiveChannel; own: readonly Result[]; now: number },
): Promise<void> {
  const { id, per_second: perSecond } = channel.row;
  const hush = longestWait(own);
  const took = own.some(({ outcome }) => outcome.kind === "accepted");
  if (hush === null && !(took && worker.book.quiet(id) !== null)) return;
  await transact(worker.house.db, async (tx) => {
    if (hush === null) return await endRefusals(tx, id, now);
    const until = now + hush;
    worker.starve(id, until);
    await slowChannel(tx, id, { perSecond, now });
    await hushChannel(tx, id, { now, until, took });
  });
  await worker.book.refresh();
}

function longestWait(results: readonly Result[]): number | null {
  const waits = results.flatMap(({ outcome }) =>
    outcome.kind === "throttled" && outcome.scope !== "person" ? [pauseOf(outcome)] : [],
  );
  return waits.length === 0 ? null : Math.max(...waits);
}

async function takeDown(worker: Worker, channel: LiveChannel, why: string): Promise<void> {
  if (worker.book.channel(channel.row.id)?.row.state === "down") return;
  const to = { id: channel.row.id, state: "down", reason: why, source: "account" } as const;
  await switchChannel(worker.house, "deliver", to);
  await worker.book.refresh();
}

async function noteAddresses(worker: Worker, results: readonly Result[]): Promise<void> {
  for (const [channel, own] of Map.groupBy(results, (result) => result.channel)) {
    const rejected = own.flatMap(({ outcome, address }) =>
      outcome.kind === "rejected" && outcome.scope === undefined
        ? [{ address, why: outcome.why }]
        : [],
    );
    const unsubscribed = own
      .filter(({ outcome }) => outcome.kind === "unsubscribed")
      .map(({ person }) => person.contactId);
    if (rejected.length + unsubscribed.length === 0) continue;
    await takeRefusals(worker.house, {
      kind: channel.row.address_kind,
      channelName: channel.row.name,
      drill: channel.row.drill,
      rejected,
      unsubscribed,
    });
  }
}
