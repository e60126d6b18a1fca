import type { IncomingMessage, ServerResponse } from "node:http";
import type { App } from "../routes.ts";
import type { Asset, Face } from "./face.ts";
import { CLOCK_HEADER, SECURE_HEADERS } from "./headers.ts";
import { isHeld, languageFor, takesGzip } from "./negotiation.ts";
import { headOf, VARY, VARY_HOME } from "./serving.ts";
import type { Viewers } from "./viewers.ts";

const ROOT = "";
const OK = 200;
const NOT_MODIFIED = 304;
/**
 * Where the crowd is: the page, its incidents, and what programs poll. Each of them says the same to
 * everybody; what a route may answer differently to one visitor is not among them.
 */
const CROWDED =
  /^\/(?:fr|en)(?:\.md|\/banner\.json|\/maintenance|\/feed\.(?:atom|json)|\/history\.(?:atom|rss)|\/incidents\/[\w-]+)?$|^\/api\/(?:v2\/[\w./-]+\.json|widget\.json|v1\/summary)$|^\/banner\.js$/;

/** What `writeHead` takes without looking at each header twice: name, value, name, value. */
type Head = string[];
type Heads = { plain: Head; gzip: Head; same: Head };
type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Answers a GET for what lies in memory before anything else wakes up: the routes would say the
 * same, byte for byte, at twice the cost. Whatever is not asked for plainly goes to them.
 */
export function answerQuickly(app: App, face: Face, viewers: Viewers): void {
  // Where every request is to be logged, every request takes the long way.
  if (app.log.level === "info" || app.log.level === "debug" || app.log.level === "trace") return;
  const routes = app.server.listeners("request") as Answering[];
  const heads = new WeakMap<Asset, Heads>();
  app.server.removeAllListeners("request");
  app.server.on("request", (request, response) => {
    if (isForEvents(request) && viewers.welcome(response)) return;
    if (answered(face, heads, { request, response })) return;
    for (const route of routes) route.call(app.server, request, response);
  });
}

/** A line that stays open for hours must not drag along all that a route is made of. */
const isForEvents = ({ method, url }: IncomingMessage): boolean =>
  method === "GET" && url === "/events";

type Exchange = { request: IncomingMessage; response: ServerResponse };

function answered(face: Face, heads: WeakMap<Asset, Heads>, exchange: Exchange): boolean {
  const { request, response } = exchange;
  const { method, url = "" } = request;
  if (method !== "GET" || (url !== "/" && !CROWDED.test(url))) return false;
  const isHome = url === "/";
  const asset = face.find(isHome ? `/${languageOf(face, request)}` : url);
  const places = face.places();
  const isRoot = places.of({ url, headers: request.headers }) === ROOT;
  if (asset === null || !isRoot || places.themeAt(ROOT) !== null) return false;
  const { plain, gzip, same } = headsOf(face, heads, asset);
  const now = face.now();
  const moment = ["vary", isHome ? VARY_HOME : VARY, CLOCK_HEADER, String(now)];
  if (isHeld(request.headers, asset, now)) {
    response.writeHead(NOT_MODIFIED, [...same, ...moment]).end();
  } else if (takesGzip(request.headers["accept-encoding"])) {
    response.writeHead(OK, [...gzip, ...moment]).end(asset.gzip);
  } else {
    response.writeHead(OK, [...plain, ...moment]).end(asset.bytes);
  }
  return true;
}

const languageOf = (face: Face, { headers }: IncomingMessage) =>
  languageFor(headers["accept-language"], face.defaultLanguage(ROOT));

function headsOf(face: Face, heads: WeakMap<Asset, Heads>, asset: Asset): Heads {
  const known = heads.get(asset);
  if (known) return known;
  const { vary: _, ...head } = headOf(face, asset, { path: asset.path, key: ROOT });
  const same = { ...SECURE_HEADERS, ...head };
  const length = (bytes: Buffer) => ({ "content-length": String(bytes.length) });
  const made = {
    same: Object.entries(same).flat(),
    plain: Object.entries({ ...same, ...length(asset.bytes) }).flat(),
    gzip: Object.entries({ ...same, "content-encoding": "gzip", ...length(asset.gzip) }).flat(),
  };
  heads.set(asset, made);
  return made;
}
