import { describe, expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import type { Flight } from "../domain/canary.ts";
import { wordsFor } from "../lib/words.ts";
import { accountHealth } from "./account-health.ts";
import { canaryMessage } from "./canary-message.ts";
import { describe as describeSensor } from "./describe.ts";
import type { CanaryOrder, Channels, Grounded } from "./sensor.ts";

const settings = { channel: "7", address: "+33612345678", anchors: "anchor.example:443" };
sensorKit(canaryMessage, { settings: () => settings, speaksHttp: false });
sensorKit(accountHealth, { settings: () => ({ channel: "7" }), speaksHttp: false });

const MINUTE = 60_000;
const missing = (minutesAgo: number): Flight => {
  const sentAt = NOON - minutesAgo * MINUTE;
  const dueAt = sentAt + MINUTE;
  const told = { outcome: "accepted" as const, why: null, passedOn: false };
  return { sentAt, dueAt, ...told, arrivedAt: null, endedAt: dueAt };
};
const arrived = (minutesAgo: number): Flight => {
  const at = NOON - minutesAgo * MINUTE + 4_000;
  return { ...missing(minutesAgo), arrivedAt: at, endedAt: at };
};

/** Channels that remember what was ordered. */
function perch(flights: Flight[], grounded: Grounded | null = null) {
  const orders: CanaryOrder[] = [];
  const channels: Channels = {
    ...quietMoment().channels,
    flights: async () => flights,
    fly: async (order) => {
      orders.push(order);
      return grounded;
    },
  };
  return { orders, channels };
}

const online = lineWhere({ "anchor.example": "answers" });
const look = async (channels: Channels, change = {}, line = online) =>
  await canaryMessage.look({ ...settings, ...change }, line, quietMoment({ channels }));

describe("a message to ourselves", () => {
  test("is ordered when it is due, with its budget and its patience", async () => {
    const { orders, channels } = perch([]);
    expect(await look(channels)).toMatchObject({ kind: "nothing" });
    expect(orders).toEqual([
      {
        channelId: 7,
        address: "+33612345678",
        proof: "delivered",
        patienceMs: 120_000,
        perHourMax: 12,
        quietMs: 600_000,
      },
    ]);
  });

  test("is not ordered before its time, and what the last one told still stands", async () => {
    const { orders, channels } = perch([arrived(3)]);
    expect(await look(channels)).toMatchObject({
      verdict: "up",
      detail: { canary: true, capability: "send", seconds: 4 },
    });
    expect(orders).toEqual([]);
  });

  test("missing twice is down only while other hosts answer: else the fault is ours", async () => {
    const { channels } = perch([missing(2), missing(5)]);
    expect(await look(channels)).toMatchObject({ verdict: "down" });
    expect(await look(channels, {}, lineWhere({}))).toMatchObject({
      verdict: "unknown",
      evidence: { code: "crisis:look.anchors" },
    });
  });

  test("an answer of the device proves that we receive", async () => {
    const { channels } = perch([arrived(3)]);
    expect(await look(channels, { proof: "reply" })).toMatchObject({
      detail: { canary: true, capability: "receive" },
    });
  });

  test("accepted is not delivered: it is a probe like others, and says so", async () => {
    const { channels } = perch([arrived(3)]);
    expect(await look(channels, { proof: "accepted" })).toMatchObject({
      verdict: "up",
      evidence: { code: "canary:taken" },
      detail: { canary: false },
    });
  });

  test.each(["no_channel", "off", "operator", "account", "address", "mute"] as const)(
    "that may not go (%s) is unknown, and says what to do in both languages",
    async (why) => {
      const found = await look(perch([], { why }).channels);
      expect(found).toMatchObject({ kind: "reading", verdict: "unknown" });
      for (const language of ["fr", "en"] as const) {
        const said = wordsFor(language)(found.evidence.code);
        expect(said).not.toContain("grounded");
        expect(said.length).toBeGreaterThan(30);
      }
    },
  );

  test("keeps quiet where a broadcast tells the same", async () => {
    const spoken = { why: "spoken" as const, params: { count: 412 } };
    expect(await look(perch([arrived(11)], spoken).channels)).toMatchObject({ kind: "nothing" });
  });

  test("that has to wait for the rate leaves what is known as it is", async () => {
    const { channels } = perch([arrived(11)], { why: "busy" });
    expect(await look(channels)).toMatchObject({ verdict: "up" });
  });
});

test("the health of the account is never a reading of the platform", async () => {
  const says = { code: "account:health.blocked", params: { part: "WABA" } };
  const ask = async (kind: "told" | "refused") => {
    const account = async () =>
      kind === "told" ? { kind, state: "blocked" as const, says } : { kind, says };
    const channels = { ...quietMoment().channels, account };
    return await accountHealth.look({ channel: "7" }, online, quietMoment({ channels }));
  };
  expect(await ask("told")).toEqual({ kind: "nothing", evidence: says });
  expect(await ask("refused")).toMatchObject({ kind: "reading", verdict: "unknown" });
});

test("the form offers our channels, and the proofs by name", () => {
  const { fields } = describeSensor(canaryMessage);
  expect(fields.find(({ name }) => name === "channel")).toMatchObject({
    type: "select",
    from: "channels",
  });
  expect(fields.find(({ name }) => name === "proof")?.options).toContainEqual({
    value: "reply",
    label: { fr: "La réponse de l’appareil d’essai", en: "The answer of the test device" },
  });
});

test.each([
  { channel: "0" },
  { channel: "7; drop" },
  { channel: "" },
  { address: " " },
  { perHourMax: 61 },
  { everyMinutes: 0 },
])("settings that would do harm are refused: %j", (change) => {
  expect(canaryMessage.problems({ ...settings, ...change })).not.toEqual([]);
});
