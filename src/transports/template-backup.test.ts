import { describe, expect, test } from "vitest";
import { FarEnd, type Seen } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { isUsable, standingsOf } from "../domain/templates.ts";
import { handClock, MINUTE_MS } from "../lib/clock.ts";
import { createWire } from "../lib/wire.ts";
import { startMessengerSimulator } from "../simulators/messenger.ts";
import { startTwilioWhatsAppSimulator } from "../simulators/twilio.ts";
import { messenger } from "./messenger.ts";
import type { Message, Transport } from "./transport.ts";
import { twilioWhatsApp } from "./twilio-whatsapp.ts";
import { whatsAppCloud } from "./whatsapp-cloud.ts";

const AT = aMessage().at;
const [first, second] = [`HX${"1".repeat(32)}`, `HX${"2".repeat(32)}`];
const meta = { token: "token-of-the-test", appSecret: "secret-1234", verifyToken: "verify-1234" };
const twilio = {
  accountSid: `AC${"a".repeat(32)}`,
  sender: "+15550006666",
  authToken: "token-123",
};
const graph = (code: number, error_subcode?: number) => ({ error: { code, error_subcode } });
const names = { template: first.toLowerCase(), backupTemplate: second.toLowerCase() };

type Way = {
  transport: Transport;
  settings(base: string): object;
  taken: unknown;
  /** What says that a template is gone, and what says something else about a message. */
  gone: unknown;
  other: unknown;
};
const WAYS: Record<string, Way> = {
  "whatsapp-cloud": {
    transport: whatsAppCloud,
    settings: (base) => ({ base, phoneNumberId: "106540352242922", ...names, ...meta }),
    taken: { messages: [{ id: "id-1" }] },
    gone: graph(132_015),
    other: graph(132_012),
  },
  messenger: {
    transport: messenger,
    settings: (base) => ({ base, pageId: "106540352242922", ...names, ...meta }),
    taken: { message_id: "id-1" },
    gone: graph(100, 2_388_268),
    other: graph(100),
  },
  "twilio-whatsapp": {
    transport: twilioWhatsApp,
    settings: (base) => ({ base, contentFr: first, backupFr: second, ...twilio }),
    taken: { sid: "id-1" },
    gone: { code: 63_041 },
    other: { code: 63_005 },
  },
};
const wayOf = (kind: string): Way => {
  const way = WAYS[kind];
  if (!way) throw new Error(`No way ${kind}.`);
  return way;
};

/** A channel at a platform that takes only some templates, and which ones were tried at it. */
async function channelAt(kind: string, refuses: Record<string, "gone" | "other">, more = {}) {
  const way = wayOf(kind);
  const end = await FarEnd.open();
  const templateIn = ({ body }: Seen) =>
    [first, second].find((name) => body.toLowerCase().includes(name.toLowerCase())) ?? "none";
  end.behaviour = (seen) => {
    const refusal = refuses[templateIn(seen)];
    return refusal ? { status: 400, body: way[refusal] } : { status: 200, body: way.taken };
  };
  const wire = createWire({ reach: "loopback" });
  const settings = way.transport.settings.parse({ ...way.settings(end.url), ...more });
  return {
    tried: () => end.seen.splice(0).map((seen) => (templateIn(seen) === first ? 1 : 2)),
    settings,
    send: async (change: Partial<Message> = {}) =>
      await way.transport.send(aMessage(change), way.transport.address.example, settings, wire),
    async [Symbol.asyncDispose]() {
      await wire.close();
      await end[Symbol.asyncDispose]();
    },
  };
}

