import { z } from "zod";
import { isColour } from "../../../domain/colours.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { isDomain, isSlug, type PublicPage } from "../../../domain/page-look.ts";
import { isWebAddress } from "../../../domain/web-address.ts";
import { logoPath } from "../../../pages/look.ts";
import { placeOf } from "../../../pages/place.ts";
import { TwoLanguagesView } from "./said.ts";

const NAME_LENGTH_MAX = 80;
const SHOWN_MAX = 200;
const Name = z.string().trim().min(1).max(NAME_LENGTH_MAX);
const TwoNames = z.object({ fr: Name, en: Name });
const Colour = z.string().refine(isColour, "is no colour like #0b4fa8");
const Pair = z.object({ accent: Colour, header: Colour });

/** What a person may say of a public page. */
export const PageBody = z.object({
  slug: z.string().refine(isSlug, "is no short address like 'shop-lyon'").nullable(),
  name: TwoNames,
  domain: z.string().trim().toLowerCase().refine(isDomain, "is no host name").nullable(),
  language: z.enum(LANGUAGES),
  colours: z.object({ light: Pair, dark: Pair }).nullable(),
  footer: z
    .object({ text: TwoNames, url: z.string().trim().refine(isWebAddress, "is no web address") })
    .nullable(),
  pointIds: z.array(z.uuid()).max(SHOWN_MAX),
  platformIds: z.array(z.string().max(60)).max(SHOWN_MAX),
  generalIncidents: z.boolean(),
});

export const PaleView = z.object({
  look: z.enum(["light", "dark"]),
  part: z.enum(["accent", "header"]),
  ratio: z.number(),
  text: TwoLanguagesView,
});

export const PageView = PageBody.extend({
  id: z.string(),
  domain: z.string().nullable(),
  slug: z.string().nullable(),
  /** Where the public finds it. */
  url: z.string(),
  /** Where its picture is served, or null. */
  logo: z.string().nullable(),
  may: z.object({ change: z.boolean(), remove: z.boolean() }),
});
export type PageView = z.infer<typeof PageView>;

export function pageView(page: PublicPage, publicUrl: string, allowed: boolean): PageView {
  const { logo, pointIds, platformIds, ...same } = page;
  const place = placeOf(page, publicUrl);
  return {
    ...same,
    pointIds: [...pointIds],
    platformIds: [...platformIds],
    url: `${place.publicUrl}/`,
    logo: logo === null ? null : `${place.publicUrl}${logoPath(logo)}`,
    may: { change: allowed, remove: allowed },
  };
}
