import type { House } from "../actions/action.ts";
import { takeChannelTokens } from "../actions/channel/take-tokens.ts";
import { claimTicketMails, type DueMail, settleTicketMail } from "../actions/help/ticket-mail.ts";
import { spokenReference } from "../domain/help/ticket.ts";
import type { Outcome } from "../domain/outcome.ts";
import { DAY_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";
import { readOrganisation } from "../store/organisation.ts";
import { hasDueMails } from "../store/ticket-mails.ts";
import type { Message } from "../transports/transport.ts";
import type { LiveChannel } from "./deliver-book.ts";
import { createTeller, type TellContext } from "./tell.ts";

/** Sends to those who wrote to us what is due: that it has arrived, or what we answer. */
export async function answerOnce(context: TellContext): Promise<boolean> {
  const { house, log } = context;
  if (!(await hasDueMails(house.db, house.now()))) return false;
  const teller = createTeller(context);
  await teller.refresh();
  const { name } = await readOrganisation(house.db);
  for (const mail of await claimTicketMails(house, null)) {
    const channel = teller.carrier(mail.kind, mail.drill);
    const outcome = await sent(house, { mail, channel, name }).catch((cause: unknown): Outcome => {
      log.error({ loop: "answer", cause: messageOf(cause) }, "A mail threw.");
      return { kind: "unknown", why: "internal error" };
    });
    await settleTicketMail(house, { mail, outcome });
  }
  return true;
}

type Sending = { mail: DueMail; channel: LiveChannel | null; name: string };

async function sent(house: House, { mail, channel, name }: Sending): Promise<Outcome> {
  if (channel === null) return { kind: "unreachable", why: "no channel" };
  const { row, transport, settings, wire } = channel;
  const { taken, readyAt } = await takeChannelTokens(house, { channel: row, wanted: 1 });
  if (taken === 0) return { kind: "throttled", waitMs: readyAt - house.now() };
  const message = messageFor(mail, name, house.now());
  const body = message.body.slice(0, transport.limits.bodyLengthMax);
  return await transport.send({ ...message, body }, mail.to, settings, wire);
}

function messageFor(mail: DueMail, organisation: string, now: number): Message {
  const words = wordsFor(mail.language);
  const blanks = {
    organisation,
    name: mail.name,
    reference: spokenReference(mail.reference),
    text: mail.text ?? "",
    // Quoted in an answer only: a receipt to a stranger's address must not carry a sender's words.
    message: mail.what === "answer" ? mail.message : "",
  };
  const key = `help:mail.${mail.what}`;
  return {
    reference: `h${mail.id.replaceAll("-", "")}`,
    heading: words(`${key}.heading`, blanks),
    body: words(mail.kind === "sms" ? `${key}.sms` : `${key}.body`, blanks),
    language: mail.language,
    validityMs: DAY_MS,
    links: { answer: null, optOut: null },
    thread: `ticket-${mail.ticket_id}`,
    callbackUrl: null,
    at: now,
  };
}
