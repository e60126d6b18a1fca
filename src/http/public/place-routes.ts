import type { FastifyReply, FastifyRequest } from "fastify";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import type { App, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { absent, pathOf, serve, wanted } from "./serving.ts";

const hide = { schema: { hide: true } };
type Named = { Params: { slug: string; "*"?: string }; Querystring: { lang?: unknown } };

/** The other pages of an organisation, below "/p/<slug>", and the colours that each page may bring. */
export const placeRoutes =
  (face: Face): Routes =>
  (app) => {
    app.addHook("onSend", async (request, reply) => {
      const policy = reply.getHeader("content-security-policy");
      const places = face.places();
      const theme = places.themeAt(places.of(request));
      if (theme === null || typeof policy !== "string" || !policy.includes("style-src")) return;
      reply.header("content-security-policy", policy.replace("style-src ", `style-src ${theme} `));
    });
    app.get<Named>("/p/:slug", hide, (request, reply) => {
      const { slug } = request.params;
      const moved = face.places().movedTo(slug);
      if (moved !== null) return reply.redirect(`${moved}/`, 302);
      reply.header("vary", "accept-language, accept-encoding");
      return serve(face, `/p/${slug}/${wanted(face, request)}`, { request, reply });
    });
    app.get<Named>("/p/:slug/*", hide, (request, reply) => {
      const { slug, "*": rest = "" } = request.params;
      const moved = face.places().movedTo(slug);
      if (moved !== null) return leadAway(moved, request, reply);
      const language = LANGUAGES.find((known) => known === request.query.lang);
      if (rest === "banner.json" && language) {
        return serve(face, `/p/${slug}/${language}/banner.json`, { request, reply });
      }
      return serve(face, pathOf(request), { request, reply });
    });
  };

/** Where a signed link speaks for its reader: it finds them wherever their page has gone. */
const SIGNED = /^\/(fr|en)\/(?:subscription|unsubscribe|subscribe\/confirm)$/;

/**
 * Registers what is drawn on request twice: at the root, which hosts of their own share, and below
 * "/p/<slug>". There it is met on a page that is known, and nowhere else.
 */
export async function atEachPlace(
  app: App,
  face: Face,
  routes: (scope: App) => void | Promise<void>,
): Promise<void> {
  await app.register(async (scope) => await routes(scope));
  await app.register(
    async (scope) => {
      scope.addHook<{ Params: { slug: string } }>("onRequest", async (request, reply) => {
        const { slug } = request.params;
        if (face.places().of(request) === `/p/${slug}`) return;
        const path = belowOf(request);
        if (request.method === "POST" && SIGNED.test(path)) return;
        const moved = face.places().movedTo(slug);
        if (moved !== null) return leadAway(moved, request, reply);
        if (SIGNED.test(path)) return;
        return absent(face, reply, languageIn(path) ?? wanted(face, request));
      });
      await routes(scope);
    },
    { prefix: "/p/:slug" },
  );
}

const languageIn = (path: string): Language | undefined =>
  LANGUAGES.find((language) => path.startsWith(`/${language}/`));

/** The address below "/p/<slug>", without its question. */
const belowOf = (request: FastifyRequest): string => pathOf(request).replace(/^\/p\/[^/]+/, "");

/** To the host that the page has now, question and all; a form goes along with what was typed. */
function leadAway(moved: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [, question] = request.url.split("?", 2);
  const asked = question === undefined ? "" : `?${question}`;
  const code = request.method === "POST" ? 308 : 302;
  return reply.redirect(`${moved}${belowOf(request)}${asked}`, code);
}
