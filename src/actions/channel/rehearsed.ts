import type { Tx } from "../../store/database.ts";
import { findOrganisation } from "../../store/organisation.ts";

/**
 * Whether what is heard on this channel is only played: a live organisation holds a drill on simulated
 * providers, and their simulated people must not withdraw the consent of the real ones.
 */
export async function isRehearsed(tx: Tx, drill: boolean): Promise<boolean> {
  return drill && (await findOrganisation(tx))?.mode === "live";
}
