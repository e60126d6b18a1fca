import type { FastifyReply } from "fastify";
import { z } from "zod";
import { LANGUAGES } from "../../domain/language.ts";
import { codeIn } from "../../domain/verify/code.ts";
import { judge } from "../../domain/verify/judge.ts";
import { messageOf } from "../../lib/errors.ts";
import { TYPED_LENGTH_MAX, verifyPage } from "../../pages/verify.ts";
import { type Answer, type Proven, verifyAnswerPage } from "../../pages/verify-answer.ts";
import type { App, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { uncached } from "./headers.ts";
import { atEachPlace } from "./place-routes.ts";
import { absent, baseHere, contextHere, serveDrawn, wanted } from "./serving.ts";
import { addFormParser, formOf, posting, type Stand } from "./subscribe-show.ts";
import { proofRoutes } from "./verify-proof.ts";
import { createShelf, type Shelf } from "./verify-shelf.ts";

const hide = { schema: { hide: true } };
const CODE_LENGTH_MAX = 40;
const Code = z.object({ code: z.string().max(CODE_LENGTH_MAX) });
const STATUS: Partial<Record<Answer["kind"], number>> = {
  empty: 400,
  long: 413,
  unavailable: 503,
  broken: 503,
};

type Place = Stand & { shelf: Shelf };

/** "Is this message from you?": a form for a text, a code or a link, and the proof of each answer. */
export const verifyRoutes =
  (face: Face): Routes =>
  async (app, front) => {
    const shelf = createShelf(face, front);
    await atEachPlace(app, face, (scope) => {
      scope.get<{ Params: { code: string } }>("/verify/:code", hide, (request, reply) => {
        const code = encodeURIComponent(request.params.code);
        const home = `${baseHere(face, request)}/${wanted(face, request)}`;
        return reply.redirect(`${home}/verify/${code}`, 302);
      });
      addFormParser(scope);
      for (const language of LANGUAGES) asking(scope, { face, front, language, shelf });
    });
    await proofRoutes(face, shelf)(app, front);
  };

function asking(app: App, place: Place): void {
  const path = `/${place.language}/verify`;
  app.get(path, hide, (request, reply) => {
    const { face, language } = place;
    const context = contextHere(face, reply, language);
    if (context === null) return absent(face, reply, language);
    const body = verifyPage(context).toString();
    return serveDrawn(face, { kind: "page", language, body }, { request, reply });
  });
  app.post(path, posting, async (request, reply) => {
    const typed = formOf(request).get("text") ?? "";
    const answer = await answerTo(place, typed).catch((cause: unknown): Answer => {
      request.log.error({ cause: messageOf(cause) }, "A message could not be verified.");
      return { kind: "unavailable" };
    });
    return tell(place, reply, { answer, typed: typed.slice(0, TYPED_LENGTH_MAX) });
  });
  app.get(`${path}/:code`, hide, async (request, reply) => {
    const typed = Code.safeParse(request.params).data?.code ?? "";
    const code = codeIn(typed);
    const answer = await byCode(place, code).catch((cause: unknown): Answer => {
      request.log.error({ cause: messageOf(cause) }, "A code could not be looked up.");
      return { kind: "unavailable" };
    });
    if (answer.kind === "unknown") reply.code(404);
    return tell(place, reply, { answer, typed: "" });
  });
}

function tell(
  place: Place,
  reply: FastifyReply,
  { answer, typed }: { answer: Answer; typed: string },
): FastifyReply {
  const status = STATUS[answer.kind];
  if (status !== undefined) reply.code(status);
  const context = contextHere(place.face, reply, place.language);
  if (context === null) return absent(place.face, reply, place.language);
  return reply.headers(uncached).send(verifyAnswerPage(context, answer, typed).toString());
}

async function answerTo(place: Place, typed: string): Promise<Answer> {
  const text = typed.trim();
  if (text === "") return { kind: "empty" };
  if (text.length > TYPED_LENGTH_MAX) return { kind: "long" };
  const code = codeIn(text);
  if (code !== null) {
    const answer = await byCode(place, code);
    // Ten letters may be words: only what has a digit was surely meant as a code.
    if (answer.kind !== "unknown" || /\d/.test(text)) return answer;
  }
  if (/^https?:\/\/\S+$/i.test(text)) return await byLink(place, text);
  const said = withPlainLinks(withHomeLinks(text, place));
  const { known, reach } = await place.shelf.textsFor(said);
  const judged = judge<Proven>(said, known);
  if (judged.kind === "unknown") return { ...judged, asked: "text", host: null, reach };
  if (!place.shelf.holds(judged.of)) return { kind: "broken" };
  return judged.kind === "ours" ? { ...judged, asked: "text" } : judged;
}

/** What our messages and posts put behind our own addresses for each reader leads nowhere else. */
const withPlainLinks = (text: string): string =>
  text
    .replace(/(\/(?:fr|en)\/incidents\/[0-9a-f-]{36})#v\d+(?:-withdrawn)?(?![\w-])/g, "$1")
    .replace(/(\/(?:fr|en)\/(?:subscription|unsubscribe))\?t=[\w.~-]+/g, "$1");

/** Each of our pages sends the same words with its own address in them. */
function withHomeLinks(text: string, { face, front }: Place): string {
  let said = text;
  for (const { url } of face.places().homes()) {
    const own = new RegExp(`${RegExp.escape(url)}(?=/|\\s|$)`, "g");
    said = said.replace(own, front.publicUrl);
  }
  return said;
}

/** A link is ours when it leads to our own address, letter by letter, and to something we signed. */
async function byLink(place: Place, text: string): Promise<Answer> {
  const link = URL.canParse(text) ? new URL(text) : null;
  if (link === null || !isOurs(link, place)) {
    const host = link?.hostname ?? text.slice(0, CODE_LENGTH_MAX);
    return { kind: "unknown", asked: "link", nearest: null, tricks: [], host, reach: null };
  }
  const [, code] = /^\/(?:(?:fr|en)\/)?verify\/([^/]+)\/?$/.exec(link.pathname) ?? [];
  if (code !== undefined) return await byCode(place, codeIn(decoded(code)));
  const path = link.pathname.replace(/^\/p\/[a-z0-9-]+(?=\/)/, "").replace(/\/+$/, "");
  const [, language, incidentId] = PAGE.exec(path) ?? [];
  const known = LANGUAGES.find((each) => each === language);
  if (known === undefined || incidentId === undefined) return UNKNOWN_CODE;
  const found = await place.shelf.byIncident(incidentId, known);
  return found ? await byCode(place, found.code) : UNKNOWN_CODE;
}

const PAGE = /^\/(fr|en)\/incidents\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const UNKNOWN_CODE: Answer = {
  kind: "unknown",
  asked: "code",
  nearest: null,
  tricks: [],
  host: null,
  reach: null,
};

/** At our own address, or at that of another page of ours; with nobody's name or password in it. */
function isOurs(link: URL, { face, front }: Place): boolean {
  if (link.username !== "" || link.password !== "") return false;
  const isHome = link.host === new URL(front.publicUrl).host;
  return isHome || face.places().at(`//${link.host}`) !== null;
}

async function byCode({ shelf, language }: Place, code: string | null): Promise<Answer> {
  const of = code === null ? null : await shelf.byCode(code, language);
  if (of === null) return UNKNOWN_CODE;
  if (!shelf.holds(of)) return { kind: "broken" };
  return { kind: "ours", of, whole: true, asked: "code" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
