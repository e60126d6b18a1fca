import type { FastifyReply } from "fastify";
import { z } from "zod";
import { askAboutRumour } from "../../actions/rumour/ask.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { messageOf } from "../../lib/errors.ts";
import type { Html } from "../../lib/html.ts";
import type { PageContext } from "../../pages/context.ts";
import {
  type AskDraft,
  type AskEnd,
  askEndPage,
  askPage,
  EMPTY_ASK,
  RUMOUR_TRAP,
} from "../../pages/rumour-ask.ts";
import type { App, Front, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { uncached } from "./headers.ts";
import { atEachPlace } from "./place-routes.ts";
import { absent, contextHere, pathOf, serve } from "./serving.ts";
import { addFormParser, formOf, posting, questionOf } from "./subscribe-show.ts";

const hide = { schema: { hide: true } };
const AGENT_LENGTH_MAX = 300;
const ENDS = ["taken", "bounded", "refused", "unavailable"] as const;
const Ended = z.enum(ENDS).catch("taken");
const Form = z.object({ words: z.string().catch(""), link: z.string().max(400).catch("") });
const STATUS: Record<AskEnd, number> = { taken: 200, bounded: 200, refused: 403, unavailable: 503 };

type Place = { face: Face; front: Front; language: Language };

/** The rumour board, from memory, and the form by which a visitor asks about a rumour. */
export const rumourPages =
  (face: Face): Routes =>
  async (app, front) => {
    for (const language of LANGUAGES) {
      app.get(`/${language}/rumours`, hide, (request, reply) =>
        serve(face, pathOf(request), { request, reply, language }),
      );
    }
    await atEachPlace(app, face, (scope) => {
      addFormParser(scope);
      for (const language of LANGUAGES) asking(scope, { face, front, language });
    });
  };

function asking(app: App, place: Place): void {
  const path = `/${place.language}/rumours/ask`;
  app.get(path, hide, (request, reply) => {
    const ended = questionOf(request).get("done");
    if (ended !== null) return end(place, reply, Ended.parse(ended));
    return show(place, reply, (context) => askPage(context, EMPTY_ASK));
  });
  app.post(path, posting, async (request, reply) => {
    if (request.headers["sec-fetch-site"] === "cross-site") return end(place, reply, "refused");
    const form = formOf(request);
    // A program filled in what people cannot see: it hears what it wants to hear.
    if ((form.get(RUMOUR_TRAP) ?? "") !== "")
      return reply.redirect(`${pathOf(request)}?done=taken`, 303);
    const typed = Form.parse(Object.fromEntries(form));
    const agent = (request.headers["user-agent"] ?? "").slice(0, AGENT_LENGTH_MAX);
    const from = { language: place.language, ip: request.ip, agent };
    const asked = await askAboutRumour(place.front.house, { ...typed, ...from }).catch(
      (cause: unknown) => {
        request.log.error({ cause: messageOf(cause) }, "A question could not be noted.");
        return "unavailable" as const;
      },
    );
    if (asked === "empty" || asked === "link")
      return again(place, reply, { ...typed, wrong: asked });
    if (asked === "unavailable") return end(place, reply, asked);
    // A reload after the answer must not send the form again: the end has its own address.
    return reply.redirect(`${pathOf(request)}?done=${asked}`, 303);
  });
}

const again = (place: Place, reply: FastifyReply, draft: AskDraft): FastifyReply =>
  show(place, reply.code(400), (context) => askPage(context, draft));

const end = (place: Place, reply: FastifyReply, how: AskEnd): FastifyReply =>
  show(place, reply.code(STATUS[how]), (context) => askEndPage(context, how));

function show(
  { face, language }: Place,
  reply: FastifyReply,
  draw: (context: PageContext) => Html,
): FastifyReply {
  const context = contextHere(face, reply, language);
  if (context === null) return absent(face, reply, language);
  return reply.headers(uncached).send(draw(context).toString());
}
