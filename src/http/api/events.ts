import { z } from "zod";
import { recentEvents, verifyChain } from "../../store/events.ts";
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

export const eventRoutes: Routes = (app, front) => {
  app.get(
    "/events",
    {
      schema: {
        tags: ["events"],
        summary: "What happened, newest first",
        querystring: z.object({
          beforeId: z.coerce.number().int().positive().optional(),
          limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(50),
        }),
        response: { 200: z.object({ events: z.array(EventView) }) },
      },
    },
    async (request) => ({ events: await recentEvents(front.house.db, request.query) }),
  );

  app.get(
    "/audit",
    {
      schema: {
        tags: ["events"],
        summary: "Checks the hash chain over all events",
        response: { 200: z.object({ sealed: z.number(), brokenAt: z.number().nullable() }) },
      },
    },
    async () => await verifyChain(front.house.db),
  );
};
