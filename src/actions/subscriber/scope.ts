import type { PublicPage } from "../../domain/page-look.ts";
import { showsIncident } from "../../domain/page-scope.ts";
import { listContactPoints, pointsOfPlatform } from "../../store/contact-points.ts";
import type { Db } from "../../store/database.ts";
import { listPageScopes } from "../../store/public-pages.ts";

/** The page of a subscription, if it was described: null is the one at the root. */
async function pageAt(db: Db, pageId: string | null): Promise<PublicPage | undefined> {
  const pages = await listPageScopes(db);
  return pages.find((page) => (pageId === null ? page.slug === null : page.id === pageId));
}

/** Of these ways to reach us, those that there are and that the page shows. */
export async function pointsWithin(
  db: Db,
  pageId: string | null,
  wanted: readonly string[],
): Promise<string[]> {
  if (wanted.length === 0) return [];
  const shown = (await pageAt(db, pageId))?.pointIds ?? [];
  return (await listContactPoints(db))
    .map(({ id }) => id)
    .filter((id) => wanted.includes(id) && (shown.length === 0 || shown.includes(id)));
}

/** An incident that is open and stands on the page, or null: a scope never names what is hidden. */
export async function incidentWithin(
  db: Db,
  pageId: string | null,
  wanted: string | null,
): Promise<string | null> {
  if (wanted === null) return null;
  const incident = await db
    .selectFrom("incident")
    .select(["id", "platform_id"])
    .where("id", "=", wanted)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  if (!incident) return null;
  const { platform_id: platformId } = incident;
  const pointIds = platformId === null ? [] : await pointsOfPlatform(db, platformId);
  const page = await pageAt(db, pageId);
  return page === undefined || showsIncident(page, { platformId, pointIds }) ? incident.id : null;
}
