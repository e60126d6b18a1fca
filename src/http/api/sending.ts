import { z } from "zod";
import { resumeSending } from "../../actions/sending/resume.ts";
import { stopSending } from "../../actions/sending/stop.ts";
import { mayAct } from "../../domain/roles.ts";
import { runningBroadcasts } from "../../store/broadcasts.ts";
import { currentStop } from "../../store/sending-stops.ts";
import type { Routes } from "../routes.ts";

const tags = ["broadcasts"];
const Done = z.object({ broadcasts: z.number() });

export const SendingView = z.object({
  running: z.number(),
  stop: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  may: z.object({ stop: z.boolean(), resume: z.boolean() }),
});
export type SendingView = z.infer<typeof SendingView>;

/** The switch that stops every broadcast at once, and takes the stop back. */
export const sendingRoutes: Routes = (app, { house }) => {
  app.get(
    "/sending",
    {
      schema: {
        tags,
        summary: "Whether broadcasts may be sent at the moment",
        response: { 200: SendingView },
      },
    },
    async ({ actor }) => {
      const stop = await currentStop(house.db);
      return {
        running: (await runningBroadcasts(house.db)).length,
        stop: stop && { at: stop.at.toISOString(), by: stop.by, reason: stop.reason },
        may: {
          stop: stop === null && mayAct(actor, "communicator"),
          resume: stop !== null && mayAct(actor, "approver"),
        },
      };
    },
  );

  app.post(
    "/sending/stop",
    {
      schema: {
        tags,
        summary: "Stop every broadcast at once, and let none begin",
        body: z.object({ reason: z.string().trim().min(1).max(500) }),
        response: { 200: Done },
      },
    },
    async ({ actor, body }) => await stopSending(house, actor, body),
  );

  app.delete(
    "/sending/stop",
    {
      schema: {
        tags,
        summary: "Take the stop back: what it had paused goes on",
        response: { 200: Done },
      },
    },
    async ({ actor }) => await resumeSending(house, actor, {}),
  );
};
