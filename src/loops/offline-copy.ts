import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type House, machine } from "../actions/action.ts";
import { copiesIn, copyNameOf } from "../actions/offline/folder.ts";
import { makeOfflineCopy } from "../actions/offline/make.ts";
import type { OfflineCopyConfig } from "../config.ts";
import { makeFolder } from "../lib/folder.ts";
import { findOrganisation } from "../store/organisation.ts";

const KEPT = 3;
const KEEPER = machine("offline copy");

/** Once a day (UTC) a sealed copy of the contacts into the folder; the last three stay. */
export async function copyOfflineOnce(
  house: House,
  { folder, passphrase, cost }: OfflineCopyConfig,
): Promise<void> {
  if ((await findOrganisation(house.db)) === null) return;
  makeFolder(folder, { mode: 0o700 });
  const today = copyNameOf(house.now());
  const there = await copiesIn(folder);
  if (there.includes(today)) return;
  const file = join(folder, today);
  await makeOfflineCopy(house, KEEPER, { file, passphrase, ...(cost && { cost }) });
  const old = (await copiesIn(folder)).slice(0, -KEPT);
  for (const name of old) await rm(join(folder, name), { force: true });
}
