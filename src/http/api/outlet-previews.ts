import { z } from "zod";
import { NOTICE_PARTS } from "../../domain/announcement.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { CARDS } from "../../domain/outlet.ts";
import type { PublicPage } from "../../domain/page-look.ts";
import { POST_LENGTHS, postLength } from "../../domain/post-length.ts";
import type { SubscriberKind } from "../../domain/subscriber.ts";
import { plainSms, smsParts, smsSize } from "../../domain/text/sms-segments.ts";
import { shownCode } from "../../domain/verify/code.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { drawingFonts, pngOf } from "../../lib/raster.ts";
import { bannerOf } from "../../pages/banner.ts";
import type { PageContext } from "../../pages/context.ts";
import { feedItems } from "../../pages/feed-items.ts";
import { CODE_TO_COME, type Drafted, draftedOn, isDrafted } from "../../pages/preview.ts";
import { shareImage } from "../../pages/share-image.ts";
import { shareTags } from "../../pages/share-meta.ts";
import { SMS_PARTS_MAX, type StoryText } from "../../pages/subscriber-message.ts";
import { listPublicPages } from "../../store/public-pages.ts";
import { outlets } from "../../transports/outlets.ts";
import { htmlOf } from "../../transports/smtp-letter.ts";
import type { Message } from "../../transports/transport.ts";
import { shownByPush } from "../../transports/web-push.ts";
import type { Front, Routes } from "../routes.ts";
import { type Draft, DraftBody, pageAmong, postOf, readDraft } from "./announcement-draft.ts";
import { carriedKinds, lettersOf, stageFor } from "./announcement-stage.ts";
import { OutletPreviewsView } from "./views/outlet-previews.ts";

const tags = ["announcements"];
/** Drawing costs a tenth of a second. */
const DRAWN_PER_MINUTE_MAX = 60;
const params = z.object({ id: z.uuid() });
const body = DraftBody.extend({
  language: z.enum(LANGUAGES),
  /** Which of several pages; null is the one at the root. */
  pageId: z.uuid().nullable().default(null),
});
type Body = z.infer<typeof body>;
type View = OutletPreviewsView;

export const outletPreviewRoutes: Routes = (app, front) => {
  app.post(
    "/incidents/:id/outlet-previews",
    {
      schema: {
        tags,
        summary: "A draft as each outlet would show it; nothing is kept, nothing is sent",
        params,
        body,
        response: { 200: OutletPreviewsView },
      },
    },
    async (request) => previewsOf(front, await staged(front, request.params.id, request.body)),
  );
  app.post(
    "/incidents/:id/share-picture",
    {
      schema: {
        tags,
        summary: "The picture on the card of a draft, as a data address",
        params,
        body,
        response: { 200: z.object({ picture: z.string() }) },
      },
      config: { rateLimit: { max: DRAWN_PER_MINUTE_MAX, timeWindow: MINUTE_MS } },
    },
    async (request) => {
      const { stage } = await staged(front, request.params.id, request.body);
      const { context, notice } = stage;
      // As the real one: drawn for any day, so the day is written with its year.
      const then = { ...context, now: 0 };
      const svg = shareImage(then, { notice, shape: "image", fonts: drawingFonts() }).toString();
      const png = await pngOf(svg);
      return { picture: `data:image/png;base64,${png.toString("base64")}` };
    },
  );
};

type Staged = {
  draft: Draft;
  /** As posts have it, which lead to the page at the root. */
  stage: Drafted;
  /** As the chosen page has it; as posts do where that page does not tell of it. */
  own: Drafted;
  pages: View["pages"];
  language: Language;
};

/** The draft, and the public state as it would be with it. */
async function staged(front: Front, id: string, asked: Body): Promise<Staged> {
  const { language, pageId, ...body } = asked;
  const draft = await readDraft(front, id, body);
  const stage = (await stageFor(front, draft, body))(language);
  const described = await listPublicPages(front.house.db);
  const own = draftedOn(stage, pageAmong(described, pageId)) ?? stage;
  return { draft, stage, own, pages: pagesOf(stage, described), language };
}

/** Every page there is, the one at the root first, and whether it would tell of this. */
function pagesOf(stage: Drafted, described: readonly PublicPage[]): View["pages"] {
  const { name } = stage.context.state.organisation;
  const plain = described.some(({ slug }) => slug === null)
    ? []
    : [{ id: null, name: { fr: name, en: name }, tells: true }];
  const others = described.map((page) => ({
    id: page.id,
    name: page.name,
    tells: draftedOn(stage, page) !== null,
  }));
  return [...plain, ...others];
}

