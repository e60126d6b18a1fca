import type { FastifyReply } from "fastify";
import { selfLinkLifeMs, signSelfLink } from "../../actions/contact/self-link.ts";
import {
  answerByLink,
  LINK_CHOICES,
  type LinkChoice,
  linkedDelivery,
  type Purpose,
  readLink,
} from "../../actions/reply/by-link.ts";
import { type Asks, optionText } from "../../domain/asks.ts";
import type { Language } from "../../domain/language.ts";
import type { AttemptKey } from "../../domain/reference.ts";
import { wordsFor } from "../../lib/words.ts";
import { type AnswerPage, answerPage } from "../../pages/answer.ts";
import { uncached } from "../public/headers.ts";
import type { Front, Routes } from "../routes.ts";

const BODY_BYTES_MAX = 2_000;
const hide = { hide: true };
/** 1: I am safe. 2: I need help. */
const SAFETY_CHOICES = 2;

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
    return show(reply, asking(link.purpose, delivery), linkedTo(front, delivery));
  });

  app.post<{ Params: { token: string } }>("/r/:token", { schema: hide }, async (request, reply) => {
    const link = readLink(front.house.secretKey, request.params.token);
    if (!link) return show(reply, { kind: "unknown" });
    const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
    const clicked = LINK_CHOICES.find((choice) => choice === form.get("say"));
    if (link.purpose === "optOut") return await optOut(reply, front, link.key);
    const delivery = clicked && (await linkedDelivery(front.house.db, link.key));
    if (!clicked || !delivery || !isOffered(delivery.asks, clicked)) {
      return show(reply, { kind: "unknown" });
    }
    await answerByLink(front.house, { key: link.key, say: clicked });
    return show(reply, thanks(delivery.asks, clicked), linkedTo(front, delivery));
  });
};

type Linked = NonNullable<Awaited<ReturnType<typeof linkedDelivery>>>;

function asking(purpose: Purpose, { asks, drill, language }: Linked): AnswerPage {
  if (purpose === "optOut") return { kind: "confirmOptOut", drill };
  if (asks.kind !== "poll") return { kind: "ask", drill };
  return { kind: "choose", drill, options: asks.options.map((one) => optionText(one, language)) };
}

const isOffered = (asks: Asks, clicked: LinkChoice): boolean =>
  Number(clicked) <= (asks.kind === "poll" ? asks.options.length : SAFETY_CHOICES);

function thanks(asks: Asks, clicked: LinkChoice): AnswerPage {
  if (asks.kind === "poll") return { kind: "noted" };
  return { kind: clicked === "2" ? "help" : "safe" };
}

async function optOut(reply: FastifyReply, front: Front, key: AttemptKey): Promise<FastifyReply> {
  const { language } = await answerByLink(front.house, { key, say: "STOP" });
  const delivery = await linkedDelivery(front.house.db, key);
  return show(reply, { kind: "stopped" }, delivery ? linkedTo(front, delivery) : { language });
}

type Reader = { language?: Language; own?: string | null };

/** Their own page is open as long as the message is young: it may have been handed on since. */
function linkedTo({ house, publicUrl }: Front, delivery: Linked): Reader {
  const { language, contact_id: contactId, started_at: startedAt } = delivery;
  const sentAt = startedAt?.getTime() ?? 0;
  if (house.now() - sentAt > selfLinkLifeMs) return { language, own: null };
  const signer = { secretKey: house.secretKey, page: publicUrl };
  return { language, own: `/me/${signSelfLink(signer, "message", { contactId, now: sentAt })}` };
}

function show(reply: FastifyReply, page: AnswerPage, reader: Reader = {}): FastifyReply {
  const { language, own = null } = reader;
  const missing = page.kind === "unknown";
  // Whoever has a broken link is met in both languages; we do not know theirs.
  const languages = language ? [language] : (["fr", "en"] as const);
  const markup = answerPage(
    page,
    languages.map((one) => wordsFor(one)),
    own,
  );
  return reply
    .code(missing ? 404 : 200)
    .headers(uncached)
    .header("x-robots-tag", "noindex")
    .send(markup.toString());
}
