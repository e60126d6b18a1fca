import { z } from "zod";
import { LANGUAGES } from "../../domain/language.ts";
import { shownTexts } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import { wordsFor } from "../../lib/words.ts";
import { PLAIN_LOOK } from "../../pages/look.ts";
import { previewPage } from "../../pages/preview.ts";
import { readPublicState } from "../../store/public-state.ts";
import type { Routes } from "../routes.ts";

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
      const state = await readPublicState(house.db, now);
      if (state === null) throw refusal("unavailable", "errors:organisation.not_set_up");
      const { language, incidentId, laterLanguage: untranslated } = body;
      const plain = { base: "", look: PLAIN_LOOK };
      const context = { words: wordsFor(language), language, state, now, publicUrl, ...plain };
      const incident = state.open.find(({ id }) => id === incidentId) ?? null;
      const nextUpdateAt = body.nextUpdateAt === null ? null : Date.parse(body.nextUpdateAt);
      const texts = shownTexts(body.texts, untranslated);
      const draft = { ...body, texts, nextUpdateAt, untranslated };
      return { html: previewPage(context, draft, incident).toString() };
    },
  );
};
