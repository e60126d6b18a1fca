import type { FastifyReply } from "fastify";
import { z } from "zod";
import { takeFaqVote } from "../../actions/help/faq-vote.ts";
import { ASKED_LENGTH_MAX } from "../../domain/help/intent.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { messageOf } from "../../lib/errors.ts";
import { helpPage } from "../../pages/help.ts";
import { preparingPage } from "../../pages/preparing.ts";
import type { App, Routes } from "../routes.ts";
import { contactRoutes } from "./contact.ts";
import type { Face } from "./face.ts";
import { addLongFormParser, drawnHeaders, placeOf } from "./help-show.ts";
import { atEachPlace } from "./place-routes.ts";
import { baseHere, contextHere, serve } from "./serving.ts";
import { formOf, posting, questionOf, type Stand } from "./subscribe-show.ts";

const hide = { schema: { hide: true } };
/** Whoever asks faster than this is no person; each answer is drawn for one reader. */
const ASKS_PER_MINUTE_MAX = 60;
const asking = {
  schema: { hide: true },
  config: { rateLimit: { max: ASKS_PER_MINUTE_MAX, timeWindow: MINUTE_MS } },
};

/** Frequent questions, the question box and the contact form: all of it without a script. */
export const helpRoutes =
  (face: Face): Routes =>
  async (app, front) => {
    app.get("/ask.js", hide, (request, reply) => serve(face, "/ask.js", { request, reply }));
    await atEachPlace(app, face, (scope) => {
      addLongFormParser(scope);
      for (const language of LANGUAGES) {
        const stand = { face, front, language };
        reading(scope, stand);
        judging(scope, stand);
        contactRoutes(scope, stand);
      }
    });
  };

function reading(app: App, stand: Stand): void {
  const { face, language } = stand;
  const path = `/${language}/help`;
  app.get(`${path}.md`, hide, (request, reply) =>
    serve(face, `${path}.md`, { request, reply, language }),
  );
  app.get(path, asking, (request, reply) => {
    const question = questionOf(request);
    const asked = askedIn(question.get("q"));
    const judged = z.uuid().safeParse(question.get("judged")).data ?? null;
    if (asked === "" && judged === null) return serve(face, path, { request, reply, language });
    const context = contextHere(face, reply, language);
    reply.headers(drawnHeaders);
    if (context === null) return reply.code(503).send(preparingPage().toString());
    return reply.send(helpPage(context, { asked, judged }).toString());
  });
}

const askedIn = (typed: string | null): string =>
  (typed ?? "")
    .slice(0, ASKED_LENGTH_MAX)
    .replace(/\p{Cc}+/gu, " ")
    .trim();

function judging(app: App, { face, front, language }: Stand): void {
  app.post(`/${language}/help/vote`, posting, async (request, reply) => {
    const path = `${baseHere(face, request)}/${language}/help`;
    const form = formOf(request);
    const id = z.uuid().safeParse(form.get("id")).data;
    const helped = form.get("helped");
    const isForeign = request.headers["sec-fetch-site"] === "cross-site";
    if (id === undefined || (helped !== "0" && helped !== "1") || isForeign) {
      return back(reply, path, null);
    }
    const vote = { entryId: id, language, helped: helped === "1", ...placeOf(request) };
    const taken = await takeFaqVote(front.house, vote).catch((cause: unknown) => {
      reply.log.error({ cause: messageOf(cause) }, "A judgement could not be noted.");
      return "unknown" as const;
    });
    return back(reply, path, taken === "taken" ? id : null);
  });
}

const back = (reply: FastifyReply, path: string, id: string | null): FastifyReply =>
  reply.headers(drawnHeaders).redirect(id === null ? path : `${path}?judged=${id}#f-${id}`, 303);
