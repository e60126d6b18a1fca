import { z } from "zod";
import { pushHeartbeat } from "../../actions/source/push.ts";
import { refusal } from "../../lib/errors.ts";
import type { Routes } from "../routes.ts";

const ASKS_PER_MINUTE = 120;
const BODY_LENGTH_MAX = 4_096;
const NOTE_LENGTH_MAX = 120;

/** Without an account: a system that knows the token of its source says how it is. */
export const heartbeatRoutes: Routes = (app, front) => {
  app.post(
    "/public/heartbeats/:sourceId",
    {
      bodyLimit: BODY_LENGTH_MAX,
      config: { rateLimit: { max: ASKS_PER_MINUTE, timeWindow: "1 minute" } },
      schema: {
        tags: ["public"],
        summary: "Tell a heartbeat source how a system is (bearer: the token of the source)",
        params: z.object({ sourceId: z.uuid() }),
        body: z
          .object({
            verdict: z.enum(["up", "degraded", "down"]).default("up"),
            what: z.string().trim().max(NOTE_LENGTH_MAX).default(""),
          })
          .nullish(),
        response: { 202: z.object({ noted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
      if (!token) throw refusal("unauthenticated", "sensors:heartbeat.bearer");
      const { verdict = "up", what = "" } = request.body ?? {};
      await pushHeartbeat(front.house, {
        sourceId: request.params.sourceId,
        token,
        verdict,
        what,
      });
      return reply.code(202).send({ noted: true });
    },
  );
};
