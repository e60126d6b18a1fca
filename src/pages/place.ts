import type { PublicPage } from "../domain/page-look.ts";

/** Where a public page stands. */
export type Place = {
  /** What its addresses are kept under: "", "/p/<slug>" or "//<host>". */
  key: string;
  /** What stands before an address in a link of the page itself. */
  base: string;
  /** Where the public finds it, without a trailing slash. */
  publicUrl: string;
};

/** A page with a host of its own stands at its root; the others below "/p/", one at our own root. */
export function placeOf(page: Pick<PublicPage, "slug" | "domain">, publicUrl: string): Place {
  if (page.domain !== null) {
    return { key: `//${page.domain}`, base: "", publicUrl: `https://${page.domain}` };
  }
  const base = page.slug === null ? "" : `/p/${page.slug}`;
  return { key: base, base, publicUrl: `${publicUrl}${base}` };
}
