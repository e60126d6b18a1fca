import type { FastifyReply, FastifyRequest } from "fastify";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { drawingFonts, pngOf } from "../../lib/raster.ts";
import type { PageContext } from "../../pages/context.ts";
import { type Shape, shareImage } from "../../pages/share-image.ts";
import type { App, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { headersFor } from "./headers.ts";
import { etagOf, holds } from "./negotiation.ts";
import { atEachPlace } from "./place-routes.ts";
import { absent, contextHere } from "./serving.ts";

/** Two languages and two shapes of so many announcements stay in memory. */
const KEPT_MAX = 64;
const NAMES: Record<Shape, string> = { image: "image.png", square: "square.png" };

/** Drawing costs a tenth of a second: nobody may have old ones drawn again and again. */
const DRAWN_PER_MINUTE_MAX = 60;
const drawing = {
  schema: { hide: true },
  config: { rateLimit: { max: DRAWN_PER_MINUTE_MAX, timeWindow: MINUTE_MS } },
};

type Picture = { bytes: Buffer; etag: string };

/** The announcement in force as a picture to be shared, drawn once and then kept in memory. */
export const shareImageRoutes =
  (face: Face): Routes =>
  async (app) => {
    const draw = createEasel();
    await atEachPlace(app, face, (scope) => {
      for (const language of LANGUAGES) {
        for (const shape of ["image", "square"] as const) {
          pictures(scope, { face, draw, language, shape });
        }
      }
    });
  };

type Easel = ReturnType<typeof createEasel>;
type Kind = { face: Face; draw: Easel; language: Language; shape: Shape };

function pictures(app: App, { face, draw, language, shape }: Kind): void {
  const path = `/${language}/incidents/:id/${NAMES[shape]}`;
  app.get<{ Params: { id: string } }>(path, drawing, async (request, reply) => {
    const context = contextHere(face, reply, language);
    const drawn = drawingOf(context, { id: request.params.id, language, shape });
    if (drawn === null) return absent(face, reply, language);
    return send(request, reply, await draw(drawn.key, drawn.svg));
  });
}

type Asked = { id: string; language: Language; shape: Shape };

/** What is drawn, and a name for exactly this drawing; null where nothing was announced. */
function drawingOf(context: PageContext | null, { id, language, shape }: Asked) {
  if (context === null) return null;
  const { state } = context;
  const incident = [...state.open, ...state.past].find((each) => each.id === id);
  const notice = incident?.notice;
  if (!notice?.code) return null;
  const { name, mode, timeZone } = state.organisation;
  const key = [notice.code, language, shape, name, mode, timeZone, context.publicUrl].join(" ");
  // Pictures travel for years: as from another time, the day is written with its year.
  const then = { ...context, now: 0 };
  const svg = () => shareImage(then, { notice, shape, fonts: drawingFonts() }).toString();
  return { key, svg };
}

/** Draws each picture once, however many ask for it at a time. */
function createEasel() {
  const kept = new Map<string, Promise<Picture>>();
  return async (key: string, svg: () => string): Promise<Picture> => {
    const known = kept.get(key);
    if (known) return await known;
    const drawn = pngOf(svg()).then((bytes) => ({ bytes, etag: etagOf(bytes) }));
    kept.set(key, drawn);
    drawn.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_MAX) break;
      kept.delete(oldest);
    }
    return await drawn;
  };
}

function send(request: FastifyRequest, reply: FastifyReply, { bytes, etag }: Picture) {
  reply.headers({ ...headersFor("png"), "cache-control": "public, max-age=60", etag });
  if (holds(request.headers["if-none-match"], etag)) return reply.code(304).send();
  return reply.send(bytes);
}
