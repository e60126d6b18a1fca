import { LANGUAGES } from "../../domain/language.ts";
import type { Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { pathOf, serve, wanted } from "./serving.ts";

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
      if (moved !== null) return reply.redirect(`${moved}/${encodeURI(rest)}`, 302);
      const language = LANGUAGES.find((known) => known === request.query.lang);
      if (rest === "banner.json" && language) {
        return serve(face, `/p/${slug}/${language}/banner.json`, { request, reply });
      }
      return serve(face, pathOf(request), { request, reply });
    });
  };
