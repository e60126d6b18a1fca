import { z } from "zod";
import { LANGUAGES } from "../../domain/language.ts";
import { shownTexts } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import { wordsFor } from "../../lib/words.ts";
import { PLAIN_LOOK } from "../../pages/look.ts";
import { drafted, previewPage } from "../../pages/preview.ts";
import { findIncident } from "../../store/incidents.ts";
import { listPublicPages } from "../../store/public-pages.ts";
import { incidentFact, readPublicFacts } from "../../store/public-state.ts";
import type { Routes } from "../routes.ts";
import { pageAmong } from "./announcement-draft.ts";

const TITLE_LENGTH_MAX = 300;
const TEXT_LENGTH_MAX = 5_000;

const Text = z.string().max(TEXT_LENGTH_MAX);
const NoticeText = z.object({
  title: z.string().max(TITLE_LENGTH_MAX),
  message: Text,
  advice: Text,
  nextStep: Text,
});

/** A draft may still be empty everywhere: seeing it is how one notices. */
const PreviewBody = z.object({
  texts: z.object({ fr: NoticeText, en: NoticeText }),
  severity: z.enum(["degraded", "partial", "major", "resolved"]),
  source: z.string().max(TITLE_LENGTH_MAX),
  nextUpdateAt: z.iso.datetime().nullable().default(null),
  /** The language that follows later. */
  laterLanguage: z.enum(LANGUAGES).nullable().default(null),
  language: z.enum(LANGUAGES),
  incidentId: z.uuid().nullable().default(null),
  /** Which of several pages; null is the one at the root. */
  pageId: z.uuid().nullable().default(null),
});

export const announcementPreviewRoutes: Routes = (app, { house, publicUrl }) => {
  app.post(
    "/announcements/preview",
    {
      schema: {
        tags: ["announcements"],
        summary: "The public page as it would read with this draft",
        body: PreviewBody,
        response: { 200: z.object({ html: z.string() }) },
      },
    },
    async ({ body }) => {
      const now = house.now();
      const facts = await readPublicFacts(house.db, now);
      if (facts === null) throw refusal("unavailable", "errors:organisation.not_set_up");
      const { language, incidentId, pageId, laterLanguage: untranslated } = body;
      const page = pageAmong(await listPublicPages(house.db), pageId);
      const plain = { base: "", look: PLAIN_LOOK };
      const scene = { words: wordsFor(language), language, now, publicUrl, ...plain };
      const row = incidentId === null ? undefined : await findIncident(house.db, incidentId);
      const about = row ? incidentFact(row) : null;
      const nextUpdateAt = body.nextUpdateAt === null ? null : Date.parse(body.nextUpdateAt);
      const texts = shownTexts(body.texts, untranslated);
      const draft = { ...body, texts, nextUpdateAt, untranslated };
      return { html: previewPage(drafted(scene, facts, { draft, about }), page).toString() };
    },
  );
};
