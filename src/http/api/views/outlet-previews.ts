import { z } from "zod";
import { NOTICE_PARTS } from "../../../domain/announcement.ts";
import { POINT_STATES } from "../../../domain/contact-point.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { CARD_KINDS, NETWORKS } from "../../../domain/outlet.ts";
import { TwoLanguagesView } from "./said.ts";

/** What the widget draws; the same as banner.json. */
const Banner = z.object({
  state: z.enum(["active", "resolved"]),
  severity: z.enum(POINT_STATES),
  exercise: z.string().nullable(),
  lang: z.enum(LANGUAGES),
  label: z.string(),
  title: z.string(),
  text: z.string(),
  link: z.string(),
  alternatives: z.array(z.object({ name: z.string(), link: z.string() })),
  updatedAt: z.number(),
  generatedAt: z.number(),
  staleAfter: z.number(),
  key: z.string(),
});

/** A way to subscribers: whether anything carries it at present, and whether words were cut. */
const way = { connected: z.boolean(), cut: z.boolean() };

const Post = z.object({
  network: z.enum(NETWORKS),
  /** Null where no account is connected: so it would read if one were. */
  outletId: z.number().nullable(),
  name: z.string(),
  title: z.string(),
  text: z.string(),
  /** The article, for what shows pages. */
  html: z.string().nullable(),
  length: z.number(),
  max: z.number(),
  /** What there was no room for. */
  leftOut: z.array(z.enum(NOTICE_PARTS)),
  /** Whether a card stands under it: drawn by the network from our page, or sent along by us. */
  card: z.enum(CARD_KINDS),
  /** What goes along; without a picture. */
  ownCard: z.object({ title: z.string(), description: z.string() }).nullable(),
});

/** A draft as each outlet would show it, in one language, made by the code that sends. */
export const OutletPreviewsView = z.object({
  /** Holds the place of the code, which is made at publication. */
  code: z.string(),
  /** A drill beside real life: only simulated accounts say it, and nothing of ours changes. */
  hidden: z.boolean(),
  /** Every page of ours, the one at the root first, and whether it would tell of this incident. */
  pages: z.array(z.object({ id: z.uuid().nullable(), name: TwoLanguagesView, tells: z.boolean() })),
  banner: z.object({
    shown: Banner.nullable(),
    /** Where another incident is worse, the banner goes on telling that one. */
    other: z.boolean(),
  }),
  email: z.object({ ...way, subject: z.string(), html: z.string(), text: z.string() }),
  sms: z.object({
    ...way,
    text: z.string(),
    alphabet: z.enum(["gsm7", "ucs2"]),
    length: z.number(),
    /** Where it breaks; each part is paid. */
    parts: z.array(z.string()),
    /** More than these only where the title alone takes them. */
    partsMax: z.number(),
  }),
  push: z.object({ ...way, title: z.string(), body: z.string() }),
  feed: z.object({ title: z.string(), body: z.string(), link: z.string() }).nullable(),
  card: z.object({
    site: z.string(),
    title: z.string(),
    description: z.string(),
    address: z.string(),
    /** What the picture says, for whoever does not see it. */
    picture: z.string(),
  }),
  posts: z.array(Post),
});
export type OutletPreviewsView = z.infer<typeof OutletPreviewsView>;
