import { type Colours, isColour, paleIn } from "../../domain/colours.ts";
import { isDomain, isSlug, type PublicPage } from "../../domain/page-look.ts";
import { isWebAddress } from "../../domain/web-address.ts";
import { refusal } from "../../lib/errors.ts";
import { listContactPoints } from "../../store/contact-points.ts";
import type { Tx } from "../../store/database.ts";
import { listPlatforms } from "../../store/platforms.ts";
import { listPublicPages } from "../../store/public-pages.ts";

/** What a person may say of a public page; its logo is given apart. */
export type PageInput = Omit<PublicPage, "id" | "logo">;

/** Refuses a page nobody could find, read, or tell from another. */
export async function requireSoundPage(
  tx: Tx,
  page: PageInput & { id: string | null },
  publicUrl: string,
): Promise<void> {
  if (page.slug !== null && !isSlug(page.slug)) {
    throw refusal("invalid", "errors:fields", { names: "slug", field: "slug" });
  }
  if (page.footer !== null && !isWebAddress(page.footer.url)) {
    throw refusal("invalid", "errors:fields", { names: "footer", field: "footer" });
  }
  requireDomain(page, publicUrl);
  if (page.colours !== null) requireReadable(page.colours);
  const others = (await listPublicPages(tx)).filter(({ id }) => id !== page.id);
  if (others.some(({ slug }) => slug === page.slug)) {
    throw refusal("conflict", "pages:refused.slug", { field: "slug" });
  }
  if (page.domain !== null && others.some(({ domain }) => domain === page.domain)) {
    throw refusal("conflict", "pages:refused.domain", { field: "domain" });
  }
  await requireKnown(tx, page);
}

function requireDomain({ domain, slug }: PageInput, publicUrl: string): void {
  if (domain === null) return;
  if (slug === null) throw refusal("invalid", "pages:refused.rootDomain", { field: "domain" });
  if (!isDomain(domain)) {
    throw refusal("invalid", "errors:fields", { names: "domain", field: "domain" });
  }
  if (domain === new URL(publicUrl).hostname) {
    throw refusal("conflict", "pages:refused.domain", { field: "domain" });
  }
}

/** Says which colour is too pale, and by how much: that is what can be mended. */
function requireReadable(colours: Colours): void {
  const all = [colours.light, colours.dark].flatMap(({ accent, header }) => [accent, header]);
  if (!all.every(isColour)) {
    throw refusal("invalid", "errors:fields", { names: "colours", field: "colours" });
  }
  const [pale] = paleIn(colours);
  if (pale === undefined) return;
  const { look, part, ratio } = pale;
  const where = `${look}.${part}`;
  throw refusal("invalid", "pages:refused.contrast", { where, ratio, field: where });
}

async function requireKnown(tx: Tx, { pointIds, platformIds }: PageInput): Promise<void> {
  const points = new Set((await listContactPoints(tx)).map(({ id }) => id));
  if (pointIds.some((id) => !points.has(id))) {
    throw refusal("invalid", "errors:unknown.contact_point", { field: "pointIds" });
  }
  const platforms = new Set((await listPlatforms(tx)).map(({ id }) => id));
  if (platformIds.some((id) => !platforms.has(id))) {
    throw refusal("invalid", "errors:unknown.platform", { field: "platformIds" });
  }
}
