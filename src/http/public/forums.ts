import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { askInForum, joinQuestion } from "../../actions/forum/ask.ts";
import { takeVote } from "../../actions/poll/vote.ts";
import type { PublicForum } from "../../domain/forum.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { messageOf } from "../../lib/errors.ts";
import type { Html } from "../../lib/html.ts";
import type { PageContext } from "../../pages/context.ts";
import {
  FORUM_TRAP,
  type ForumAskDraft,
  type ForumEnd,
  forumAskPage,
  forumEndPage,
} from "../../pages/forum.ts";
import { pollPage } from "../../pages/poll.ts";
import type { App, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { uncached } from "./headers.ts";
import { placeOf } from "./help-show.ts";
import { atEachPlace } from "./place-routes.ts";
import { absent, baseHere, contextHere, pathOf, serve } from "./serving.ts";
import { addFormParser, formOf, posting, questionOf, type Stand } from "./subscribe-show.ts";

const hide = { schema: { hide: true } };
type Named = { Params: { id: string } };
type Exchange = { request: FastifyRequest<Named>; reply: FastifyReply };
const Ended = z.enum(["taken", "bounded", "closed"]).catch("taken");
const Option = z
  .string()
  .regex(/^[0-5]$/)
  .transform(Number);
const STATUS: Record<ForumEnd, number> = {
  taken: 200,
  bounded: 200,
  closed: 200,
  refused: 403,
  unavailable: 503,
};

/** Sessions of questions and answers, and polls: from memory, and their forms. */
export const forumPages =
  (face: Face): Routes =>
  async (app, front) => {
    await atEachPlace(app, face, (scope) => {
      addFormParser(scope);
      for (const language of LANGUAGES) {
        const stand = { face, front, language };
        scope.get(`/${language}/session/:id`, hide, (request, reply) =>
          serve(face, pathOf(request), { request, reply, language }),
        );
        asking(scope, stand);
        joining(scope, stand);
        voting(scope, stand);
      }
    });
  };

const isForeign = ({ headers }: FastifyRequest): boolean =>
  headers["sec-fetch-site"] === "cross-site";

function asking(app: App, stand: Stand): void {
  const path = `/${stand.language}/session/:id/ask`;
  app.get<Named>(path, hide, (request, reply) => {
    const ended = questionOf(request).get("done");
    if (ended !== null) return end(stand, { request, reply }, Ended.parse(ended));
    return form(stand, { request, reply }, { words: "", wrong: false });
  });
  app.post<Named>(path, posting, async (request, reply) => {
    if (isForeign(request)) return end(stand, { request, reply }, "refused");
    const typed = formOf(request);
    const words = typed.get("words") ?? "";
    const here = pathOf(request);
    // A program filled in what people cannot see: it hears what it wants to hear.
    if ((typed.get(FORUM_TRAP) ?? "") !== "") return reply.redirect(`${here}?done=taken`, 303);
    const { language, front } = stand;
    const forumId = z.uuid().safeParse(request.params.id).data;
    if (forumId === undefined) return absent(stand.face, reply, language);
    const asked = await askInForum(front.house, {
      forumId,
      words,
      language,
      ...placeOf(request),
    }).catch(unavailable(request));
    if (asked === "unknown") return absent(stand.face, reply, language);
    if (asked === "unavailable") return end(stand, { request, reply }, asked);
    if (asked === "empty")
      return form(stand, { request, reply: reply.code(400) }, { words, wrong: true });
    // A reload after the answer must not send the form again: the end has its own address.
    return reply.redirect(`${here}?done=${asked}`, 303);
  });
}

const unavailable = (request: FastifyRequest) => (cause: unknown) => {
  request.log.error({ cause: messageOf(cause) }, "What a visitor sent could not be noted.");
  return "unavailable" as const;
};

function joining(app: App, { face, front, language }: Stand): void {
  app.post<Named>(`/${language}/session/:id/too`, posting, async (request, reply) => {
    const forumId = z.uuid().safeParse(request.params.id).data;
    const questionId = z.uuid().safeParse(formOf(request).get("id")).data;
    if (forumId === undefined) return absent(face, reply, language);
    if (questionId !== undefined && !isForeign(request)) {
      const voice = { forumId, questionId, ...placeOf(request) };
      const joined = await joinQuestion(front.house, voice).catch(unavailable(request));
      if (joined === "taken") await face.refresh();
    }
    const mark = questionId === undefined ? "" : `#q-${questionId}`;
    const here = `${baseHere(face, request)}/${language}/session/${forumId}`;
    return reply.headers(uncached).redirect(`${here}${mark}`, 303);
  });
}

function voting(app: App, stand: Stand): void {
  const { face, front, language } = stand;
  const path = `/${language}/poll/:id`;
  app.get<Named>(path, hide, (request, reply) => {
    if (!questionOf(request).has("voted")) {
      return serve(face, pathOf(request), { request, reply, language });
    }
    return draw(stand, reply, (context) => {
      const poll = context.state.polls.find(({ id }) => id === request.params.id);
      return poll ? pollPage(context, poll, { voted: true }) : null;
    });
  });
  app.post<Named>(path, posting, async (request, reply) => {
    const pollId = z.uuid().safeParse(request.params.id).data;
    if (pollId === undefined) return absent(face, reply, language);
    const option = Option.safeParse(formOf(request).get("option") ?? undefined).data;
    const here = `${baseHere(face, request)}/${language}/poll/${pollId}`;
    if (option === undefined || isForeign(request)) return reply.redirect(here, 303);
    const vote = { pollId, option, ...placeOf(request) };
    const voted = await takeVote(front.house, vote).catch(unavailable(request));
    // Who has voted reads a result with that vote in it.
    if (voted === "taken") await face.refresh();
    return reply.headers(uncached).redirect(voted === "taken" ? `${here}?voted=1` : here, 303);
  });
}

function form(stand: Stand, { request, reply }: Exchange, draft: ForumAskDraft) {
  return draw(stand, reply, (context) => {
    const forum = forumIn(context, request);
    return forum ? forumAskPage(context, forum, draft) : null;
  });
}

function end(stand: Stand, { request, reply }: Exchange, how: ForumEnd) {
  return draw(stand, reply.code(STATUS[how]), (context) => {
    const forum = forumIn(context, request);
    return forum ? forumEndPage(context, forum, how) : null;
  });
}

const forumIn = (
  { state }: PageContext,
  { params }: FastifyRequest<Named>,
): PublicForum | undefined => state.forums.find(({ id }) => id === params.id);

function draw(
  { face, language }: Stand,
  reply: FastifyReply,
  page: (context: PageContext) => Html | null,
): FastifyReply {
  const context = contextHere(face, reply, language);
  const drawn = context === null ? null : page(context);
  if (drawn === null) return absent(face, reply, language);
  return reply.headers(uncached).send(drawn.toString());
}
