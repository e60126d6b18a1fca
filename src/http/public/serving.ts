import type { FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../domain/language.ts";
import { FEEDS } from "../../pages/layout.ts";
import { preparingPage } from "../../pages/preparing.ts";
import { missingPath, type PageKind } from "../../pages/site.ts";
import type { Asset, Face } from "./face.ts";
import { CLOCK_HEADER, headersFor, uncached } from "./headers.ts";
import { etagOf, holds, isHeld, languageFor, takesGzip } from "./negotiation.ts";

const RETRY_AFTER_S = 10;
export const VARY = "accept-encoding";
/** Where the address leaves the language open. */
export const VARY_HOME = "accept-language, accept-encoding";

export type Exchange = { request: FastifyRequest; reply: FastifyReply; language?: Language };

/** Answers with what is kept under `path`, or says in the visitor's language that nothing is. */
export function serve(face: Face, path: string, exchange: Exchange): FastifyReply {
  const { request, reply, language } = exchange;
  const key = face.places().of(request);
  // Below "/p/<slug>" the address names its page already.
  const place = path.startsWith("/p/") ? path : key + path;
  const asset = face.find(place);
  if (asset === null) return absent(face, reply, language ?? wanted(face, request));
  const vary = reply.getHeader("vary") ?? VARY;
  reply.headers({ ...headOf(face, asset, { path, key }), vary }).header(CLOCK_HEADER, face.now());
  if (isHeld(request.headers, asset, face.now())) return reply.code(304).send();
  return sendBytes(request, reply, asset);
}

/** All that an answer with this asset says about it, but for the time and how it is packed. */
export function headOf(
  face: Face,
  asset: Asset,
  { path, key }: { path: string; key: string },
): Record<string, string> & { vary: string } {
  const { etag, drawnAt } = asset;
  const modified = new Date(drawnAt).toUTCString();
  const head = { vary: VARY, ...headersFor(asset.kind), etag, "last-modified": modified };
  if (asset.language === null) return head;
  if (asset.kind !== "page") return { ...head, "content-language": asset.language };
  const written = face.find(`${asset.path}.md`) === null ? [] : [markdownAt(path)];
  const feeds = feedsIn(asset.language, key.startsWith("//") ? "" : key);
  return { ...head, "content-language": asset.language, link: [...written, feeds].join(", ") };
}

/** The same page for programs that read text, as the address bar names it. */
const markdownAt = (path: string): string => `<${path}.md>; rel="alternate"; type="text/markdown"`;

/** RFC 8288: programs find the feeds without reading the page. */
const feedsIn = (language: Language, base: string): string =>
  FEEDS.map(
    ({ name, type }) => `<${base}/${language}/${name}>; rel="alternate"; type="${type}"`,
  ).join(", ");

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
  const missing = face.find(missingPath(language, face.places().of(reply.request)));
  if (missing !== null) return reply.code(404).send(missing.bytes);
  reply.code(503).header("retry-after", RETRY_AFTER_S);
  return reply.send(preparingPage().toString());
}

/** What stands before the addresses of the page that this request is for. */
export function baseHere(face: Face, request: FastifyRequest): string {
  const key = face.places().of(request);
  return key.startsWith("//") ? "" : key;
}

/** The page that this request is for; null is the one at the root. */
export function pageIdHere(face: Face, request: FastifyRequest): string | null {
  const page = face.places().at(face.places().of(request));
  return page === null || page.slug === null ? null : page.id;
}

/** What a page drawn for this request says: as the page of that host, where it has one of its own. */
export const contextHere = (face: Face, reply: FastifyReply, language: Language) =>
  face.context(language, face.places().of(reply.request));

export const wanted = (face: Face, request: FastifyRequest): Language =>
  languageFor(request.headers["accept-language"], face.defaultLanguage(face.places().of(request)));

/** The address without its question, and without a slash at its end. */
export const pathOf = (request: FastifyRequest): string =>
  (request.url.split("?")[0] ?? "").replace(/\/+$/, "");

function sendBytes(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  if (!takesGzip(request.headers["accept-encoding"])) return reply.send(asset.bytes);
  return reply.header("content-encoding", "gzip").send(asset.gzip);
}
