import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fileTicket } from "../../actions/help/ticket-file.ts";
import { referenceFrom } from "../../domain/help/ticket.ts";
import { messageOf } from "../../lib/errors.ts";
import type { Html } from "../../lib/html.ts";
import {
  type ContactDraft,
  type ContactEnd,
  consentWords,
  contactEndPage,
  contactPage,
  EMPTY_CONTACT,
} from "../../pages/contact.ts";
import type { PageContext } from "../../pages/context.ts";
import { preparingPage } from "../../pages/preparing.ts";
import { TRAP } from "../../pages/subscribe.ts";
import { countOpenTickets } from "../../store/tickets.ts";
import type { App } from "../routes.ts";
import { drawnHeaders, placeOf } from "./help-show.ts";
import { baseHere, contextHere } from "./serving.ts";
import { formOf, posting, questionOf, type Stand } from "./subscribe-show.ts";

const ASKED_COUNT_MAX = 5;
const ASKED_LENGTH_MAX = 500;
const NAME_TYPED_MAX = 300;
const MESSAGE_TYPED_MAX = 10_000;
const REFERENCE = /^[A-HJ-NP-Z2-9]{8}$/;
const REFERENCE_BYTES = 8;
const STATUS = { bounded: 429, refused: 403, unavailable: 503 } as const;

/** Writing to us: a plain form, which keeps what was typed until it is right. */
export function contactRoutes(app: App, stand: Stand): void {
  const path = `/${stand.language}/contact`;
  app.get(path, { schema: { hide: true } }, async (request, reply) => {
    const draft = { ...EMPTY_CONTACT, asked: askedIn(questionOf(request)) };
    const ahead = await waiting(stand, request);
    return show(stand, reply, (context) => contactPage(context, draft, ahead));
  });
  app.get(`${path}/sent`, { schema: { hide: true } }, async (request, reply) => {
    const question = questionOf(request);
    const reference = question.get("n") ?? "";
    if (!REFERENCE.test(reference)) {
      return reply.headers(drawnHeaders).redirect(hereOf(stand, request), 303);
    }
    const confirmed = question.get("m") === "1";
    const ahead = Math.max(0, ((await waiting(stand, request)) ?? 1) - 1);
    const end = { kind: "filed", reference, confirmed, ahead } as const;
    return show(stand, reply, (context) => contactEndPage(context, end));
  });
  app.post(path, posting, async (request, reply) => {
    const isForeign = request.headers["sec-fetch-site"] === "cross-site";
    if (isForeign) return showEnd(stand, reply, "refused");
    const form = formOf(request);
    // A program filled in what people cannot see: it hears what it wants to hear.
    const isTrapped = (form.get(TRAP) ?? "") !== "";
    const here = hereOf(stand, request);
    if (isTrapped) return sent(reply, here, { reference: fancied(), confirmed: false });
    return await take(stand, { request, reply, path: here, draft: draftOf(form) });
  });
}

const hereOf = ({ face, language }: Stand, request: FastifyRequest): string =>
  `${baseHere(face, request)}/${language}/contact`;

const fancied = (): string => referenceFrom(randomBytes(REFERENCE_BYTES));

const draftOf = (form: URLSearchParams): ContactDraft => ({
  name: (form.get("name") ?? "").slice(0, NAME_TYPED_MAX),
  reply: (form.get("reply") ?? "").slice(0, NAME_TYPED_MAX),
  message: (form.get("message") ?? "").slice(0, MESSAGE_TYPED_MAX),
  asked: askedIn(form),
  wrong: [],
});

const askedIn = (form: URLSearchParams): string[] =>
  form
    .getAll("asked")
    .slice(0, ASKED_COUNT_MAX)
    .map((one) => one.slice(0, ASKED_LENGTH_MAX).trim())
    .filter((one) => one !== "");

type Typed = { request: FastifyRequest; reply: FastifyReply; path: string; draft: ContactDraft };

async function take(stand: Stand, { request, reply, path, draft }: Typed): Promise<FastifyReply> {
  const { face, front, language } = stand;
  const context = contextHere(face, reply, language);
  if (context === null) return show(stand, reply, () => preparingPage());
  const incidentId = context.state.open[0]?.id ?? null;
  const consent = consentWords(context);
  const { wrong: _, ...typed } = draft;
  const place = { ...placeOf(request), language, incidentId, consent };
  const filed = await fileTicket(front.house, { ...typed, ...place }).catch((cause: unknown) => {
    reply.log.error({ cause: messageOf(cause) }, "A message to us could not be noted.");
    return null;
  });
  if (filed === null) return showEnd(stand, reply, "unavailable");
  if (filed.kind === "bounded") return showEnd(stand, reply, "bounded");
  if (filed.kind === "filed") return sent(reply, path, filed);
  const again = { ...draft, wrong: filed.fields };
  return show(stand, reply.code(400), (drawn) => contactPage(drawn, again, null));
}

/** A reload after the answer must not send the form again: the end has its own address. */
function sent(
  reply: FastifyReply,
  path: string,
  { reference, confirmed }: { reference: string; confirmed: boolean },
): FastifyReply {
  const mailed = confirmed ? "&m=1" : "";
  return reply.headers(drawnHeaders).redirect(`${path}/sent?n=${reference}${mailed}`, 303);
}

/** How many wait; null where the database does not say, which is no reason to show no form. */
async function waiting({ front }: Stand, request: FastifyRequest): Promise<number | null> {
  return await countOpenTickets(front.house.db).catch((cause: unknown) => {
    request.log.error({ cause: messageOf(cause) }, "Nobody knows how many wait.");
    return null;
  });
}

function show(stand: Stand, reply: FastifyReply, draw: (context: PageContext) => Html) {
  const context = contextHere(stand.face, reply, stand.language);
  reply.headers(drawnHeaders);
  if (context === null) return reply.code(503).send(preparingPage().toString());
  return reply.send(draw(context).toString());
}

const showEnd = (stand: Stand, reply: FastifyReply, kind: Exclude<ContactEnd["kind"], "filed">) =>
  show(stand, reply.code(STATUS[kind]), (context) => contactEndPage(context, { kind }));
