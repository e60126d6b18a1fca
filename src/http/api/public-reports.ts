import { z } from "zod";
import { fileReport } from "../../actions/report/file.ts";
import { isCountry } from "../../domain/countries.ts";
import { DEVICES, SYMPTOMS, UNSAID, VERSION_LENGTH_MAX } from "../../domain/report-details.ts";
import type { Routes } from "../routes.ts";

const ASKS_PER_MINUTE = 20;
const BODY_BYTES_MAX = 8_192;
const AGENT_LENGTH_MAX = 300;
/** More than is kept, so that nobody has to count: it is cleaned first and then cut. */
export const COMMENT_TYPED_MAX = 1_000;

const NewReport = z.object({
  platform: z.string().max(41),
  symptom: z.enum([...SYMPTOMS, UNSAID]).default(UNSAID),
  country: z.string().refine(isCountry, "is not a country, as in ISO 3166").nullish(),
  version: z
    .string()
    .max(2 * VERSION_LENGTH_MAX)
    .nullish(),
  device: z.enum(DEVICES).nullish(),
  comment: z.string().max(COMMENT_TYPED_MAX).nullish(),
});

/** Without an account: anybody may say that a platform does not work for them. */
export const publicReportRoutes: Routes = (app, front) => {
  app.post(
    "/public/reports",
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { rateLimit: { max: ASKS_PER_MINUTE, timeWindow: "1 minute" } },
      schema: {
        tags: ["public"],
        summary: "Report a problem with a platform",
        body: NewReport,
        response: {
          201: z.object({ filed: z.enum(["taken", "completed", "repeated", "bounded"]) }),
        },
      },
    },
    async (request, reply) => {
      const { platform, version, ...said } = request.body;
      const filed = await fileReport(front.house, {
        ...said,
        country: said.country ?? null,
        device: said.device ?? null,
        comment: said.comment ?? null,
        platformId: platform,
        appVersion: version ?? null,
        ip: request.ip,
        agent: (request.headers["user-agent"] ?? "").slice(0, AGENT_LENGTH_MAX),
      });
      return reply.code(201).send({ filed });
    },
  );
};
