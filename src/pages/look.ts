import { createHash } from "node:crypto";
import type { Colours } from "../domain/colours.ts";
import type { FooterLink, PublicPage } from "../domain/page-look.ts";
import { pictureSize } from "../domain/picture-size.ts";
import { type Html, html } from "../lib/html.ts";

const HASH_LENGTH = 12;

/** What makes a page look like its organisation. */
export type PageLook = {
  /** Its colours, as a style of their own beside ours. */
  theme: Html | null;
  logo: { path: string; width: number; height: number } | null;
  footer: FooterLink | null;
};

export const PLAIN_LOOK: PageLook = { theme: null, logo: null, footer: null };

export function lookOf(page: Pick<PublicPage, "colours" | "logo" | "footer">): PageLook {
  return {
    theme: page.colours === null ? null : themeOf(page.colours),
    logo: page.logo === null ? null : logoOf(page.logo),
    footer: page.footer,
  };
}

/** Names the bytes: a new picture has a new address, and caches may keep the old one for ever. */
export function logoPath({ type, bytes }: NonNullable<PublicPage["logo"]>): string {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, HASH_LENGTH);
  return `/logo/${hash}.${type}`;
}

function logoOf(logo: NonNullable<PublicPage["logo"]>): PageLook["logo"] {
  const size = pictureSize(logo.type, logo.bytes);
  return size === null ? null : { path: logoPath(logo), ...size };
}

/** Checked when they were kept: six hexadecimal digits each, and nothing else. */
const themeOf = ({ light, dark }: Colours): Html =>
  html`:root{--link:${light.accent};--head:${light.header}}@media(prefers-color-scheme:dark){:root{--link:${dark.accent};--head:${dark.header}}}`;
