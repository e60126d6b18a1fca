import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { House } from "../../actions/action.ts";
import { fileReport } from "../../actions/report/file.ts";
import { isCountry } from "../../domain/countries.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { DEVICES, SYMPTOMS, VERSION_LENGTH_MAX, versionOf } from "../../domain/report-details.ts";
import type { PageContext } from "../../pages/context.ts";
import { preparingPage } from "../../pages/preparing.ts";
import {
  EMPTY_DRAFT,
  type ReportDraft,
  type ReportEnd,
  type ReportField,
  reportEndPage,
  reportPage,
} from "../../pages/report.ts";
import { COMMENT_TYPED_MAX } from "../api/public-reports.ts";
import type { Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { uncached } from "./headers.ts";
import { atEachPlace } from "./place-routes.ts";
import { baseHere, contextHere } from "./serving.ts";

const FORM_BYTES_MAX = 8_192;
const AGENT_LENGTH_MAX = 300;
const POSTS_PER_MINUTE_MAX = 30;
const MINUTE_MS = 60_000;
const ENDS = ["taken", "completed", "repeated", "bounded", "refused", "unavailable"] as const;
const STATUS: Record<ReportEnd, number> = {
  taken: 200,
  completed: 200,
  repeated: 200,
  bounded: 200,
  refused: 403,
  unavailable: 503,
};

const PlatformId = z.string().max(60).nullable().catch(null);
const Form = z.object({
  platform: PlatformId,
  symptom: z.enum(SYMPTOMS).nullable().catch(null),
  country: z.string().refine(isCountry).nullable().catch(null),
  device: z.enum(DEVICES).nullable().catch(null),
  version: z
    .string()
    .max(2 * VERSION_LENGTH_MAX)
    .catch(""),
  comment: z.string().max(COMMENT_TYPED_MAX).catch(""),
  settled: z.literal("1").nullable().catch(null),
  quick: z.literal("1").nullable().catch(null),
});
const Query = z.object({
  platform: PlatformId,
  more: PlatformId,
  done: z.enum(ENDS).optional().catch(undefined),
});

/** "I have this problem too": a plain form, which works where no script does. */
export const reportRoutes =
  (face: Face): Routes =>
  async (app, { house }) => {
    await atEachPlace(app, face, (form) => {
      form.addContentTypeParser(
        "application/x-www-form-urlencoded",
        { parseAs: "string", bodyLimit: FORM_BYTES_MAX },
        (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      const limits = { max: POSTS_PER_MINUTE_MAX, timeWindow: MINUTE_MS };
      for (const language of LANGUAGES) {
        const path = `/${language}/report`;
        form.get(path, { schema: { hide: true } }, (request, reply) =>
          open(face, reply, { language, query: request.query }),
        );
        form.post(
          path,
          { schema: { hide: true }, config: { rateLimit: limits } },
          (request, reply) => submit(face, house, { language, path, request, reply }),
        );
      }
    });
  };

function open(face: Face, reply: FastifyReply, asked: { language: Language; query: unknown }) {
  const { language } = asked;
  const { platform, more, done } = Query.parse(asked.query);
  if (done !== undefined) return showEnd(face, reply, { language, end: done, more });
  const settled = platform !== null && isKnown(contextHere(face, reply, language), platform);
  return show(face, reply, { language, draft: { ...EMPTY_DRAFT, platform, settled } });
}

type Submitted = {
  language: Language;
  path: string;
  request: FastifyRequest;
  reply: FastifyReply;
};

function submit(face: Face, house: House, { language, path, request, reply }: Submitted) {
  if (request.headers["sec-fetch-site"] === "cross-site") {
    return showEnd(face, reply, { language, end: "refused", more: null });
  }
  const { quick, ...typed } = Form.parse(request.body ?? {});
  const draft = draftOf(contextHere(face, reply, language), typed);
  const isQuick = quick !== null && typed.symptom === null;
  const wrong = draft.wrong.filter((field) => !(isQuick && field === "symptom"));
  if (wrong.length > 0) return show(face, reply.code(400), { language, draft });
  const agent = (request.headers["user-agent"] ?? "").slice(0, AGENT_LENGTH_MAX);
  const here = baseHere(face, request) + path;
  return take(house, reply, { path: here, draft, ip: request.ip, agent });
}

function draftOf(
  context: PageContext | null,
  typed: Omit<z.infer<typeof Form>, "quick">,
): ReportDraft {
  const { platform, symptom, version } = typed;
  const known = platform !== null && isKnown(context, platform);
  const wrong: ReportField[] = [];
  if (!known) wrong.push("platform");
  if (symptom === null) wrong.push("symptom");
  if (version.trim() !== "" && versionOf(version) === null) wrong.push("version");
  return { ...typed, settled: typed.settled !== null && known, wrong };
}

const isKnown = (context: PageContext | null, platform: string): boolean =>
  context?.state.platforms.some(({ id }) => id === platform) ?? false;

/** A reload after the answer must not send the form again: the end has its own address. */
async function take(
  house: House,
  reply: FastifyReply,
  form: { path: string; draft: ReportDraft; ip: string; agent: string },
): Promise<FastifyReply> {
  const { platform, version, symptom, country, device, comment } = form.draft;
  if (platform === null) throw new Error("A checked report names its platform.");
  const { ip, agent } = form;
  const said = { symptom, country, device, comment, appVersion: version };
  const end = await fileReport(house, { platformId: platform, ...said, ip, agent }).catch(
    (cause: unknown) => {
      reply.log.error({ cause }, "a report from the public could not be noted");
      return "unavailable" as const;
    },
  );
  const more = symptom === null ? `&more=${encodeURIComponent(platform)}` : "";
  return reply.headers(uncached).redirect(`${form.path}?done=${end}${more}`, 303);
}

function show(face: Face, reply: FastifyReply, page: { language: Language; draft: ReportDraft }) {
  const context = contextHere(face, reply, page.language);
  if (context === null) return notYet(reply);
  return reply.headers(uncached).send(reportPage(context, page.draft).toString());
}

function showEnd(
  face: Face,
  reply: FastifyReply,
  page: { language: Language; end: ReportEnd; more: string | null },
) {
  const context = contextHere(face, reply, page.language);
  if (context === null) return notYet(reply);
  const body = reportEndPage(context, page.end, page.more).toString();
  return reply.code(STATUS[page.end]).headers(uncached).send(body);
}

const notYet = (reply: FastifyReply) =>
  reply.code(503).headers(uncached).send(preparingPage().toString());
