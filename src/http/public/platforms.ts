import { LANGUAGES } from "../../domain/language.ts";
import type { Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { pathOf, serve } from "./serving.ts";

const BELOW = ["", ".md", "/:id", "/:id/map.svg"] as const;

/** What people report of each platform, with its map and its Markdown. */
export const platformPages =
  (face: Face): Routes =>
  (app) => {
    for (const language of LANGUAGES) {
      for (const below of BELOW) {
        app.get(`/${language}/platforms${below}`, { schema: { hide: true } }, (request, reply) =>
          serve(face, pathOf(request), { request, reply, language }),
        );
      }
    }
  };
