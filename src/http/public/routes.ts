import { LANGUAGES } from "../../domain/language.ts";
import type { Routes } from "../routes.ts";
import { badgeRoutes } from "./badge.ts";
import type { Face } from "./face.ts";
import { reportRoutes } from "./report.ts";
import { pathOf, serve, wanted } from "./serving.ts";
import { viewerRoutes } from "./viewers.ts";

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
      for (const below of ["", ".md", ...FEEDS, "/banner.json"]) {
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
    await badgeRoutes(face)(app, front);
    await viewerRoutes(face)(app, front);
    await reportRoutes(face)(app, front);
  };

const FEEDS = ["/feed.atom", "/history.atom", "/history.rss", "/feed.json"] as const;
const FIXED = [
  ...FEEDS,
  "/api/widget.json",
  "/api/v1/summary",
  "/banner.js",
  "/llms.txt",
  "/favicon.svg",
  "/robots.txt",
] as const;
