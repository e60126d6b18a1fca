import { LANGUAGES } from "../../domain/language.ts";
import { badgeEndpoint, badgeOf, badgeSvg } from "../../pages/badge.ts";
import type { Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { absent, type Exchange, serveDrawn } from "./serving.ts";

type Asked = { Querystring: { component?: unknown; style?: unknown; lang?: unknown } };
const hide = { schema: { hide: true } };

/** /badge.svg and /badge.json?component=&style=&lang=: the same address always looks the same. */
export const badgeRoutes =
  (face: Face): Routes =>
  (app) => {
    for (const base of ["", "/p/:slug"]) {
      app.get<Asked>(`${base}/badge.svg`, hide, (request, reply) =>
        answer(face, "badge", { query: request.query, request, reply }),
      );
      app.get<Asked>(`${base}/badge.json`, hide, (request, reply) =>
        answer(face, "json", { query: request.query, request, reply }),
      );
    }
  };

type Asking = Exchange & { query: Asked["Querystring"] };

function answer(face: Face, kind: "badge" | "json", { query, ...exchange }: Asking) {
  const key = face.places().of(exchange.request);
  const language = LANGUAGES.find((known) => known === query.lang) ?? face.defaultLanguage(key);
  const unknown = key === "" && exchange.request.url.startsWith("/p/");
  const context = unknown ? null : face.context(language, key);
  const component = componentIn(query);
  const badge = context === null ? null : badgeOf(context, component);
  if (badge === null) return absent(face, exchange.reply, language);
  const style = query.style === "flat-square" ? "flat-square" : "flat";
  const body =
    kind === "json" ? JSON.stringify(badgeEndpoint(badge)) : badgeSvg(badge, style).toString();
  return serveDrawn(face, { kind, language, body }, exchange);
}

/** A parameter that is given twice arrives as a list: it names no contact point, like "". */
function componentIn({ component }: Asked["Querystring"]): string | null {
  if (component === undefined) return null;
  return typeof component === "string" ? component : "";
}
