import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import type { Conduct } from "../../src/simulators/conduct.ts";
import { startDiscordSimulator } from "../../src/simulators/discord-webhook.ts";
import { discordWebhook } from "../../src/transports/discord-webhook.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";
import { closed, published } from "./published.ts";

const { schemas } = published("discord-webhook.json").components;
/** The house lets 200 letters through, and marks may stand before them. */
const HEADING_LENGTH_MAX = 300;
/** What Discord's own page shows of a 429. */
const DOCUMENTED = { message: "You are being rate limited.", retry_after: 64.57, global: false };

function referee() {
  const mended = closed(schemas, [
    "IncomingWebhookRequestPartial",
    "RichEmbed",
    "MessageAllowedMentionsRequest",
  ]);
  // The specification asks each error for a code; the page about rates has none there.
  mended.RatelimitedResponse.allOf[0] = { properties: schemas.Error.properties };
  return judgeOf(mended);
}

function judgeOf(given: object) {
  const ajv = new Ajv2020({ strict: false, logger: false });
  formats.default(ajv);
  ajv.addSchema({ $id: "discord", components: { schemas: given } });
  return (name: string, value: unknown): boolean => {
    const judge = ajv.getSchema(`discord#/components/schemas/${name}`);
    if (!judge) throw new Error(`The referee knows no ${name}.`);
    return judge(value) === true;
  };
}

const judge = referee();
const REQUEST = "IncomingWebhookRequestPartial";
const pathOf = (base: string) => ({ url: `${base}/api/webhooks/1234567890/token-of-the-test` });

async function bodySent(change: object = {}): Promise<Record<string, unknown>> {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  await discordWebhook.send(aMessage(change), "crisis-room", pathOf(end.url), wire);
  await wire.close();
  return JSON.parse(end.seen[0]?.body ?? "");
}

test("the referee itself: as published it refuses what Discord's page shows, and mended it does not", () => {
  expect(judgeOf(schemas)("RatelimitedResponse", DOCUMENTED)).toBe(false);
  expect(judge("RatelimitedResponse", DOCUMENTED)).toBe(true);
  expect(judge("ErrorResponse", { message: "Unknown Webhook", code: 10_015 })).toBe(true);
});

describe("what we send, judged by Discord's specification", () => {
  const longest = discordWebhook.limits.bodyLengthMax;

  test.each([
    ["some news", {}],
    ["signs that are escaped, to the last letter", { body: "*".repeat(longest) }],
    ["the longest heading, all signs", { heading: "_".repeat(HEADING_LENGTH_MAX) }],
    ["emoji", { heading: "🔔".repeat(1_100), body: "🔔".repeat(longest / 2) }],
    ["no heading", { heading: "" }],
  ])("%s", async (_name, change) => {
    expect(judge(REQUEST, await bodySent(change))).toBe(true);
  });

  test.each([
    ["too long a content", { content: "x".repeat(2_001) }],
    ["too long a description", { embeds: [{ description: "x".repeat(4_097) }] }],
    ["eleven embeds", { embeds: Array.from({ length: 11 }, () => ({ description: "x" })) }],
    ["an embed that is a text", { embeds: ["x"] }],
    ["people who are called by a word nobody knows", { allowed_mentions: { parse: ["all"] } }],
    ["an unknown field", { text: "x" }],
    ["an unknown field of an embed", { embeds: [{ text: "x" }] }],
  ])("the referee bites: %s", async (_name, change) => {
    expect(judge(REQUEST, { ...(await bodySent()), ...change })).toBe(false);
  });
});

describe("what our simulator says, judged by Discord's specification", () => {
  async function answered(given: { json: object; wait?: boolean; conduct?: Partial<Conduct> }) {
    const { json, wait = true, conduct = {} } = given;
    const simulator = await startDiscordSimulator({ conduct });
    const wire = createWire({ reach: "loopback" });
    const url = `${pathOf(simulator.url).url}${wait ? "?wait=true" : ""}`;
    const answer = await wire.request({ method: "POST", url, json });
    await Promise.all([wire.close(), simulator.stop()]);
    return answer;
  }

  test("a message that is stored, one nobody waits for, and each refusal", async () => {
    const taken = await answered({ json: await bodySent() });
    expect(taken.status).toBe(200);
    expect(judge("MessageResponse", taken.json)).toBe(true);
    expect(await answered({ json: { content: "x" }, wait: false })).toMatchObject({ status: 204 });
    for (const json of [{}, { content: "x".repeat(2_001) }]) {
      const refused = await answered({ json });
      expect(refused.status).toBe(400);
      expect(judge("ErrorResponse", refused.json)).toBe(true);
    }
    const busy = await answered({ json: { content: "x" }, conduct: { perSecondMax: 0 } });
    expect(busy.status).toBe(429);
    expect(judge("RatelimitedResponse", busy.json)).toBe(true);
  });

  test.each([
    ['"author":{"id"', '"author":{"name"'],
    ['"timestamp":"20', '"timestamp":"x20'],
    ['"mention_roles":[]', '"mention_roles":{}'],
    ['"type":0', '"type":4711'],
    ['"pinned":false', '"pinned":0'],
  ])("the referee bites: %s as %s", async (from, to) => {
    const said = JSON.stringify((await answered({ json: { content: "x" } })).json);
    expect(said).toContain(from);
    expect(judge("MessageResponse", JSON.parse(said.replace(from, to)))).toBe(false);
  });
});
