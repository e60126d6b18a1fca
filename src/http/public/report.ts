import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { House } from "../../actions/action.ts";
import { fileReport } from "../../actions/report/file.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { preparingPage } from "../../pages/preparing.ts";
import {
  COUNTRIES,
  type ReportDraft,
  type ReportEnd,
  reportEndPage,
  reportPage,
  SYMPTOMS,
} from "../../pages/report.ts";
import type { Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { uncached } from "./headers.ts";

const FORM_BYTES_MAX = 4_096;
const AGENT_LENGTH_MAX = 300;
const POSTS_PER_MINUTE_MAX = 30;
const MINUTE_MS = 60_000;
const ENDS = ["taken", "repeated", "bounded", "refused", "unavailable"] as const;
const STATUS: Record<ReportEnd, number> = {
  taken: 200,
  repeated: 200,
  bounded: 200,
  refused: 403,
  unavailable: 503,
};

const Form = z.object({
  platform: z.string().max(60).nullable().catch(null),
  symptom: z.enum(SYMPTOMS).nullable().catch(null),
  country: z.enum(COUNTRIES).nullable().catch(null),
});
const End = z.object({ done: z.enum(ENDS).optional().catch(undefined) });

/** "I have this problem too": a plain form, which works where no script does. */
export const reportRoutes =
  (face: Face): Routes =>
  async (app, { house }) => {
    await app.register(async (form) => {
      form.addContentTypeParser(
        "application/x-www-form-urlencoded",
        { parseAs: "string", bodyLimit: FORM_BYTES_MAX },
        (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      for (const language of LANGUAGES) {
        const path = `/${language}/report`;
        form.get(path, { schema: { hide: true } }, (request, reply) => {
          const { done } = End.parse(request.query);
          const { platform } = Form.parse(request.query);
          if (done !== undefined) return showEnd(face, reply, { language, end: done });
          return show(face, reply, { language, draft: { ...EMPTY, platform } });
        });
        const limits = { max: POSTS_PER_MINUTE_MAX, timeWindow: MINUTE_MS };
        form.post(
          path,
          { schema: { hide: true }, config: { rateLimit: limits } },
          (request, reply) => {
            if (request.headers["sec-fetch-site"] === "cross-site") {
              return showEnd(face, reply, { language, end: "refused" });
            }
            const draft = draftOf(face, language, request.body);
            if (draft.wrong.length > 0) return show(face, reply.code(400), { language, draft });
            const agent = (request.headers["user-agent"] ?? "").slice(0, AGENT_LENGTH_MAX);
            return take(house, reply, { path, draft, ip: request.ip, agent });
          },
        );
      }
    });
  };

const EMPTY: ReportDraft = { platform: null, symptom: null, country: null, wrong: [] };

function draftOf(face: Face, language: Language, body: unknown): ReportDraft {
  const { platform, symptom, country } = Form.parse(body ?? {});
  const known = face.context(language)?.state.platforms.some(({ id }) => id === platform) ?? false;
  return {
    platform,
    symptom,
    country,
    wrong: [...(known ? [] : (["platform"] as const)), ...(symptom ? [] : (["symptom"] as const))],
  };
}

/** A reload after the answer must not send the form again: the end has its own address. */
async function take(
  house: House,
  reply: FastifyReply,
  form: { path: string; draft: ReportDraft; ip: string; agent: string },
): Promise<FastifyReply> {
  const { platform, symptom, country } = form.draft;
  if (platform === null || symptom === null) throw new Error("A checked report is complete.");
  const { ip, agent } = form;
  const report = { platformId: platform, symptom, country, ip, agent };
  const end = await fileReport(house, report).catch((cause: unknown) => {
    reply.log.error({ cause }, "a report from the public could not be noted");
    return "unavailable" as const;
  });
  return reply.headers(uncached).redirect(`${form.path}?done=${end}`, 303);
}

function show(face: Face, reply: FastifyReply, page: { language: Language; draft: ReportDraft }) {
  const context = face.context(page.language);
  if (context === null) return notYet(reply);
  return reply.headers(uncached).send(reportPage(context, page.draft).toString());
}

function showEnd(face: Face, reply: FastifyReply, page: { language: Language; end: ReportEnd }) {
  const context = face.context(page.language);
  if (context === null) return notYet(reply);
  const body = reportEndPage(context, page.end).toString();
  return reply.code(STATUS[page.end]).headers(uncached).send(body);
}

const notYet = (reply: FastifyReply) =>
  reply.code(503).headers(uncached).send(preparingPage().toString());
