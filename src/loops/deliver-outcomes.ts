import { takeRefusals } from "../actions/channel/note-refusals.ts";
import { countStep } from "../domain/counting.ts";
import { nextStep, type Position, type Terms } from "../domain/next-step.ts";
import type { Outcome } from "../domain/outcome.ts";
import { hushChannel, slowChannel } from "../store/channel-rates.ts";
import { type Tx, transact } from "../store/database.ts";
import { noteProviderIds, type Standing, writeSteps } from "../store/deliveries.ts";
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

const HUSH_MS = 1_000;

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
    const written = await writeSteps(tx, broadcastId, { steps, now });
    await insertProviderNumbers(tx, numberedBy(results), now);
    await refundRefused(tx, { broadcast, results, now });
    const sheet = new TallySheet(broadcastId, batch.no);
    let count = 0;
    for (const [index, step] of steps.entries()) {
      sheet.add(step.channelId, "attempted");
      const kind = results[index]?.outcome.kind ?? "unknown";
      if (kind !== "accepted") sheet.add(step.channelId, kind);
      if (!written.has(step.before.ordinal)) continue;
      countStep(countOn(sheet, results[index]?.address ?? ""), {
        before: step.before.at,
        after: step.after,
        channelId: step.channelId,
      });
      if (step.after.settled !== null) count += 1;
    }
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
    const hush = longestWait(own);
    if (hush !== null) {
      const until = now + hush;
      worker.starved.set(channel.row.id, until);
      await transact(worker.house.db, async (tx) => {
        await slowChannel(tx, channel.row.id, { perSecond: channel.row.per_second, now });
        await hushChannel(tx, channel.row.id, until);
      });
    }
    const broken = own.find(({ outcome }) => outcome.kind === "misconfigured")?.outcome;
    if (broken?.kind === "misconfigured") await takeDown(worker, channel, broken.why);
  }
}

function longestWait(results: readonly Result[]): number | null {
  const waits = results.flatMap(({ outcome }) =>
    outcome.kind === "throttled" && outcome.scope !== "person" ? [outcome.waitMs ?? HUSH_MS] : [],
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
