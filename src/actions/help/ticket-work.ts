import { cleanText, MESSAGE_LENGTH_MAX, type TicketLineKind } from "../../domain/help/ticket.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { listChannels } from "../../store/channels.ts";
import type { Tx } from "../../store/database.ts";
import { queueTicketMail } from "../../store/ticket-mails.ts";
import {
  addTicketLine,
  isActiveAccount,
  lockTicket,
  type TicketRow,
  updateTicket,
} from "../../store/tickets.ts";
import { defineAction, type Scene } from "../action.ts";
import { carrierOf } from "../subscriber/offer.ts";

/** What was said stays out of the record of events, which forgets nothing. */
const about = (ticket: TicketRow) => ({
  subject: { kind: "ticket", id: ticket.id },
  incidentId: ticket.incident_id,
});

/** Says who takes care of it; null: nobody any more. */
export const assignTicket = defineAction({
  name: "ticket.assign",
  needs: "responder",
  async decide(tx, input: { id: string; assigneeId: string | null }, { now }) {
    const ticket = await lockOpen(tx, input.id);
    const { assigneeId } = input;
    const to = assigneeId === null ? null : await isActiveAccount(tx, assigneeId);
    if (assigneeId !== null && to === null) throw notFound("account");
    await updateTicket(tx, ticket.id, { assignee_id: assigneeId, changed_at: new Date(now) });
    const detail = { name: ticket.reference, to: to ?? "" };
    return { ...about(ticket), detail, result: null };
  },
});

/** What colleagues should know; the person who wrote never sees it. */
export const noteTicket = defineAction({
  name: "ticket.note",
  needs: "responder",
  async decide(tx, input: { id: string; text: string }, scene) {
    const ticket = await lock(tx, input.id);
    await addLine(tx, { ticket, kind: "note", text: input.text }, scene);
    await updateTicket(tx, ticket.id, { changed_at: new Date(scene.now) });
    return { ...about(ticket), detail: { name: ticket.reference }, result: null };
  },
});

/**
 * Answers the person: over a channel of ours where one carries it, or as a note of what was said on
 * the telephone.
 */
export const answerTicket = defineAction({
  name: "ticket.answer",
  needs: "responder",
  async decide(tx, input: { id: string; text: string; send: boolean }, scene) {
    const ticket = await lockOpen(tx, input.id);
    if (input.send) await queueAnswer(tx, { ticket, text: input.text }, scene);
    await addLine(tx, { ticket, kind: "answer", text: input.text }, scene);
    await updateTicket(tx, ticket.id, { state: "answered", changed_at: new Date(scene.now) });
    const detail = { name: ticket.reference, sent: input.send };
    return { ...about(ticket), detail, result: null };
  },
});

/** Nothing is left to do. */
export const closeTicket = defineAction({
  name: "ticket.close",
  needs: "responder",
  async decide(tx, input: { id: string }, { now }) {
    const ticket = await lockOpen(tx, input.id);
    const at = new Date(now);
    await updateTicket(tx, ticket.id, { state: "closed", changed_at: at, closed_at: at });
    return { ...about(ticket), detail: { name: ticket.reference }, result: null };
  },
});

/** Something is left to do after all. */
export const reopenTicket = defineAction({
  name: "ticket.reopen",
  needs: "responder",
  async decide(tx, input: { id: string }, { now }) {
    const ticket = await lock(tx, input.id);
    if (ticket.state === "open") throw refusal("conflict", "errors:ticket.open");
    await updateTicket(tx, ticket.id, {
      state: "open",
      changed_at: new Date(now),
      closed_at: null,
    });
    return { ...about(ticket), detail: { name: ticket.reference }, result: null };
  },
});

async function lock(tx: Tx, id: string): Promise<TicketRow> {
  const ticket = await lockTicket(tx, id);
  if (!ticket) throw notFound("ticket");
  return ticket;
}

async function lockOpen(tx: Tx, id: string): Promise<TicketRow> {
  const ticket = await lock(tx, id);
  if (ticket.state === "closed") throw refusal("conflict", "errors:ticket.closed");
  return ticket;
}

type Line = { ticket: TicketRow; kind: TicketLineKind; text: string };

async function addLine(tx: Tx, { ticket, kind, text }: Line, { actor, now, newId }: Scene) {
  const line = { id: newId(), ticket_id: ticket.id, kind, text: spoken(text) };
  await addTicketLine(tx, { ...line, written_by: actor.name, at: new Date(now) });
}

function spoken(text: string): string {
  const clean = cleanText(text, MESSAGE_LENGTH_MAX);
  if (clean === "") throw refusal("invalid", "errors:ticket.empty", { field: "text" });
  return clean;
}

async function queueAnswer(
  tx: Tx,
  { ticket, text }: { ticket: TicketRow; text: string },
  { now, newId }: Scene,
): Promise<void> {
  const carrier = carrierOf(await listChannels(tx), ticket.reply_kind, ticket.drill);
  if (carrier === null) throw refusal("conflict", "errors:ticket.no_channel");
  const at = new Date(now);
  await queueTicketMail(tx, {
    id: newId(),
    ticket_id: ticket.id,
    what: "answer",
    text: spoken(text),
    state: "queued",
    due_at: at,
    why: null,
    created_at: at,
  });
}
