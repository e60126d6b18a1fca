import { isCarried, type SubscriberKind } from "../../domain/subscriber.ts";
import { type ChannelRow, listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { readFuse } from "../../store/subscriber-fuse.ts";

/** Which of our channels carries this kind at present; a channel in trouble last. */
export function carrierOf(
  channels: readonly ChannelRow[],
  kind: string,
  drill: boolean,
): ChannelRow | null {
  const fit = channels.filter(
    (channel) => channel.address_kind === kind && channel.enabled && channel.drill === drill,
  );
  return fit.find(({ state }) => state !== "down") ?? fit[0] ?? null;
}

/** What a visitor can choose: what is offered, and what a channel of ours can keep. */
export async function offeredKinds(db: Db): Promise<SubscriberKind[]> {
  const drill = (await readOrganisation(db)).mode === "training";
  const channels = await listChannels(db);
  const { offered } = await readFuse(db);
  return offered.filter((kind) => {
    if (isCarried(kind)) return carrierOf(channels, kind, drill) !== null;
    // The owner of a webhook confirms by e-mail.
    return kind !== "webhook" || carrierOf(channels, "email", drill) !== null;
  });
}
