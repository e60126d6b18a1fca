import { z } from "zod";
import { fileReport, SYMPTOMS } from "../../actions/report/file.ts";
import type { Routes } from "../routes.ts";

const ASKS_PER_MINUTE = 20;

/** Without an account: anybody may say that a platform does not work for them. */
export const publicReportRoutes: Routes = (app, front) => {
  app.post(
    "/public/reports",
    {
      config: { rateLimit: { max: ASKS_PER_MINUTE, timeWindow: "1 minute" } },
      schema: {
        tags: ["public"],
        summary: "Report a problem with a platform",
        body: z.object({
          platform: z.string().max(41),
          symptom: z.enum(SYMPTOMS),
          country: z
            .string()
            .regex(/^[A-Z]{2}$/)
            .nullish(),
        }),
        response: { 201: z.object({ filed: z.enum(["taken", "repeated", "bounded"]) }) },
      },
    },
    async (request, reply) => {
      const { platform, symptom, country } = request.body;
      const filed = await fileReport(front.house, {
        platformId: platform,
        symptom,
        country: country ?? null,
        ip: request.ip,
        agent: request.headers["user-agent"] ?? "",
      });
      return reply.code(201).send({ filed });
    },
  );
};
