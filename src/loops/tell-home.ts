import type { TwoLanguages } from "../domain/language.ts";
import type { PublicPage } from "../domain/page-look.ts";
import { placeOf } from "../pages/place.ts";

/** Where the page of a subscriber stands, and under which name it writes. */
export type Home = { url: string; name: TwoLanguages; page: PublicPage | null };
export type Homes = (pageId: string | null) => Home;

/** The page at the root may be described or not; the others are, or their subscribers are gone. */
export function homesOf(
  pages: readonly PublicPage[],
  organisation: { name: string; publicUrl: string },
): Homes {
  const { name, publicUrl } = organisation;
  const plain: Home = { url: publicUrl, name: { fr: name, en: name }, page: null };
  const root = pages.find(({ slug }) => slug === null);
  const homes = new Map(pages.map((page) => [page.id, homeOf(page, publicUrl)]));
  const first = root === undefined ? plain : homeOf(root, publicUrl);
  return (pageId) => (pageId === null ? first : (homes.get(pageId) ?? first));
}

const homeOf = (page: PublicPage, publicUrl: string): Home => ({
  url: placeOf(page, publicUrl).publicUrl,
  name: page.name,
  page,
});
