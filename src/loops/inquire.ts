import { takeStragglers } from "../actions/inbox/claim-stragglers.ts";
import { takeIn } from "../actions/inbox/take-in.ts";
import { referenceOf } from "../domain/reference.ts";
import { messageOf } from "../lib/errors.ts";
import type { Straggler } from "../store/inquiries.ts";
import { Book, type BookContext, type LiveChannel } from "./deliver-book.ts";

/** A round asks one after the other, so that questions never crowd out messages. */
const ASKED_MAX = 100;
/** A provider that hardly answers is not waited for: the rest of the round is left to its patience. */
const ROUND_MS = 30_000;

/**
 * Asks providers that lose callbacks what became of messages without a last word. Their answer goes
 * into the inbox, and is read like any callback. Answers how many said something.
 */
export async function inquireOnce(context: BookContext): Promise<number> {
  const { house } = context;
  const book = new Book(context);
  await book.refresh();
  const asked = book.channels().filter(({ row, transport }) => {
    return transport.inquire !== undefined && row.state !== "down";
  });
  if (asked.length === 0) return 0;
  const channelIds = asked.map(({ row }) => row.id);
  let told = 0;
  const endsAt = house.now() + ROUND_MS;
  for (const straggler of await takeStragglers(house, { channelIds, limit: ASKED_MAX })) {
    const channel = book.channel(straggler.channelId);
    if (house.now() > endsAt) break;
    if (channel && (await askAbout(context, channel, straggler))) told += 1;
  }
  return told;
}

async function askAbout(
  { house, log }: BookContext,
  { row, transport, settings, wire }: LiveChannel,
  straggler: Straggler,
): Promise<boolean> {
  try {
    const body = (await transport.inquire?.(straggler.providerId, settings, wire)) ?? null;
    if (body === null) return false;
    const query = new URLSearchParams({ reference: referenceOf(straggler) }).toString();
    const about = { channelId: row.id, receivedAt: house.now(), contentType: "application/json" };
    await takeIn(house, [{ ...about, query, body }]);
    return true;
  } catch (cause) {
    log.error({ channel: row.id, cause: messageOf(cause) }, "A question could not be asked.");
    return false;
  }
}
