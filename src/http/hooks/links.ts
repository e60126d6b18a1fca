import type { FastifyReply } from "fastify";
import { answerByLink, linkedDelivery, readLink } from "../../actions/reply/by-link.ts";
import type { Language } from "../../domain/language.ts";
import { wordsFor } from "../../lib/words.ts";
import { type AnswerPage, answerPage } from "../../pages/answer.ts";
import { uncached } from "../public/headers.ts";
import type { Routes } from "../routes.ts";

const BODY_BYTES_MAX = 2_000;
const hide = { hide: true };
const SAID = { "1": "1", "2": "2" } as const;

/**
 * The page behind the signed links in messages. Looking changes nothing, because mail programs look
 * at links on their own; a button does. RFC 8058: mail programs POST here to unsubscribe.
 */
export const linkRoutes: Routes = (app, front) => {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: BODY_BYTES_MAX },
    (_request, body, done) => done(null, String(body)),
  );

  app.get<{ Params: { token: string } }>("/r/:token", { schema: hide }, async (request, reply) => {
    const link = readLink(front.house.secretKey, request.params.token);
    const delivery = link && (await linkedDelivery(front.house.db, link.key));
    if (!link || !delivery) return show(reply, { kind: "unknown" });
    const kind = link.purpose === "answer" ? ("ask" as const) : ("confirmOptOut" as const);
    return show(reply, { kind, drill: delivery.drill }, delivery.language);
  });

  app.post<{ Params: { token: string } }>("/r/:token", { schema: hide }, async (request, reply) => {
    const link = readLink(front.house.secretKey, request.params.token);
    if (!link) return show(reply, { kind: "unknown" });
    const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
    const clicked = form.get("say");
    const say = link.purpose === "optOut" ? "STOP" : clicked === "2" ? SAID["2"] : SAID["1"];
    const isAnswer = link.purpose === "optOut" || clicked === "1" || clicked === "2";
    if (!isAnswer) return show(reply, { kind: "unknown" });
    const { language } = await answerByLink(front.house, { key: link.key, say });
    const kinds = { "1": "safe", "2": "help", STOP: "stopped" } as const;
    return show(reply, { kind: kinds[say] }, language);
  });
};

function show(reply: FastifyReply, page: AnswerPage, language?: Language): FastifyReply {
  const missing = page.kind === "unknown";
  // Whoever has a broken link is met in both languages; we do not know theirs.
  const languages = language ? [language] : (["fr", "en"] as const);
  const markup = answerPage(
    page,
    languages.map((one) => wordsFor(one)),
  );
  return reply
    .code(missing ? 404 : 200)
    .headers(uncached)
    .header("x-robots-tag", "noindex")
    .send(markup.toString());
}
