import type { Colours } from "./colours.ts";
import type { Language, TwoLanguages } from "./language.ts";

export const LOGO_TYPES = ["png", "jpeg", "webp"] as const;
export type LogoType = (typeof LOGO_TYPES)[number];
export const LOGO_BYTES_MAX = 200_000;

/** A link of the organisation's own at the foot of a page. */
export type FooterLink = { text: TwoLanguages; url: string };

/** A public page as the organisation describes it; its logo's bytes are kept apart. */
export type PublicPage = {
  id: string;
  /** Null: the page at the root. */
  slug: string | null;
  name: TwoLanguages;
  /** A host of its own, which leads to this page and no other. */
  domain: string | null;
  /** Which language stands first. */
  language: Language;
  colours: Colours | null;
  footer: FooterLink | null;
  /** None named: all of them. */
  pointIds: readonly string[];
  platformIds: readonly string[];
  generalIncidents: boolean;
  logo: { type: LogoType; bytes: Uint8Array } | null;
};

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];
const WEBP_AT = 8;

/** What a picture is by its first bytes, whatever it is called; null for all that we do not serve. */
export function logoTypeOf(bytes: Uint8Array): LogoType | null {
  const starts = (signs: readonly number[], at = 0) =>
    signs.every((sign, index) => bytes[at + index] === sign);
  if (starts(PNG)) return "png";
  if (starts(JPEG)) return "jpeg";
  return starts(RIFF) && starts(WEBP, WEBP_AT) ? "webp" : null;
}

/** Words that an address below "/p/" may not be, and hosts that are no public name. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const SLUG_LENGTH_MAX = 40;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);
const DOMAIN_LENGTH_MAX = 253;

export const isSlug = (text: string): boolean => text.length <= SLUG_LENGTH_MAX && SLUG.test(text);
export const isDomain = (text: string): boolean =>
  text.length <= DOMAIN_LENGTH_MAX && DOMAIN.test(text);

/** The host that a Host header names: without its port, in small letters, without a last dot. */
export function hostNamed(header: string | undefined): string | null {
  if (header === undefined) return null;
  const host = header.trim().toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  return isDomain(host) ? host : null;
}
