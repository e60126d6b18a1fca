import type { House } from "../actions/action.ts";
import { takeChannelTokens } from "../actions/channel/take-tokens.ts";
import { carrierOf } from "../actions/subscriber/offer.ts";
import { claimTests, settleTest } from "../actions/tester/send-test.ts";
import { claimTesterCodes, settleTesterCode, testerCode } from "../actions/tester/testers.ts";
import type { Texts } from "../domain/language.ts";
import { blanksOfTexts } from "../domain/message.ts";
import { firstPosition } from "../domain/next-step.ts";
import type { Outcome } from "../domain/outcome.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { messageOf as causeOf } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";
import { findBroadcast } from "../store/broadcasts.ts";
import { readOrganisation } from "../store/organisation.ts";
import { hasTestWork, type TesterRow, type TestMessageRow } from "../store/testers.ts";
import type { Message } from "../transports/transport.ts";
import { Book, type LiveChannel } from "./deliver-book.ts";
import { messageOf } from "./deliver-message.ts";
import type { DeliverContext } from "./deliver-worker.ts";

type TestContext = Pick<DeliverContext, "house" | "wireFor" | "publicUrl" | "callbackBase" | "log">;

const VALIDITY_MS = 15 * MINUTE_MS;
/** No broadcast has this number: answers and receipts of tests count for nobody. */
const NO_BROADCAST = 0;

/** Sends the codes of testers and the messages they get. Answers whether there was work. */
export async function testSendOnce(context: TestContext): Promise<boolean> {
  const { house } = context;
  if (!(await hasTestWork(house.db, new Date(house.now())))) return false;
  const book = new Book(context);
  await book.refresh();
  const drill = (await readOrganisation(house.db)).mode === "training";
  for (const tester of await claimTesterCodes(house, null)) {
    const outcome = await guarded(
      context,
      async () => await sendCode(house, { book, tester, drill }),
    );
    await settleTesterCode(house, { id: tester.id, outcome });
  }
  for (const test of await claimTests(house, null)) {
    const outcome = await guarded(context, async () => await sendTestMessage(context, book, test));
    await settleTest(house, { test, outcome });
  }
  return true;
}

async function guarded({ log }: TestContext, send: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await send();
  } catch (cause) {
    log.error({ loop: "test-send", cause: causeOf(cause) }, "A test threw.");
    return { kind: "unknown", why: "internal error" };
  }
}

type CodeSending = { book: Book; tester: TesterRow; drill: boolean };

async function sendCode(house: House, { book, tester, drill }: CodeSending): Promise<Outcome> {
  const rows = book.channels().map(({ row }) => row);
  const found = carrierOf(rows, tester.kind, drill);
  const channel = found && book.channel(found.id);
  if (!channel) return { kind: "unreachable", why: "no channel" };
  const { name: organisation, default_language: language } = await readOrganisation(house.db);
  const words = wordsFor(language);
  const blanks = { organisation, code: testerCode(house.secretKey, tester) };
  return await sendOn(house, channel, {
    to: tester.value,
    message: {
      reference: `p${tester.nonce.replaceAll("-", "")}`,
      heading: words("planner:code.heading", blanks),
      body: words("planner:code.body", blanks),
      language,
      validityMs: VALIDITY_MS,
      links: { answer: null, optOut: null },
      callbackUrl: null,
      at: house.now(),
    },
  });
}

async function sendTestMessage(
  context: TestContext,
  book: Book,
  test: TestMessageRow,
): Promise<Outcome> {
  const { house, publicUrl, callbackBase } = context;
  const broadcast = await findBroadcast(house.db, test.broadcast_id);
  const channel = book.channel(test.channel_id);
  if (!broadcast || !channel) return { kind: "misconfigured", why: "no channel" };
  // What was a drill when it was asked for cannot have become real since, nor the other way round.
  if (channel.row.drill !== broadcast.drill) return { kind: "misconfigured", why: "drill wall" };
  const texts = marked(broadcast.texts);
  const now = house.now();
  const { cascade, asks, drill } = broadcast;
  const live = {
    id: NO_BROADCAST,
    cascade,
    texts,
    asks,
    drill,
    expiresAt: now + VALIDITY_MS,
    hasBlanks: blanksOfTexts(texts).length > 0,
    composed: new Map(),
  };
  const person = {
    broadcastId: NO_BROADCAST,
    ordinal: 0,
    contactId: 0,
    language: test.language,
    ways: [],
    variables: test.variables,
    providerId: null,
    bestChannel: null,
    at: firstPosition(now + VALIDITY_MS),
  };
  // The number of the test is in the try: no mailbox takes two tests for the same letter.
  const key = { broadcastId: NO_BROADCAST, ordinal: 0, rung: 0, try: test.id };
  const desk = { publicUrl, callbackBase, secretKey: house.secretKey };
  const message = messageOf(desk, { broadcast: live, channel, person, key }, now);
  return await sendOn(house, channel, { to: test.address, message });
}

/** Each text says that it is a test, in front of everything that could be cut off. */
function marked(texts: Texts): Texts {
  const one = (language: "fr" | "en") => {
    const { heading, body } = texts[language];
    const mark = wordsFor(language)("planner:test.mark");
    return { heading: `${mark} ${heading}`, body: body.trim() === "" ? "" : `${mark} ${body}` };
  };
  return { fr: one("fr"), en: one("en") };
}

/** Within the rate of the channel and its people of 24 hours, which it shares with everything that is real. */
async function sendOn(
  house: House,
  { row, transport, settings, wire }: LiveChannel,
  { to, message }: { to: string; message: Message },
): Promise<Outcome> {
  const { taken, readyAt } = await takeChannelTokens(house, {
    channel: row,
    wanted: 1,
    people: [to],
  });
  if (taken === 0) return { kind: "throttled", waitMs: Math.max(1, readyAt - house.now()) };
  return await transport.send(message, to, settings, wire);
}
