import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Language } from "../../domain/language.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import type { Html } from "../../lib/html.ts";
import type { PageContext } from "../../pages/context.ts";
import { preparingPage } from "../../pages/preparing.ts";
import { type SubscribeEnd, subscribeEndPage } from "../../pages/subscription.ts";
import type { App, Front } from "../routes.ts";
import type { Face } from "./face.ts";
import { subscriptionHeaders } from "./headers.ts";
import { contextHere } from "./serving.ts";

const FORM_BYTES_MAX = 16_384;
const POINTS_MAX = 200;
/** Per address of a visitor, never for all of them together. */
const POSTS_PER_MINUTE_MAX = 10;
export const posting = {
  schema: { hide: true },
  config: { rateLimit: { max: POSTS_PER_MINUTE_MAX, timeWindow: MINUTE_MS } },
};

export function addFormParser(app: App): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: FORM_BYTES_MAX },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

export const formOf = ({ body }: FastifyRequest): URLSearchParams =>
  body instanceof URLSearchParams ? body : new URLSearchParams();

export function questionOf({ url }: FastifyRequest): URLSearchParams {
  const mark = url.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
}

/** Contact points that were ticked; what is no identifier was not ticked by a person. */
export const pointsIn = (form: URLSearchParams): string[] =>
  form
    .getAll("point")
    .slice(0, POINTS_MAX)
    .filter((id) => z.uuid().safeParse(id).success);

/** Where a page stands: whose pages, what they may ask, and their language. */
export type Stand = { face: Face; front: Front; language: Language };

/** A page drawn for one reader, kept by nobody. */
export function show(
  { face, language }: Stand,
  reply: FastifyReply,
  draw: (context: PageContext) => Html,
): FastifyReply {
  const context = contextHere(face, reply, language);
  reply.headers(subscriptionHeaders);
  if (context === null) return reply.code(503).send(preparingPage().toString());
  return reply.send(draw(context).toString());
}

export const showEnd = (
  stand: Stand,
  reply: FastifyReply,
  end: { kind: SubscribeEnd; manage: string | null },
): FastifyReply => show(stand, reply, (context) => subscribeEndPage(context, end));
