import { z } from "zod";
import { changePage, createPage } from "../../actions/page/keep.ts";
import { setLogo } from "../../actions/page/logo.ts";
import { removePage } from "../../actions/page/remove.ts";
import { type Colours, type Pale, paleIn } from "../../domain/colours.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { LOGO_BYTES_MAX } from "../../domain/page-look.ts";
import { mayAct } from "../../domain/roles.ts";
import { sentence } from "../../domain/sentence.ts";
import { refusal } from "../../lib/errors.ts";
import { contextFor } from "../../pages/site.ts";
import { statusPage } from "../../pages/status.ts";
import { findPublicPage, listPublicPages } from "../../store/public-pages.ts";
import { readPublicState } from "../../store/public-state.ts";
import type { App, Front, Routes } from "../routes.ts";
import { PageBody, PageView, PaleView, pageView } from "./views/page.ts";
import { sentenceView } from "./views/said.ts";

const tags = ["pages"];
const Id = z.object({ id: z.uuid() });
/** Base64 takes four signs for three bytes. */
const LOGO_LENGTH_MAX = Math.ceil((LOGO_BYTES_MAX * 4) / 3) + 1_000;

/** The public pages of an organisation that shows itself under several names. */
export const pageRoutes: Routes = (app, front) => {
  reading(app, front);
  writing(app, front);
  picture(app, front);
  previewing(app, front);
};

function reading(app: App, front: Front): void {
  app.get(
    "/pages",
    {
      schema: {
        tags,
        summary: "The public pages that were described; without any, one plain page at the root",
        response: {
          200: z.object({ pages: z.array(PageView), may: z.object({ create: z.boolean() }) }),
        },
      },
    },
    async (request) => {
      const allowed = mayAct(request.actor, "administrator");
      const pages = await listPublicPages(front.house.db);
      return {
        pages: pages.map((page) => pageView(page, front.publicUrl, allowed)),
        may: { create: allowed },
      };
    },
  );
}

function writing(app: App, { house, publicUrl }: Front): void {
  app.post(
    "/pages",
    {
      schema: { tags, summary: "Add a public page", body: PageBody, response: { 201: PageView } },
    },
    async (request, reply) => {
      const page = await createPage(house, request.actor, { page: request.body, publicUrl });
      return reply.code(201).send(pageView(page, publicUrl, true));
    },
  );

  app.put(
    "/pages/:id",
    {
      schema: {
        tags,
        summary: "Change a public page",
        params: Id,
        body: PageBody,
        response: { 200: PageView },
      },
    },
    async (request) => {
      const input = { ...request.params, page: request.body, publicUrl };
      return pageView(await changePage(house, request.actor, input), publicUrl, true);
    },
  );

  app.delete(
    "/pages/:id",
    {
      schema: { tags, summary: "Remove a public page", params: Id, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await removePage(house, request.actor, request.params);
      return reply.code(204).send(null);
    },
  );
}

function picture(app: App, { house, publicUrl }: Front): void {
  app.put(
    "/pages/:id/logo",
    {
      schema: {
        tags,
        summary: "Give a page its picture (PNG, JPEG or WebP, 200 kB at the most) or take it away",
        params: Id,
        body: z.object({ base64: z.base64().max(LOGO_LENGTH_MAX).nullable() }),
        response: { 200: PageView },
      },
    },
    async (request) => {
      const { base64 } = request.body;
      const bytes = base64 === null ? null : Buffer.from(base64, "base64");
      const page = await setLogo(house, request.actor, { ...request.params, bytes });
      return pageView(page, publicUrl, true);
    },
  );
}

function previewing(app: App, { house, publicUrl }: Front): void {
  app.post(
    "/pages/preview",
    {
      schema: {
        tags,
        summary:
          "The page as it would look, and which of its colours are too pale; nothing is kept",
        body: PageBody.extend({ id: z.uuid().nullable(), shown: z.enum(LANGUAGES) }),
        response: { 200: z.object({ html: z.string(), pale: z.array(PaleView) }) },
      },
    },
    async ({ body }) => {
      const now = house.now();
      const state = await readPublicState(house.db, now);
      if (state === null) throw refusal("unavailable", "errors:organisation.not_set_up");
      const { id, shown, ...described } = body;
      const logo = id === null ? null : ((await findPublicPage(house.db, id))?.logo ?? null);
      const page = { ...described, id: id ?? "preview", logo };
      const html = statusPage(contextFor(state, { now, publicUrl, page }, shown)).toString();
      return { html, pale: paleViews(body.colours) };
    },
  );
}

const paleViews = (colours: Colours | null): z.infer<typeof PaleView>[] =>
  colours === null ? [] : paleIn(colours).map((pale) => ({ ...pale, text: saidOf(pale) }));

const saidOf = ({ look, part, ratio }: Pale) =>
  sentenceView(sentence("pages:refused.contrast", { where: `${look}.${part}`, ratio })).text;
