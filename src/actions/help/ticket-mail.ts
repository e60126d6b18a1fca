import type { Language } from "../../domain/language.ts";
import type { Outcome } from "../../domain/outcome.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/clock.ts";
import { unseal } from "../../lib/crypto.ts";
import type { Tx } from "../../store/database.ts";
import {
  claimMails,
  giveUpHalfway,
  settleMail,
  type TicketMailRow,
} from "../../store/ticket-mails.ts";
import { lockTicket } from "../../store/tickets.ts";
import { defineIntake } from "../action.ts";

const LEASE_MS = 5 * MINUTE_MS;
const CLAIMED_MAX = 20;
export const MAIL_TRIES_MAX = 12;
const AGAIN_AFTER_MS = 2 * MINUTE_MS;
const AGAIN_AT_MOST_MS = HOUR_MS;

/** A mail ready to be sent, with its address in clear; it goes to the transport and nowhere else. */
export type DueMail = TicketMailRow & {
  kind: "email" | "sms";
  to: string;
  language: Language;
  reference: string;
  name: string;
  message: string;
  drill: boolean;
};

/** Commits as *sending* what is due, before the network is touched. */
export const claimTicketMails = defineIntake<null, DueMail[]>(
  async (tx: Tx, _none, { now, secretKey }) => {
    await giveUpHalfway(tx, now);
    const claimed = await claimMails(tx, { until: now + LEASE_MS, limit: CLAIMED_MAX, now });
    const due: DueMail[] = [];
    for (const mail of claimed) {
      const ticket = await lockTicket(tx, mail.ticket_id);
      if (!ticket) continue;
      const { reply_kind: kind, language, reference, name, message, drill } = ticket;
      const to = unseal(secretKey, ticket.reply_to);
      due.push({ ...mail, kind, to, language, reference, name, message, drill });
    }
    return due;
  },
);

/** Writes down what became of a mail; what surely did not leave is tried again, for a while. */
export const settleTicketMail = defineIntake<
  { mail: Pick<TicketMailRow, "id" | "tries">; outcome: Outcome },
  void
>(async (tx, { mail, outcome }, { now }) => {
  await settleMail(tx, mail.id, endOf(mail.tries, outcome, now));
});

function endOf(tries: number, outcome: Outcome, now: number) {
  const done = (state: "sent" | "failed" | "unknown", why: string | null) => ({
    state,
    why,
    dueAt: now,
  });
  switch (outcome.kind) {
    case "accepted":
      return done("sent", null);
    case "unknown":
      return done("unknown", outcome.why);
    case "rejected":
      return done("failed", outcome.why);
    case "unsubscribed":
      return done("failed", "unsubscribed");
    case "throttled": {
      const dueAt = now + Math.max(SECOND_MS, outcome.waitMs ?? AGAIN_AFTER_MS);
      return { state: "queued" as const, why: "throttled", dueAt };
    }
    case "unreachable":
    case "misconfigured": {
      const { why } = outcome;
      if (tries >= MAIL_TRIES_MAX) return done("failed", why);
      const wait = Math.min(AGAIN_AFTER_MS * 2 ** (tries - 1), AGAIN_AT_MOST_MS);
      return { state: "queued" as const, why, dueAt: now + wait };
    }
    default:
      return outcome satisfies never;
  }
}
