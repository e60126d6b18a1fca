import type { Blame, Heard, Outcome } from "../domain/outcome.ts";
import { parseReference } from "../domain/reference.ts";
import {
  arriveCanaries,
  canariesAwaiting,
  canariesKnownAs,
  passOnCanaries,
  refuseCanary,
  type Sign,
} from "../store/canaries.ts";
import type { Tx } from "../store/database.ts";
import { addTallies, TallySheet } from "../store/tallies.ts";
import type { Book } from "./deliver-book.ts";
import { isTold, numbersOf } from "./hear-numbers.ts";

type Item = { channelId: number; receivedAt: number; heard: Heard };
type Told = Extract<Heard, { kind: "receipt" | "refusal" }>;
type Own = Sign & { told: Told };

/** Test messages belong to no broadcast: their receipts are counted for the channel alone. */
export const NO_BROADCAST = 0;

/** Takes out what was told of our own test messages, and answers what is left for everybody else. */
export async function hearCanaries<T extends Item>(
  tx: Tx,
  given: { items: readonly T[]; book: Book; now: number },
): Promise<T[]> {
  const { items, book, now } = given;
  const names = items.flatMap((item) => namesOf(book, item));
  const known = await canariesKnownAs(tx, names);
  const isAnswered = items.some(({ heard }) => heard.kind === "reply");
  const awaiting = isAnswered ? await canariesAwaiting(tx) : [];
  const own: Own[] = [];
  const answers: Sign[] = [];
  const rest: T[] = [];
  for (const item of items) {
    const { channelId, receivedAt, heard } = item;
    const id = isTold(heard) ? canaryOf(heard, namesOf(book, item), known) : null;
    const answered = awaiting.length > 0 ? answeredBy(item, awaiting, book) : null;
    if (id !== null && isTold(heard)) own.push({ id, channelId, at: receivedAt, told: heard });
    else if (answered !== null) answers.push({ id: answered, channelId, at: receivedAt });
    else rest.push(item);
  }
  await apply(tx, { own, answers, now });
  return rest;
}

/** The numbers of the provider under which a test message may be known that is told about here. */
function namesOf(book: Book, item: Item): { channelId: number; providerId: string }[] {
  const { channelId, heard } = item;
  if (!isTold(heard) || heard.reference !== null || heard.providerId === null) return [];
  const forms = numbersOf(book, item).map(({ number }) => number);
  return (forms.length > 0 ? forms : [heard.providerId]).map((providerId) => ({
    channelId,
    providerId,
  }));
}

type Names = readonly { channelId: number; providerId: string }[];

function canaryOf(told: Told, names: Names, known: ReadonlyMap<string, number>): number | null {
  const key = parseReference(told.reference ?? "");
  // Ordinal 0 is a test that somebody sent to themselves.
  if (key) return key.broadcastId === NO_BROADCAST && key.ordinal > 0 ? key.ordinal : null;
  const ids = names.map(({ channelId, providerId }) => known.get(`${channelId}/${providerId}`));
  return ids.find((id) => id !== undefined) ?? null;
}

type Awaiting = Awaited<ReturnType<typeof canariesAwaiting>>;

function answeredBy({ channelId, heard }: Item, awaiting: Awaiting, book: Book): number | null {
  if (heard.kind !== "reply") return null;
  const from = book.channel(channelId)?.transport.address.parse(heard.from) ?? heard.from;
  const own = awaiting.find((one) => one.channelId === channelId && one.address === from);
  return own?.id ?? null;
}

async function apply(
  tx: Tx,
  { own, answers, now }: { own: readonly Own[]; answers: readonly Sign[]; now: number },
): Promise<void> {
  const receipts = own.flatMap(({ told, ...sign }) =>
    told.kind === "receipt" ? [{ ...sign, fact: told.fact }] : [],
  );
  const came = receipts.filter(({ fact }) => fact === "delivered" || fact === "read");
  await passOnCanaries(
    tx,
    receipts.filter(({ fact }) => fact === "sent"),
  );
  const arrived = [
    ...(await arriveCanaries(tx, came, "delivered")),
    ...(await arriveCanaries(tx, answers, "reply")),
  ];
  for (const { told, ...sign } of own) {
    if (told.kind !== "refusal") continue;
    await refuseCanary(tx, sign, { outcome: BLAMED[told.blame], why: told.why });
  }
  const sheet = new TallySheet(NO_BROADCAST);
  for (const { channelId } of arrived) sheet.add(channelId, "delivered");
  await addTallies(tx, [sheet], now);
}

/** A refusal that comes later says the same as one that comes at once. */
const BLAMED: Readonly<Record<Blame, Outcome["kind"]>> = {
  address: "rejected",
  message: "rejected",
  consent: "unsubscribed",
  platform: "unreachable",
};
