import { z } from "zod";
import { words } from "../lib/description.ts";

/** Where a platform's API stands: known, and changed only to rehearse. */
export const apiBase = (usual: string) =>
  z
    .url()
    .default(usual)
    .meta(
      words(
        { fr: "Adresse de l’API", en: "API address" },
        { fr: "À changer seulement pour les exercices", en: "Change it for drills only" },
      ),
    );
