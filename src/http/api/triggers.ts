import { z } from "zod";
import { pushAlerts } from "../../actions/alert/push.ts";
import { refusal } from "../../lib/errors.ts";
import type { Routes } from "../routes.ts";

const ASKS_PER_MINUTE = 120;
const BODY_LENGTH_MAX = 262_144;

const Params = z.object({ sourceId: z.uuid() });
const PushedView = z.object({
  alerts: z.array(
    z.object({
      key: z.string(),
      /** What came of it: an incident opened, learned of it or ended, or nothing new was said. */
      result: z.enum(["nothing", "remember", "open", "update", "end", "flooded"]),
    }),
  ),
});

/** Without an account: a system that knows the token of its trigger tells of something. */
export const triggerRoutes: Routes = (app, front) => {
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      ["application/cap+xml", "application/xml", "text/xml"],
      { parseAs: "string" },
      (_request, body, done) => done(null, { xml: body }),
    );
    scope.post(
      "/public/triggers/:sourceId",
      {
        bodyLimit: BODY_LENGTH_MAX,
        config: { rateLimit: { max: ASKS_PER_MINUTE, timeWindow: "1 minute" } },
        schema: {
          tags: ["public"],
          summary: "Tell a trigger of an alert, as JSON or CAP (bearer: the token of the source)",
          params: Params,
          response: { 202: PushedView },
        },
      },
      async (request, reply) => {
        const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
        if (!token) throw refusal("unauthenticated", "sensors:heartbeat.bearer");
        const isXml = /xml/.test(request.headers["content-type"] ?? "");
        const xml = isXml ? z.object({ xml: z.string() }).safeParse(request.body).data : undefined;
        const { sourceId } = Params.parse(request.params);
        const body = xml ?? { json: request.body };
        const settled = await pushAlerts(front.house, { sourceId, token, body });
        const alerts = settled.map(({ key, move }) => ({ key, result: move }));
        return reply.code(202).send({ alerts });
      },
    );
  });
};
