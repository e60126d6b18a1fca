import type { Selectable } from "kysely";
import type { PublicPage } from "../domain/page-look.ts";
import type { Db, Tx } from "./database.ts";
import type { PublicPageTable } from "./schema/pages.ts";

/** Each is drawn whole at every look: a handful of brands, not a hosting business. */
export const PAGES_MAX = 12;

/** Every page that has been described, the one at the root first. */
export async function listPublicPages(db: Db): Promise<PublicPage[]> {
  const rows = await db
    .selectFrom("public_page")
    .selectAll()
    .orderBy("slug", (order) => order.asc().nullsFirst())
    .limit(PAGES_MAX)
    .execute();
  return rows.map(pageOf);
}

/** The same without their pictures, for whoever asks what they show and where they stand. */
export async function listPageScopes(db: Db): Promise<PublicPage[]> {
  const rows = await db
    .selectFrom("public_page")
    .select(["id", "slug", "name", "domain", "language", "colours", "footer"])
    .select(["point_ids", "platform_ids", "general_incidents"])
    .orderBy("slug", (order) => order.asc().nullsFirst())
    .limit(PAGES_MAX)
    .execute();
  return rows.map((row) => pageOf({ ...row, logo: null, logo_type: null }));
}

export async function findPublicPage(db: Db, id: string): Promise<PublicPage | null> {
  const row = await db
    .selectFrom("public_page")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : pageOf(row);
}

/** Writes a new page, or what has changed of a known one. */
export async function savePublicPage(tx: Tx, page: PublicPage, now: number): Promise<void> {
  const values = {
    slug: page.slug,
    name: JSON.stringify(page.name),
    domain: page.domain,
    language: page.language,
    colours: page.colours === null ? null : JSON.stringify(page.colours),
    footer: page.footer === null ? null : JSON.stringify(page.footer),
    point_ids: [...page.pointIds],
    platform_ids: [...page.platformIds],
    general_incidents: page.generalIncidents,
    logo: page.logo === null ? null : Buffer.from(page.logo.bytes),
    logo_type: page.logo?.type ?? null,
    updated_at: new Date(now),
  };
  await tx
    .insertInto("public_page")
    .values({ id: page.id, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

export async function deletePublicPage(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("public_page").where("id", "=", id).execute();
}

const pageOf = (row: Omit<Selectable<PublicPageTable>, "updated_at">): PublicPage => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  domain: row.domain,
  language: row.language,
  colours: row.colours,
  footer: row.footer,
  pointIds: row.point_ids,
  platformIds: row.platform_ids,
  generalIncidents: row.general_incidents,
  logo:
    row.logo === null || row.logo_type === null ? null : { type: row.logo_type, bytes: row.logo },
});
