import type { PublicPage } from "../../domain/page-look.ts";
import { showsIncident, showsWork } from "../../domain/page-scope.ts";
import { pointsOfPlatform } from "../../store/contact-points.ts";
import type { Db } from "../../store/database.ts";
import { findMaintenance } from "../../store/maintenances.ts";
import { listPageScopes } from "../../store/public-pages.ts";
import type { About, Shown, TellingRow } from "../../store/tellings.ts";

type Told = Pick<TellingRow, "incident_id" | "maintenance_id">;

/** What a telling is about, and on which of our pages it stands; null where it is gone. */
export async function aboutOf(db: Db, told: Told): Promise<About | null> {
  if (told.incident_id !== null) return await aboutIncident(db, told.incident_id);
  return told.maintenance_id === null ? null : await aboutWork(db, told.maintenance_id);
}

export async function aboutIncident(db: Db, id: string): Promise<About | null> {
  const incident = await db
    .selectFrom("incident")
    .select("platform_id")
    .where("id", "=", id)
    .executeTakeFirst();
  if (!incident) return null;
  const { platform_id: platformId } = incident;
  const pointIds = platformId === null ? [] : await pointsOfPlatform(db, platformId);
  const pages = shownOn(await listPageScopes(db), (page) =>
    showsIncident(page, { platformId, pointIds }),
  );
  return { what: "incident", id, pointIds: platformId === null ? null : pointIds, pages };
}

async function aboutWork(db: Db, id: string): Promise<About | null> {
  const work = await findMaintenance(db, id);
  return work === null ? null : await aboutPlanned(db, work);
}

/** The same of work that is only being thought of. */
export async function aboutPlanned(
  db: Db,
  work: { id: string; pointIds: readonly string[] },
): Promise<About> {
  const { id, pointIds } = work;
  const pages = shownOn(await listPageScopes(db), (page) => showsWork(page, work));
  return { what: "work", id, pointIds: pointIds.length === 0 ? null : pointIds, pages };
}

/** The page at the root shows everything, until somebody describes it. */
function shownOn(pages: readonly PublicPage[], shows: (page: PublicPage) => boolean): Shown {
  const root = pages.find(({ slug }) => slug === null);
  const others = pages.filter((page) => page.slug !== null);
  return {
    root: root === undefined || shows(root),
    ids: others.filter(shows).map(({ id }) => id),
  };
}
