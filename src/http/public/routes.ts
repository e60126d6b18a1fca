import { LANGUAGES } from "../../domain/language.ts";
import type { Routes } from "../routes.ts";
import { badgeRoutes } from "./badge.ts";
import type { Face } from "./face.ts";
import { forumPages } from "./forums.ts";
import { helpRoutes } from "./help.ts";
import { placeRoutes } from "./place-routes.ts";
import { platformPages } from "./platforms.ts";
import { reportRoutes } from "./report.ts";
import { rumourPages } from "./rumours.ts";
import { pathOf, serve, VARY_HOME, wanted } from "./serving.ts";
import { shareImageRoutes } from "./share-image.ts";
import { subscribeRoutes } from "./subscribe.ts";
import { verifyRoutes } from "./verify.ts";
import { createViewers, type Viewers, viewerRoutes } from "./viewers.ts";

const hide = { schema: { hide: true } };

/** Everything a customer, a reader or a journalist meets, served from memory. */
export const publicRoutes =
  (face: Face, viewers: Viewers = createViewers(face)): Routes =>
  async (app, front) => {
    app.get("/", hide, (request, reply) => {
      reply.header("vary", VARY_HOME);
      return serve(face, `/${wanted(face, request)}`, { request, reply });
    });
    for (const path of FIXED) {
      app.get(path, hide, (request, reply) => serve(face, path, { request, reply }));
    }
    app.get("/api/v2/*", hide, (request, reply) =>
      serve(face, pathOf(request), { request, reply }),
    );
    for (const language of LANGUAGES) {
      for (const below of ["", ".md", ...WRITTEN, ...FEEDS, "/banner.json", WORK, CALENDAR]) {
        const path = `/${language}${below}`;
        app.get(path, hide, (request, reply) => serve(face, path, { request, reply }));
      }
      for (const below of FEEDS) {
        app.get(`/${language}/points/:id${below}`, hide, (request, reply) =>
          serve(face, pathOf(request), { request, reply, language }),
        );
      }
      app.get(`/${language}/incidents/:id`, hide, (request, reply) =>
        serve(face, pathOf(request), { request, reply, language }),
      );
    }
    app.get<{ Querystring: { lang?: unknown } }>("/banner.json", hide, (request, reply) => {
      const language = LANGUAGES.find((known) => known === request.query.lang);
      reply.header("vary", VARY_HOME);
      const path = `/${language ?? wanted(face, request)}/banner.json`;
      return serve(face, path, { request, reply });
    });
    app.get("/favicon.ico", hide, (_request, reply) => reply.redirect("/favicon.svg", 302));
    app.get("/cap/:name", hide, (request, reply) =>
      serve(face, pathOf(request), { request, reply }),
    );
    app.get("/logo/:name", hide, (request, reply) =>
      serve(face, pathOf(request), { request, reply }),
    );
    app.get("/banner.:hash(^[0-9a-f]{16}).js", hide, (request, reply) =>
      serve(face, pathOf(request), { request, reply }),
    );
    await placeRoutes(face)(app, front);
    await badgeRoutes(face)(app, front);
    await viewerRoutes(viewers)(app, front);
    await platformPages(face)(app, front);
    await reportRoutes(face)(app, front);
    await helpRoutes(face)(app, front);
    await subscribeRoutes(face)(app, front);
    await rumourPages(face)(app, front);
    await forumPages(face)(app, front);
    await verifyRoutes(face)(app, front);
    await shareImageRoutes(face)(app, front);
  };

const FEEDS = ["/feed.atom", "/history.atom", "/history.rss", "/feed.json"] as const;
const WORK = "/maintenance";
/** Pages as text whose own routes draw for one visitor; help brings its own. */
const WRITTEN = [WORK, "/rumours", "/verify", "/contact", "/report", "/subscribe"].map(
  (path) => `${path}.md`,
);
const CALENDAR = "/maintenance.ics";
const FIXED = [
  CALENDAR,
  ...FEEDS,
  "/cap.atom",
  "/api/widget.json",
  "/api/v1/summary",
  "/banner.js",
  "/llms.txt",
  "/favicon.svg",
  "/robots.txt",
] as const;
