import { z } from "zod";
import type { House } from "../../actions/action.ts";
import {
  answerTicket,
  assignTicket,
  closeTicket,
  noteTicket,
  reopenTicket,
} from "../../actions/help/ticket-work.ts";
import { carrierOf } from "../../actions/subscriber/offer.ts";
import { MESSAGE_LENGTH_MAX, TICKET_STATES } from "../../domain/help/ticket.ts";
import { mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { listAccounts } from "../../store/accounts.ts";
import { listChannels } from "../../store/channels.ts";
import { listTicketMails } from "../../store/ticket-mails.ts";
import { countOpenTickets, findTicket, listTicketLines, listTickets } from "../../store/tickets.ts";
import type { App, Front, Routes } from "../routes.ts";
import { TicketDetailView, TicketView, ticketDetailView, ticketView } from "./views/ticket.ts";

const tags = ["tickets"];
const SHOWN_MAX = 200;
const Id = z.object({ id: z.uuid() });
const Text = z.string().trim().min(1).max(MESSAGE_LENGTH_MAX);
const done = { 204: z.null() };

export const TicketsView = z.object({
  tickets: z.array(TicketView),
  /** How many wait in all. */
  waiting: z.number(),
  /** Who can take care of one. */
  team: z.array(z.object({ id: z.string(), name: z.string() })),
  may: z.object({ answer: z.boolean() }),
});
export type TicketsView = z.infer<typeof TicketsView>;

/** What people wrote to us, and what became of it. */
export const ticketRoutes: Routes = (app, front) => {
  readingRoutes(app, front);
  workRoutes(app, front);
  endRoutes(app, front);
};

function readingRoutes(app: App, front: Front): void {
  const { db } = front.house;
  app.get(
    "/tickets",
    {
      schema: {
        tags,
        summary: "What people wrote to us: those that wait the longest first",
        querystring: z.object({
          state: z.enum(TICKET_STATES).default("open"),
          assignee: z.uuid().optional(),
        }),
        response: { 200: TicketsView },
      },
    },
    async (request) => {
      const { state, assignee: assigneeId = null } = request.query;
      const tickets = await listTickets(db, { state, assigneeId, limit: SHOWN_MAX });
      const team = (await listAccounts(db)).filter(({ disabled_at: gone }) => gone === null);
      return {
        tickets: tickets.map(ticketView),
        waiting: await countOpenTickets(db),
        team: team.map(({ id, name }) => ({ id, name })),
        may: { answer: mayAct(request.actor, "responder") },
      };
    },
  );
  oneRoute(app, front);
}

function oneRoute(app: App, { house }: Front): void {
  const { db, secretKey } = house;
  app.get(
    "/tickets/:id",
    {
      schema: {
        tags,
        summary: "One ticket with all that was said and sent",
        params: Id,
        response: { 200: TicketDetailView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const row = await findTicket(db, id);
      if (!row) throw notFound("ticket");
      const carrier = carrierOf(await listChannels(db), row.reply_kind, row.drill);
      const [lines, mails] = [await listTicketLines(db, id), await listTicketMails(db, id)];
      const parts = { lines, mails, carried: carrier !== null };
      return ticketDetailView(row, parts, { actor: request.actor, secretKey });
    },
  );
}

function workRoutes(app: App, { house }: Front): void {
  app.post(
    "/tickets/:id/assignment",
    {
      schema: {
        tags,
        summary: "Say who takes care of it",
        params: Id,
        body: z.object({ assigneeId: z.uuid().nullable() }),
        response: done,
      },
    },
    async (request, reply) => {
      await assignTicket(house, request.actor, { ...request.params, ...request.body });
      return await reply.code(204).send(null);
    },
  );
  app.post(
    "/tickets/:id/notes",
    {
      schema: {
        tags,
        summary: "Note something for colleagues",
        params: Id,
        body: z.object({ text: Text }),
        response: done,
      },
    },
    async (request, reply) => {
      await noteTicket(house, request.actor, { ...request.params, ...request.body });
      return await reply.code(204).send(null);
    },
  );
  answerRoute(app, house);
}

function answerRoute(app: App, house: House): void {
  app.post(
    "/tickets/:id/answers",
    {
      schema: {
        tags,
        summary: "Answer: sent over a channel of ours, or given otherwise and noted",
        params: Id,
        body: z.object({ text: Text, send: z.boolean() }),
        response: done,
      },
    },
    async (request, reply) => {
      await answerTicket(house, request.actor, { ...request.params, ...request.body });
      return await reply.code(204).send(null);
    },
  );
}

function endRoutes(app: App, { house }: Front): void {
  const verbs = [
    { method: "POST", act: closeTicket, summary: "Close a ticket" },
    { method: "DELETE", act: reopenTicket, summary: "Open it again" },
  ] as const;
  for (const { method, act, summary } of verbs) {
    app.route({
      method,
      url: "/tickets/:id/closure",
      schema: { tags, summary, params: Id, response: done },
      handler: async (request, reply) => {
        await act(house, request.actor, Id.parse(request.params));
        return await reply.code(204).send(null);
      },
    });
  }
}
