import { z } from "zod";
import { pushCount, pushHeartbeat } from "../../actions/source/push.ts";
import { refusal } from "../../lib/errors.ts";
import type { Routes } from "../routes.ts";

const ASKS_PER_MINUTE = 120;
const BODY_LENGTH_MAX = 4_096;
const NOTE_LENGTH_MAX = 120;
const CAPABILITY_LENGTH_MAX = 40;
const COUNT_MAX = 1_000_000;

const Verdict = z.object({
  verdict: z.enum(["up", "degraded", "down"]).default("up"),
  what: z.string().trim().max(NOTE_LENGTH_MAX).default(""),
  /** What of the platform it is about (`send`, `media` …); the whole when absent. */
  capability: z.string().trim().min(1).max(CAPABILITY_LENGTH_MAX).optional(),
});
const Counted = z.strictObject({
  count: z.number().int().min(0).max(COUNT_MAX),
  /** Any moment of the minute that was counted; the last whole minute when absent. */
  at: z.iso.datetime({ offset: true }).optional(),
});

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
        body: z.union([Counted, Verdict.extend({ count: z.never().optional() })]).nullish(),
        response: { 202: z.object({ noted: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
      if (!token) throw refusal("unauthenticated", "sensors:heartbeat.bearer");
      const sender = { sourceId: request.params.sourceId, token };
      const said = request.body ?? { verdict: "up" as const, what: "", capability: undefined };
      if ("verdict" in said) {
        const { verdict, what, capability } = said;
        await pushHeartbeat(front.house, { ...sender, verdict, what, capability });
      } else {
        const at = said.at === undefined ? null : Date.parse(said.at);
        await pushCount(front.house, { ...sender, count: said.count, at });
      }
      return reply.code(202).send({ noted: true });
    },
  );
};