async function previewsOf({ house }: Front, of: Staged): Promise<View> {
  const { draft, stage, own, pages } = of;
  const { organisation } = stage.context.state;
  return {
    code: shownCode(CODE_TO_COME),
    hidden: draft.incident.drill && organisation.mode !== "training",
    pages,
    banner: bannerIn(own),
    ...messagesIn(of, await carriedKinds(house.db, draft.incident.drill)),
    feed: feedIn(own),
    card: cardIn(stage),
    posts: outlets.flatMap((outlet) => {
      const rows = draft.outlets.filter(
        ({ kind, languages }) => kind === outlet.kind && languages.includes(of.language),
      );
      const accounts = rows.map(({ id, name }) => ({ id, name }));
      const none = { id: null, name: outlet.title[of.language] };
      return (accounts.length > 0 ? accounts : [none]).map((by) => postIn(of, outlet, by));
    }),
  };
}

function bannerIn({ context, incident }: Drafted): View["banner"] {
  const shown = bannerOf(context);
  const other = context.state.open[0]?.id !== incident.id;
  return { shown: shown && { ...shown, alternatives: [...shown.alternatives] }, other };
}

/** To subscribers, by the ways that have a face of their own. */
function messagesIn(
  { draft, own }: Staged,
  carried: ReadonlySet<SubscriberKind>,
): Pick<View, "email" | "sms" | "push"> {
  const { story, unsubscribe, to } = lettersOf(draft, own);
  const letter = { ...to("email"), links: { answer: story.url, optOut: unsubscribe } };
  return {
    email: { connected: carried.has("email"), ...emailIn(own.context, letter) },
    sms: { connected: carried.has("sms"), ...smsIn(to("sms").body, story) },
    push: { connected: carried.has("push"), ...pushIn(to("push"), story) },
  };
}

type Letter = Pick<Message, "heading" | "body" | "links">;

function emailIn({ language, now }: PageContext, letter: Letter) {
  const frame = { reference: "preview", language, validityMs: 1, callbackUrl: null, at: now };
  const html = htmlOf({ ...letter, ...frame });
  return { cut: false, subject: letter.heading, html, text: letter.body };
}

function smsIn(text: string, { gist }: StoryText) {
  const { alphabet, length } = smsSize(text);
  const cut = ![gist, plainSms(gist)].some((whole) => text.includes(whole));
  return { cut, text, alphabet, length, parts: smsParts(text), partsMax: SMS_PARTS_MAX };
}

function pushIn(message: Pick<Message, "heading" | "body">, story: StoryText) {
  const shown = shownByPush(message);
  return { cut: shown.body !== story.gist || shown.title !== story.heading, ...shown };
}

function feedIn({ context }: Drafted): View["feed"] {
  const item = feedItems(context).find(({ id }) => isDrafted(id));
  return item ? { title: item.title, body: item.body, link: item.href } : null;
}

function cardIn({ context, incident }: Drafted): View["card"] {
  const tags = new Map(shareTags(context, incident));
  const tag = (name: string) => tags.get(`og:${name}`) ?? "";
  return {
    site: tag("site_name"),
    title: tag("title"),
    description: tag("description"),
    address: new URL(context.publicUrl).host,
    picture: tag("image:alt"),
  };
}

type Account = { id: number | null; name: string };

function postIn(
  { draft, language }: Staged,
  outlet: (typeof outlets)[number],
  { id, name }: Account,
): View["posts"][number] {
  const { title, text, html, card } = postOf(draft, outlet, { id, language });
  const { length } = postLength(outlet.kind, text);
  const isArticle = outlet.kind === "wordpress";
  const said = draft.source.texts[language];
  const isOwn = (draft.source.own[outlet.kind]?.[language] ?? "").trim() !== "";
  const leftOut = NOTICE_PARTS.filter((part) => said[part] !== "" && !text.includes(said[part]));
  return {
    network: outlet.kind,
    outletId: id,
    name,
    title,
    text,
    html: isArticle ? html : null,
    length,
    max: POST_LENGTHS[outlet.kind],
    leftOut: isOwn || isArticle ? [] : leftOut,
    card: CARDS[outlet.kind],
    ownCard: CARDS[outlet.kind] === "sent" ? card : null,
  };
}
