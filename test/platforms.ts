import { PLATFORMS } from "../src/domain/platforms.ts";
import type { Db } from "../src/store/database.ts";

/** The platforms that every new organisation finds. */
export async function insertPlatforms(db: Db): Promise<void> {
  const rows = PLATFORMS.map(({ id, name, failureDomain, capabilities }, position) => ({
    id,
    name,
    failure_domain: failureDomain,
    capabilities,
    position,
  }));
  await db.insertInto("platform").values(rows).execute();
}
