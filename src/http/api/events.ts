import { Readable } from "node:stream";
import { z } from "zod";
import { requireRole } from "../../actions/action.ts";
import { mayAct } from "../../domain/roles.ts";
import { recentEvents, sealedEvents, verifyChain } from "../../store/events.ts";
import type { Routes } from "../routes.ts";

const PAGE_LIMIT_MAX = 200;

export const EventView = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  name: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  incidentId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type EventView = z.infer<typeof EventView>;

export const AuditView = z.object({
  sealed: z.number(),
  brokenAt: z.number().nullable(),
  head: z.string(),
  may: z.object({ file: z.boolean() }),
});
export type AuditView = z.infer<typeof AuditView>;

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** From when (included) until when (excluded). */
const Span = z.object({ from: moment.optional(), to: moment.optional() });

export const eventRoutes: Routes = (app, front) => {
  app.get(
    "/events",
    {
      schema: {
        tags: ["events"],
        summary: "What happened, newest first; of a span of time, where one is given",
        querystring: Span.extend({
          beforeId: z.coerce.number().int().positive().optional(),
          limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(50),
        }),
        response: { 200: z.object({ events: z.array(EventView) }) },
      },
    },
    async (request) => ({ events: await recentEvents(front.house.db, request.query) }),
  );

  app.get(
    "/events.ndjson",
    {
      schema: {
        tags: ["events"],
        summary: "The record as a file, oldest first: one event a line, each with its seal",
        querystring: Span,
      },
    },
    async ({ actor, query }, reply) => {
      // Everybody may look things up in it; whoever takes the whole of it away answers for it.
      requireRole(actor, "administrator");
      return reply
        .headers({
          "content-type": "application/x-ndjson; charset=utf-8",
          "content-disposition": 'attachment; filename="record.ndjson"',
        })
        .send(Readable.from(lines(sealedEvents(front.house.db, query))));
    },
  );

  app.get(
    "/audit",
    {
      schema: {
        tags: ["events"],
        summary: "Checks the hash chain over all events; head is the last seal that fits",
        response: { 200: AuditView },
      },
    },
    async ({ actor }) => ({
      ...(await verifyChain(front.house.db)),
      may: { file: mayAct(actor, "administrator") },
    }),
  );
};

async function* lines(events: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}
