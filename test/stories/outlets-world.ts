import { createOutlet } from "../../src/actions/outlet/create.ts";
import type { OutletMode } from "../../src/domain/outlet.ts";
import { type SpeakContext, speakOnce } from "../../src/loops/speak.ts";
import { startNetworksSimulator } from "../../src/simulators/networks.ts";
import { admin, createSubscriberWorld } from "./subscriber-world.ts";

const ROUNDS_MAX = 30;
export const KEYS: Record<string, Record<string, unknown>> = {
  mastodon: { token: "mastodon-token-0123456789" },
  bluesky: { identifier: "clairval.bsky.social", password: "abcd-efgh-ijkl-mnop" },
  x: {
    consumerKey: "consumer-key-1",
    consumerSecret: "consumer-secret-2",
    token: "access-token-3",
    tokenSecret: "token-secret-4",
  },
  "facebook-page": { page: "102030405060", token: "EAAB-page-token-0123456789" },
  "telegram-channel": { token: `123456789:AAF${"x".repeat(32)}`, channel: "@clairval" },
  wordpress: { user: "tocsin", password: "aaaa bbbb cccc dddd" },
};

/** A public page with its visitors, and six networks that remember what was said on them. */
export async function createOutletWorld() {
  const world = await createSubscriberWorld();
  const networks = await startNetworksSimulator();
  const { house, context, clock } = world;
  const speaking: SpeakContext = { ...context, house };

  async function speak(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      if (!(await speakOnce(speaking))) return;
    }
    throw new Error("The loop never came to rest.");
  }

  return {
    ...world,
    networks,
    speak,
    async outlet(
      kind: string,
      mode: OutletMode = "automatic",
      languages: ("fr" | "en")[] = ["fr"],
    ) {
      const settings = { base: networks.url, ...KEYS[kind] };
      const row = await createOutlet(house, admin, { kind, name: kind, settings, languages, mode });
      return row.id;
    },
    async later(ms: number) {
      clock.pass(ms);
      await speak();
    },
    lines: async () =>
      await world.db
        .selectFrom("outlet_post")
        .select(["id", "version", "language", "what", "state", "reason", "due_at", "remote_id"])
        .orderBy("id")
        .execute(),
    async [Symbol.asyncDispose]() {
      await networks.stop();
      await world[Symbol.asyncDispose]();
    },
  };
}
