import type { FastifyReply, FastifyRequest } from "fastify";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { preparingPage } from "../../pages/preparing.ts";
import { missingPath } from "../../pages/site.ts";
import type { Routes } from "../routes.ts";
import type { Asset, Face } from "./face.ts";
import { CLOCK_HEADER, headersFor, uncached } from "./headers.ts";
import { holds, languageFor, takesGzip } from "./negotiation.ts";
import { reportRoutes } from "./report.ts";

const RETRY_AFTER_S = 10;
const hide = { schema: { hide: true } };

/** Everything a customer, a reader or a journalist meets, served from memory. */
export const publicRoutes =
  (face: Face): Routes =>
  async (app, front) => {
    app.get("/", hide, (request, reply) => {
      reply.header("vary", "accept-language, accept-encoding");
      return serve(face, `/${wanted(face, request)}`, { request, reply });
    });
    for (const path of FIXED) {
      app.get(path, hide, (request, reply) => serve(face, path, { request, reply }));
    }
    app.get("/api/v2/*", hide, (request, reply) =>
      serve(face, pathOf(request), { request, reply }),
    );
    for (const language of LANGUAGES) {
      for (const below of ["", "/feed.atom", "/banner.json"]) {
        const path = `/${language}${below}`;
        app.get(path, hide, (request, reply) => serve(face, path, { request, reply }));
      }
      app.get(`/${language}/incidents/:id`, hide, (request, reply) =>
        serve(face, pathOf(request), { request, reply, language }),
      );
    }
    app.get<{ Querystring: { lang?: unknown } }>("/banner.json", hide, (request, reply) => {
      const language = LANGUAGES.find((known) => known === request.query.lang);
      reply.header("vary", "accept-language, accept-encoding");
      const path = `/${language ?? wanted(face, request)}/banner.json`;
      return serve(face, path, { request, reply });
    });
    app.get("/favicon.ico", hide, (_request, reply) => reply.redirect("/favicon.svg", 302));
    await reportRoutes(face)(app, front);
  };

const FIXED = ["/feed.atom", "/banner.js", "/favicon.svg", "/robots.txt"] as const;

type Exchange = { request: FastifyRequest; reply: FastifyReply; language?: Language };

function serve(face: Face, path: string, { request, reply, language }: Exchange): FastifyReply {
  const asset = face.find(path);
  if (asset === null) return absent(face, reply, language ?? wanted(face, request));
  reply.headers(headersFor(asset.kind)).header("etag", asset.etag).header(CLOCK_HEADER, face.now());
  if (asset.language !== null) reply.header("content-language", asset.language);
  if (holds(request.headers["if-none-match"], asset.etag)) return reply.code(304).send();
  return sendBytes(request, reply, asset);
}

function sendBytes(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  if (!reply.hasHeader("vary")) reply.header("vary", "accept-encoding");
  if (!takesGzip(request.headers["accept-encoding"])) return reply.send(asset.bytes);
  return reply.header("content-encoding", "gzip").send(asset.gzip);
}

function absent(face: Face, reply: FastifyReply, language: Language): FastifyReply {
  reply.headers(uncached);
  const missing = face.find(missingPath(language));
  if (missing !== null) return reply.code(404).send(missing.bytes);
  reply.code(503).header("retry-after", RETRY_AFTER_S);
  return reply.send(preparingPage().toString());
}

const wanted = (face: Face, request: FastifyRequest): Language =>
  languageFor(request.headers["accept-language"], face.defaultLanguage());

const pathOf = (request: FastifyRequest): string =>
  (request.url.split("?")[0] ?? "").replace(/\/+$/, "");
