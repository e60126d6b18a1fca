import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import type { Wire } from "../../src/lib/wire.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { findChannel } from "../../src/store/channels.ts";
import { findSource } from "../../src/store/sources.ts";
import { lineWhere } from "../kits/sensor-kit.ts";
import { createDeliveryWorld, SECOND, type Way } from "./delivery-world.ts";

export const MINUTE = 60 * SECOND;
export const OURS = "+33612345678";
const WHATSAPP = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };
const online = lineWhere({ "anchor.example": "answers" });

/** The delivery world, and a source that writes to ourselves over one of its channels. */
export async function createAviary(way: Way = "whatsapp", settings: Record<string, unknown> = {}) {
  const world = await createDeliveryWorld();
  const { house, db, clock, channels, context } = world;
  const channelId = channels[way];
  await createPlatform(house, machine("test"), WHATSAPP);
  await db.updateTable("channel").set({ platform_id: "whatsapp" }).execute();
  const source = await createSource(house, machine("test"), {
    sensor: "canary-message",
    platformId: "whatsapp",
    name: "Test phone",
    settings: {
      channel: String(channelId),
      address: OURS,
      patienceSeconds: 60,
      anchors: "anchor.example:443",
      ...settings,
    },
    everyMs: 10 * SECOND,
  });
  const loop = { house, wire: online, log: context.log };
  const { wireFor, publicUrl, callbackBase } = context;
  const lastSignal = async () =>
    await db.selectFrom("signal").selectAll().orderBy("at", "desc").limit(1).executeTakeFirst();
  return {
    ...world,
    channelId,
    sourceId: source.id,
    lastSignal,
    source: async () => await findSource(db, source.id),
    channel: async () => await findChannel(db, channelId),
    sent: () => world.simulators[way].received.all().filter(({ address }) => address === OURS),
    canaries: async () => await db.selectFrom("canary").selectAll().orderBy("id").execute(),
    /** One look a moment later; `wire` is what its node sends with. */
    async look(wire?: Wire) {
      clock.pass(1);
      await db.updateTable("source").set({ due_at: null }).execute();
      const perch = { wireFor: wire ? () => wire : wireFor, publicUrl, callbackBase };
      await watchOnce({ ...loop, perch });
      return await lastSignal();
    },
    /** The phone gets what was sent last, so many seconds later. */
    async arrive(seconds: number, fact: "sent" | "delivered" | "read" = "delivered") {
      clock.pass(seconds * SECOND);
      await world.tell(way, this.sent().at(-1)?.reference ?? "", fact);
      await world.settle();
    },
  };
}
