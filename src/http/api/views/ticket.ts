import { z } from "zod";
import { spokenReference, TICKET_STATES } from "../../../domain/help/ticket.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { unseal } from "../../../lib/crypto.ts";
import type { TicketMailRow } from "../../../store/ticket-mails.ts";
import type { TicketLineRow, TicketRead } from "../../../store/tickets.ts";

export const TicketView = z.object({
  id: z.string(),
  reference: z.string(),
  language: z.enum(LANGUAGES),
  name: z.string(),
  message: z.string(),
  state: z.enum(TICKET_STATES),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  incidentId: z.string().nullable(),
  createdAt: z.string(),
  changedAt: z.string(),
});
export type TicketView = z.infer<typeof TicketView>;

export const TicketDetailView = TicketView.extend({
  /** How the person wants to be answered; null for who may only look. */
  reply: z.object({ kind: z.enum(["email", "sms"]), to: z.string() }).nullable(),
  asked: z.array(z.string()),
  consent: z.string(),
  lines: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["note", "answer", "step"]),
      text: z.string(),
      by: z.string(),
      at: z.string(),
    }),
  ),
  mails: z.array(
    z.object({
      id: z.string(),
      what: z.enum(["receipt", "answer"]),
      state: z.enum(["queued", "sending", "sent", "failed", "unknown"]),
      at: z.string(),
    }),
  ),
  /** Whether a channel of ours can carry an answer at present. */
  carried: z.boolean(),
  may: z.object({ answer: z.boolean(), close: z.boolean(), reopen: z.boolean() }),
});
export type TicketDetailView = z.infer<typeof TicketDetailView>;

export const ticketView = (row: TicketRead): TicketView => ({
  id: row.id,
  reference: spokenReference(row.reference),
  language: row.language,
  name: row.name,
  message: row.message,
  state: row.state,
  assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee ?? "" },
  incidentId: row.incident_id,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
});

type Parts = { lines: TicketLineRow[]; mails: TicketMailRow[]; carried: boolean };

export function ticketDetailView(
  row: TicketRead,
  parts: Parts,
  { actor, secretKey }: { actor: Actor; secretKey: Buffer },
): TicketDetailView {
  const isAllowed = mayAct(actor, "responder");
  return {
    ...ticketView(row),
    reply: isAllowed ? { kind: row.reply_kind, to: unseal(secretKey, row.reply_to) } : null,
    asked: row.asked,
    consent: row.consent,
    lines: parts.lines.map(({ id, kind, text, written_by: by, at }) => ({
      id,
      kind,
      text,
      by,
      at: at.toISOString(),
    })),
    mails: parts.mails.map(({ id, what, state, created_at: at }) => ({
      id,
      what,
      state,
      at: at.toISOString(),
    })),
    carried: parts.carried,
    may: {
      answer: isAllowed && row.state !== "closed",
      close: isAllowed && row.state !== "closed",
      reopen: isAllowed && row.state !== "open",
    },
  };
}
