import type { FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../domain/language.ts";
import { preparingPage } from "../../pages/preparing.ts";
import { missingPath, type PageKind } from "../../pages/site.ts";
import type { Asset, Face } from "./face.ts";
import { CLOCK_HEADER, headersFor, uncached } from "./headers.ts";
import { etagOf, holds, languageFor, takesGzip } from "./negotiation.ts";

const RETRY_AFTER_S = 10;

export type Exchange = { request: FastifyRequest; reply: FastifyReply; language?: Language };

/** Answers with what is kept under `path`, or says in the visitor's language that nothing is. */
export function serve(face: Face, path: string, exchange: Exchange): FastifyReply {
  const { request, reply, language } = exchange;
  const asset = face.find(path);
  if (asset === null) return absent(face, reply, language ?? wanted(face, request));
  reply.headers(headersFor(asset.kind)).header("etag", asset.etag).header(CLOCK_HEADER, face.now());
  if (asset.language !== null) reply.header("content-language", asset.language);
  if (holds(request.headers["if-none-match"], asset.etag)) return reply.code(304).send();
  return sendBytes(request, reply, asset);
}

/** Answers with something small that was drawn for this request. */
export function serveDrawn(
  face: Face,
  drawn: { kind: PageKind; language: Language; body: string },
  { request, reply }: Exchange,
): FastifyReply {
  const etag = etagOf(Buffer.from(drawn.body));
  reply.headers(headersFor(drawn.kind)).header("etag", etag).header(CLOCK_HEADER, face.now());
  reply.header("content-language", drawn.language);
  if (holds(request.headers["if-none-match"], etag)) return reply.code(304).send();
  return reply.send(drawn.body);
}

export function absent(face: Face, reply: FastifyReply, language: Language): FastifyReply {
  reply.headers(uncached);
  const missing = face.find(missingPath(language));
  if (missing !== null) return reply.code(404).send(missing.bytes);
  reply.code(503).header("retry-after", RETRY_AFTER_S);
  return reply.send(preparingPage().toString());
}

export const wanted = (face: Face, request: FastifyRequest): Language =>
  languageFor(request.headers["accept-language"], face.defaultLanguage());

/** The address without its question, and without a slash at its end. */
export const pathOf = (request: FastifyRequest): string =>
  (request.url.split("?")[0] ?? "").replace(/\/+$/, "");

function sendBytes(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  if (!reply.hasHeader("vary")) reply.header("vary", "accept-encoding");
  if (!takesGzip(request.headers["accept-encoding"])) return reply.send(asset.bytes);
  return reply.header("content-encoding", "gzip").send(asset.gzip);
}
