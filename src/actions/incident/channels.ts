import { allowCanaries } from "../../store/channel-rates.ts";
import { type ChannelRow, lastStateChange, saveChannelState } from "../../store/channels.ts";
import type { Tx } from "../../store/database.ts";
import type { IncidentRow } from "../../store/incidents.ts";
import { lockChannelsOf, warnChannelsOf } from "../../store/platform-channels.ts";
import { findPlatform, siblingsOf } from "../../store/platforms.ts";
import { CANARIES_MAX } from "../channel/set-state.ts";

/** What is said about a channel, as codes of the locales. */
const DOWN_REASON = "crisis:channel.platformDown";
const BACK_REASON = "crisis:channel.platformBack";
const SIBLING_REASON = "crisis:channel.ownerInTrouble";

export type Switched = { channels: number[]; siblings: string[] };

/** Stops sending over a platform that fails. Those of the same owner are marked, not stopped. */
export async function takeChannelsDown(
  tx: Tx,
  incident: IncidentRow,
  now: number,
): Promise<Switched> {
  const platform = incident.platform_id && (await findPlatform(tx, incident.platform_id));
  if (!platform) return { channels: [], siblings: [] };
  const working = (await lockChannelsOf(tx, platform.id)).filter(({ state }) => state !== "down");
  await switchAll(tx, working, { state: "down", reason: DOWN_REASON, now });
  const siblings = (await siblingsOf(tx, platform)).map(({ id }) => id);
  await warnChannelsOf(tx, siblings, SIBLING_REASON);
  return { channels: working.map(({ id }) => id), siblings };
}

/** Lets canaries go out again. Only what the detector stopped may start again on its word. */
export async function probeChannels(tx: Tx, incident: IncidentRow, now: number): Promise<void> {
  const platform = incident.platform_id && (await findPlatform(tx, incident.platform_id));
  if (!platform) return;
  const stopped = (await lockChannelsOf(tx, platform.id)).filter(
    ({ state, state_source }) => state === "down" && state_source === "detector",
  );
  await switchAll(tx, stopped, { state: "probing", reason: BACK_REASON, now });
  for (const { id } of stopped) await allowCanaries(tx, id, CANARIES_MAX);
  await warnChannelsOf(
    tx,
    (await siblingsOf(tx, platform)).map(({ id }) => id),
    "",
  );
}

/** The moment of a change is what deliveries in flight are compared with: no two are alike. */
async function switchAll(
  tx: Tx,
  channels: readonly ChannelRow[],
  to: { state: "down" | "probing"; reason: string; now: number },
): Promise<void> {
  if (channels.length === 0) return;
  let at = Math.max(to.now, (await lastStateChange(tx)) + 1);
  for (const { id } of channels) {
    await saveChannelState(tx, id, { ...to, source: "detector", now: at });
    at++;
  }
}