describe.each(Object.keys(WAYS))("%s: a backup template", (kind) => {
  test("carries the same message at once, and those of the next ten minutes", async () => {
    await using channel = await channelAt(kind, { [first]: "gone" });
    const accepted = { kind: "accepted", providerId: "id-1" };
    expect(await channel.send()).toEqual(accepted);
    expect(await channel.send({ at: AT + 1 })).toEqual(accepted);
    expect(channel.tried()).toEqual([1, 2, 2]);
    expect(await channel.send({ at: AT + 10 * MINUTE_MS })).toEqual(accepted);
    expect(channel.tried()).toEqual([1, 2]);
  });

  test("that is refused as well is the operator's, and nothing is tried a third time", async () => {
    await using channel = await channelAt(kind, { [first]: "gone", [second]: "gone" });
    expect(await channel.send({ at: AT + 30 * MINUTE_MS })).toMatchObject({
      kind: "misconfigured",
    });
    expect(await channel.send({ at: AT + 31 * MINUTE_MS })).toMatchObject({
      kind: "misconfigured",
    });
    expect(channel.tried()).toEqual([1, 2, 2]);
  });

  test("is not for what another template would not mend, nor where there is none", async () => {
    await using channel = await channelAt(kind, { [first]: "other" });
    await channel.send({ at: AT + 60 * MINUTE_MS });
    expect(channel.tried()).toEqual([1]);
    const none = { backupTemplate: undefined, backupFr: undefined };
    await using alone = await channelAt(kind, { [first]: "gone" }, none);
    expect(await alone.send({ at: AT + 60 * MINUTE_MS })).toMatchObject({ kind: "misconfigured" });
    expect(alone.tried()).toEqual([1]);
  });
});

test("twilio-whatsapp: a template that is refused afterwards is told of, and not used for ten minutes", async () => {
  await using channel = await channelAt("twilio-whatsapp", {});
  const at = AT + 120 * MINUTE_MS;
  expect(await channel.send({ at })).toMatchObject({ kind: "accepted" });
  const query = new URLSearchParams({ reference: "t1-2s-0-1", template: first });
  const told = (status: string, code: string) => {
    const form = new URLSearchParams({ MessageSid: "SM1", MessageStatus: status, ErrorCode: code });
    return aCallback({ query, body: Buffer.from(form.toString()), receivedAt: at });
  };
  // Whoever hears has read the settings for themselves.
  const settings = twilioWhatsApp.settings.parse(
    wayOf("twilio-whatsapp").settings("https://x.org"),
  );
  expect(await twilioWhatsApp.hear?.(told("undelivered", "63041"), settings)).toEqual([
    {
      kind: "refusal",
      reference: "t1-2s-0-1",
      providerId: "SM1",
      at: null,
      why: "Twilio 63041",
      blame: "platform",
    },
    { kind: "template", news: { name: first, language: "fr", state: "paused" }, at },
  ]);
  await channel.send({ at: at + 1 });
  await channel.send({ at: at + 10 * MINUTE_MS });
  expect(channel.tried()).toEqual([1, 2, 1]);
  const other = await twilioWhatsApp.hear?.(told("undelivered", "63024"), settings);
  expect(other).toMatchObject([{ kind: "refusal", blame: "address" }]);
});

test.each([
  ["messenger", startMessengerSimulator, names.template, names.backupTemplate],
  ["twilio-whatsapp", startTwilioWhatsAppSimulator, first, second],
] as const)(
  "%s: asked, it says how its templates stand, and that the backup stands in",
  async (kind, start, one, two) => {
    const { transport, settings } = wayOf(kind);
    const simulator = await start({ now: handClock(AT) });
    const wire = createWire({ reach: "loopback" });
    const read = transport.settings.parse(settings(simulator.url));
    const standings = async () => {
      const told = await transport.templates?.ask(read, wire);
      if (told?.kind !== "told") throw new Error("Nothing was told.");
      return standingsOf(transport.templates?.needs(read) ?? [], told.templates, true);
    };
    expect((await standings()).map((each) => [each.name, isUsable(each)])).toContainEqual([
      one,
      true,
    ]);
    const rules = (templates: Record<string, "paused" | "rejected">) => ({
      perPersonMs: null,
      peopleADayMax: null,
      windowMs: null,
      templates,
      tokenUntil: null,
    });
    await simulator.setConduct({ rules: rules({ [one]: "paused" }) });
    expect(await standings()).toContainEqual(
      expect.objectContaining({ name: two, insteadOf: { name: one, state: "paused" } }),
    );
    await simulator.setConduct({ rules: rules({ [one]: "paused", [two]: "rejected" }) });
    expect((await standings()).every((each) => !isUsable(each))).toBe(true);
    await wire.close();
    await simulator.stop();
  },
);
