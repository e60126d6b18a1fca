import { z } from "zod";
import { carrierOf } from "../../actions/subscriber/offer.ts";
import { NOTICE_PARTS } from "../../domain/announcement.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { DRAWS_CARD } from "../../domain/outlet.ts";
import { POST_LENGTHS, postLength } from "../../domain/post-length.ts";
import type { SubscriberKind } from "../../domain/subscriber.ts";
import { plainSms, smsParts, smsSize } from "../../domain/text/sms-segments.ts";
import { shownCode } from "../../domain/verify/code.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { refusal } from "../../lib/errors.ts";
import { drawingFonts, pngOf } from "../../lib/raster.ts";
import { wordsFor } from "../../lib/words.ts";
import { bannerOf } from "../../pages/banner.ts";
import type { PageContext } from "../../pages/context.ts";
import { feedItems } from "../../pages/feed-items.ts";
import { PLAIN_LOOK } from "../../pages/look.ts";
import { CODE_TO_COME, type Drafted, drafted, isDrafted } from "../../pages/preview.ts";
import { shareImage } from "../../pages/share-image.ts";
import { shareTags } from "../../pages/share-meta.ts";
import { dressed, newsText, type StoryText } from "../../pages/subscriber-message.ts";
import { listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { incidentFact, readPublicFacts } from "../../store/public-state.ts";
import { readFuse } from "../../store/subscriber-fuse.ts";
import { outlets } from "../../transports/outlets.ts";
import { htmlOf } from "../../transports/smtp-letter.ts";
import type { Message } from "../../transports/transport.ts";
import { shownByPush } from "../../transports/web-push.ts";
import type { Front, Routes } from "../routes.ts";
import { type Draft, DraftBody, postOf, readDraft } from "./announcement-draft.ts";
import { OutletPreviewsView } from "./views/outlet-previews.ts";

const tags = ["announcements"];
/** Drawing costs a tenth of a second. */
const DRAWN_PER_MINUTE_MAX = 60;
const params = z.object({ id: z.uuid() });
const body = DraftBody.extend({ language: z.enum(LANGUAGES) });
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

type Staged = { draft: Draft; stage: Drafted; language: Language };

/** The draft, and the public state as it would be with it. */
async function staged(front: Front, id: string, { language, ...body }: Body): Promise<Staged> {
  const draft = await readDraft(front, id, body);
  const { incident, source, now } = draft;
  const facts = await readPublicFacts(front.house.db, now);
  if (facts === null) throw refusal("unavailable", "errors:organisation.not_set_up");
  const { publicUrl } = front;
  const look = { base: "", look: PLAIN_LOOK };
  const scene = { words: wordsFor(language), language, now, publicUrl, ...look };
  const { severity } = body;
  const notice = { ...source, severity, untranslated: body.laterLanguage };
  const stage = drafted(scene, facts, { draft: notice, about: incidentFact(incident) });
  return { draft, stage, language };
}

async function previewsOf({ house }: Front, of: Staged): Promise<View> {
  const { draft, stage } = of;
  const { organisation } = stage.context.state;
  return {
    code: shownCode(CODE_TO_COME),
    hidden: draft.incident.drill && organisation.mode !== "training",
    banner: bannerIn(stage),
    ...messagesIn(of, await carriedKinds(house.db, draft.incident.drill)),
    feed: feedIn(stage),
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

/** The kinds of subscription that are offered, and that a channel of ours carries. */
async function carriedKinds(db: Db, drill: boolean): Promise<ReadonlySet<SubscriberKind>> {
  const channels = await listChannels(db);
  const { offered } = await readFuse(db);
  const kinds = (["email", "sms", "push"] as const).filter(
    (kind) => offered.includes(kind) && carrierOf(channels, kind, drill) !== null,
  );
  return new Set(kinds);
}

/** To subscribers, by the ways that have a face of their own. */
function messagesIn(
  { draft, stage, language }: Staged,
  carried: ReadonlySet<SubscriberKind>,
): Pick<View, "email" | "sms" | "push"> {
  const { context, incident, notice } = stage;
  const { words, state, publicUrl } = context;
  const what = draft.isUpdate ? ("updated" as const) : ("published" as const);
  const story = newsText(context, { what, incident, update: notice, drill: draft.incident.drill });
  // Each person has a link of their own, which is made when the message is.
  const link = (path: string) => `${publicUrl}/${language}/${path}?t=…`;
  const links = { manage: link("subscription"), unsubscribe: link("unsubscribe") };
  const to = (kind: SubscriberKind) =>
    dressed(words, state.organisation.name, { kind, story, links, page: publicUrl });
  const letter = { ...to("email"), links: { answer: story.url, optOut: links.unsubscribe } };
  return {
    email: { connected: carried.has("email"), ...emailIn(context, letter) },
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
  return { cut, text, alphabet, length, parts: smsParts(text) };
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
  const { title, text, html } = postOf(draft, outlet, { id, language });
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
    card: DRAWS_CARD[outlet.kind],
  };
}
