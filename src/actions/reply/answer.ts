import type { Meaning } from "../../domain/answer.ts";
import { type Cascade, factRank } from "../../domain/cascade.ts";
import { countStep } from "../../domain/counting.ts";
import { type News, nextStep, type Position, type Terms } from "../../domain/next-step.ts";
import { type AnsweredBroadcast, answeredBroadcasts } from "../../store/broadcasts.ts";
import { tellChunks } from "../../store/chunks.ts";
import type { Tx } from "../../store/database.ts";
import {
  chunkOf,
  deliveryName,
  lockDeliveries,
  type Standing,
  writeSteps,
} from "../../store/deliveries.ts";
import { notifyLive } from "../../store/events.ts";
import { kinOf, saveAnswers } from "../../store/replies.ts";
import { PEOPLE, TallySheet } from "../../store/tallies.ts";

type Key = { broadcastId: number; ordinal: number };
export type Answer = {
  delivery: Key;
  broadcast: AnsweredBroadcast;
  meaning: Meaning;
  /** What they chose, where anything was to be chosen. */
  answer: string | null;
  channelId: number;
};

/** Replies count in rows of their own: those who note receipts do not wait for them. */
const SHARD = 1;

/** What a slice of replies counts, broadcast by broadcast: written once at its end, in one order. */
export type Sheets = Map<number, TallySheet>;
type Scene = { now: number; sheets: Sheets };

function sheetOf(sheets: Sheets, broadcastId: number): TallySheet {
  const sheet = sheets.get(broadcastId) ?? new TallySheet(broadcastId, SHARD);
  sheets.set(broadcastId, sheet);
  return sheet;
}

/**
 * Stops the cascades of whoever has answered, each person once. An answer to a reminder is an answer to
 * what it reminds of, and the other way round.
 */
export async function answerAll(tx: Tx, answers: readonly Answer[], scene: Scene): Promise<void> {
  const people = await answerDeliveries(tx, answers, scene);
  // The board of a safety check is watched long after the last message has left.
  const chosen = answers.filter(({ answer }) => answer !== null);
  for (const broadcastId of new Set(chosen.map(({ broadcast }) => broadcast.id))) {
    await notifyLive(tx, { name: "progress", broadcastId });
  }
  const kin = await kinOfAll(tx, answers, people);
  if (kin.length > 0) await answerDeliveries(tx, kin, scene);
}

async function kinOfAll(
  tx: Tx,
  answers: readonly Answer[],
  people: ReadonlyMap<string, number>,
): Promise<Answer[]> {
  const insisted = answers.flatMap((answer) => {
    const root = rootOf(answer);
    const contactId = people.get(deliveryName(answer.delivery));
    return root === null || contactId === undefined ? [] : [{ answer, root, contactId }];
  });
  const found = await kinOf(tx, insisted);
  const broadcasts = await answeredBroadcasts(
    tx,
    found.map(({ broadcastId }) => broadcastId),
  );
  const byPerson = Map.groupBy(found, ({ contactId, root }) => `${contactId}/${root}`);
  return insisted.flatMap(({ answer, root, contactId }) =>
    (byPerson.get(`${contactId}/${root}`) ?? []).flatMap((delivery) => {
      const broadcast = broadcasts.get(delivery.broadcastId);
      const isItself = delivery.broadcastId === answer.delivery.broadcastId;
      return broadcast && !isItself ? [{ ...answer, delivery, broadcast }] : [];
    }),
  );
}

/** The broadcast that asked first and insists, where this answer ends the asking. */
export function rootOf({
  broadcast,
  answer,
  meaning,
}: Pick<Answer, "broadcast" | "answer" | "meaning">): number | null {
  const isReminder = broadcast.kind === "reminder";
  const insists = isReminder || broadcast.insist !== null;
  const settles = answer !== null || meaning === "read";
  return insists && settles ? (isReminder ? broadcast.follows : broadcast.id) : null;
}

type Moved = { answer: Answer; before: Standing; after: Position };

/** Each delivery once. Answers whose they are. */
async function answerDeliveries(
  tx: Tx,
  answers: readonly Answer[],
  { now, sheets }: Scene,
): Promise<Map<string, number>> {
  const byDelivery = new Map(answers.map((one) => [deliveryName(one.delivery), one]));
  const moved: Moved[] = [];
  for (const before of await lockDeliveries(
    tx,
    answers.map(({ delivery }) => delivery),
  )) {
    const answer = byDelivery.get(deliveryName(before));
    if (!answer) continue;
    const { cascade, started_at: startedAt } = answer.broadcast;
    const terms = termsOf(cascade, startedAt?.getTime() ?? now);
    moved.push({ answer, before, after: nextStep(terms, before.at, newsOf(answer, before), now) });
  }
  for (const [broadcastId, own] of Map.groupBy(moved, ({ before }) => before.broadcastId)) {
    await write(tx, sheetOf(sheets, broadcastId), { moved: own, now });
  }
  await tellChunks(tx, settledIn(moved));
  return new Map(moved.map(({ before }) => [deliveryName(before), before.contactId]));
}

async function write(
  tx: Tx,
  sheet: TallySheet,
  { moved, now }: { moved: readonly Moved[]; now: number },
): Promise<void> {
  const { broadcastId } = sheet;
  const steps = moved.flatMap(({ answer, before, after }) => {
    const { channelId } = answer;
    return after === before.at ? [] : [{ before, after, channelId, providerId: before.providerId }];
  });
  await writeSteps(tx, broadcastId, { steps, now });
  const answers = moved.flatMap(({ answer: { answer }, before: { ordinal } }) =>
    answer === null ? [] : [{ ordinal, answer }],
  );
  const earlier = await saveAnswers(tx, broadcastId, { answers, now });
  for (const { ordinal, answer } of answers) {
    const previous = earlier.get(ordinal) ?? null;
    // Whoever changes their answer is counted where they stand now.
    if (previous !== null) sheet.add(PEOPLE, `answer:${previous}`, -1);
    sheet.add(PEOPLE, `answer:${answer}`);
  }
  for (const { answer, before, after } of moved) {
    const step = { before: before.at, after, channelId: answer.channelId };
    countStep((id, what) => sheet.add(id ?? PEOPLE, what), step);
  }
}

function settledIn(moved: readonly Moved[]) {
  const settled = moved.filter(
    ({ before, after }) => after.settled !== null && before.at.settled === null,
  );
  const chunks = Map.groupBy(settled, ({ before }) =>
    deliveryName({ broadcastId: before.broadcastId, ordinal: chunkOf(before.ordinal) }),
  );
  return [...chunks.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { broadcastId, ordinal } = first.before;
    return [{ broadcastId, no: chunkOf(ordinal), settled: own.length, pullTo: null }];
  });
}

/** Any word from a person proves that they have read it; only an answer ends their cascade. */
function newsOf({ meaning }: Answer, { at }: Standing): News {
  if (meaning === "stop") return { kind: "optOut" };
  if (meaning === "safe" || meaning === "help" || meaning === "read") return { kind: "answer" };
  return { kind: "receipt", rung: at.rung, try: at.try, fact: factRank("replied") };
}

/** An answer needs no way to send: the state of the channels does not matter here. */
const termsOf = (cascade: Cascade, startedAt: number): Terms => ({
  cascade,
  expiresAt: startedAt + cascade.expiresAfterMs,
  way: () => "none",
  quiet: () => null,
  idempotent: () => false,
});
