import type { Tx } from "../../store/database.ts";
import type { IncidentRow } from "../../store/incidents.ts";
import { setChannelsOfPlatform, warnChannelsOf } from "../../store/platform-channels.ts";
import { findPlatform, siblingsOf } from "../../store/platforms.ts";

/** What is said about a channel, as codes of the locales. */
const DOWN_REASON = "crisis:channel.platformDown";
const BACK_REASON = "crisis:channel.platformBack";
const SIBLING_REASON = "crisis:channel.ownerInTrouble";

/** Stops sending over a platform that fails. Those of the same owner are marked, not stopped. */
export async function takeChannelsDown(
  tx: Tx,
  incident: IncidentRow,
  now: number,
): Promise<{ siblings: string[] }> {
  const platform = incident.platform_id && (await findPlatform(tx, incident.platform_id));
  if (!platform) return { siblings: [] };
  await setChannelsOfPlatform(tx, platform.id, { state: "down", reason: DOWN_REASON, now });
  const siblings = (await siblingsOf(tx, platform)).map(({ id }) => id);
  await warnChannelsOf(tx, siblings, SIBLING_REASON);
  return { siblings };
}

/** Lets canaries go out again over the channels that the detector had stopped. */
export async function probeChannels(tx: Tx, incident: IncidentRow, now: number): Promise<void> {
  const platform = incident.platform_id && (await findPlatform(tx, incident.platform_id));
  if (!platform) return;
  await setChannelsOfPlatform(tx, platform.id, { state: "probing", reason: BACK_REASON, now });
  await warnChannelsOf(tx, (await siblingsOf(tx, platform)).map(({ id }) => id), "");
}
