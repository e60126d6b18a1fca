import { takeChannelTokens } from "../actions/channel/take-tokens.ts";
import { endStopAnswer, takeStopAnswers } from "../actions/reply/answer-stop.ts";
import type { Outcome } from "../domain/outcome.ts";
import { HOUR_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";
import { readOrganisation } from "../store/organisation.ts";
import type { StopAnswerRow } from "../store/stop-answers.ts";
import type { Message } from "../transports/transport.ts";
import { Book, type BookContext, type LiveChannel } from "./deliver-book.ts";

/** Confirms each STOP once, on the channel where it was heard. Answers whether there was any. */
export async function confirmStopsOnce(context: BookContext): Promise<boolean> {
  const { house, log } = context;
  const due = await takeStopAnswers(house, null);
  if (due.length === 0) return false;
  const book = new Book(context);
  await book.refresh();
  const { name } = await readOrganisation(house.db);
  for (const of of due) {
    const channel = book.channel(of.channel_id);
    const outcome = await sent(context, { of, channel, name }).catch((cause: unknown): Outcome => {
      log.error({ loop: "answer", cause: messageOf(cause) }, "A confirmation threw.");
      return { kind: "unknown", why: "internal error" };
    });
    await endStopAnswer(house, { of, state: stateOf(outcome) });
  }
  return true;
}

const stateOf = ({ kind }: Outcome): "sent" | "failed" | "queued" => {
  if (kind === "accepted" || kind === "unknown") return "sent";
  return kind === "throttled" || kind === "unreachable" ? "queued" : "failed";
};

type Sending = { of: StopAnswerRow; channel: LiveChannel | null; name: string };

async function sent({ house }: BookContext, { of, channel, name }: Sending): Promise<Outcome> {
  // Where the provider confirms a STOP by itself, ours would be the second word.
  if (!channel?.row.enabled || channel.transport.answersStop) {
    return { kind: "rejected", why: "not here" };
  }
  const { row, transport, settings, wire } = channel;
  const { taken, readyAt } = await takeChannelTokens(house, { channel: row, wanted: 1 });
  if (taken === 0) return { kind: "throttled", waitMs: readyAt - house.now() };
  const about = { name, drill: row.drill, id: house.newId(), now: house.now() };
  const message = messageFor(of, about);
  return await transport.send(message, of.address, settings, wire);
}

function messageFor(
  { language }: StopAnswerRow,
  { name, drill, id, now }: { name: string; drill: boolean; id: string; now: number },
): Message {
  const words = wordsFor(language);
  const body = words("stop:heard", { organisation: name });
  return {
    // No attempt has this name: what is told of it moves nobody.
    reference: `c${id.replaceAll("-", "")}`,
    heading: "",
    body: drill ? `${words("delivery:drill")} ${body}` : body,
    language,
    validityMs: HOUR_MS,
    links: { answer: null, optOut: null },
    isAnswer: true,
    callbackUrl: null,
    at: now,
  };
}
