import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { createWire, type WireLog } from "../lib/wire.ts";
import { discordWebhook } from "./discord-webhook.ts";

const tail = "token-of_the-test-0123456789";
const settingsAt = (base: string) => ({ url: `${base}/api/webhooks/1234567890/${tail}` });

const CODES: [status: number, code: number, outcome: Outcome][] = [
  [404, 10_015, { kind: "misconfigured", why: "Discord 10015" }],
  [401, 50_027, { kind: "misconfigured", why: "Discord 50027" }],
  [400, 50_006, { kind: "misconfigured", why: "Discord 50006" }],
  [400, 50_035, { kind: "misconfigured", why: "Discord 50035" }],
  [413, 40_005, { kind: "misconfigured", why: "Discord 40005" }],
  [500, 0, { kind: "unknown", why: "Discord 0" }],
];

transportKit(discordWebhook, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps Discord's number of the message",
      answer: [200, { id: "1300000000000000000", content: "x" }],
      expect: { kind: "accepted", providerId: "1300000000000000000" },
    },
    {
      name: "retry_after is exact where the header is rounded",
      answer: [
        429,
        { message: "You are being rate limited.", retry_after: 0.3001, global: false },
        { "retry-after": "1" },
      ],
      expect: { kind: "throttled", waitMs: 301 },
    },
    ...CODES.map(([status, code, outcome]) => ({
      name: `${code} is ${outcome.kind}`,
      answer: [status, { code, message: "no" }] as [number, unknown],
      expect: outcome,
    })),
  ],
});

async function sent(body: string) {
  await using end = await FarEnd.open();
  end.behaviour = { status: 404, body: { message: `no ${tail}`, code: 10_015 } };
  const log: Parameters<WireLog>[0][] = [];
  const wire = createWire({ reach: "loopback", log: (line) => log.push(line) });
  const settings = discordWebhook.settings.parse(settingsAt(end.url));
  const outcome = await discordWebhook.send(aMessage({ body }), "crisis-room", settings, wire);
  await wire.close();
  const shown = JSON.stringify([log, outcome]);
  return { url: end.seen[0]?.url, json: JSON.parse(end.seen[0]?.body ?? ""), shown };
}

test("SEC-6 discord-webhook: the address is complete for Discord, and for nobody else", async () => {
  const { url, json, shown } = await sent("Hello");
  expect(url).toBe(`/api/webhooks/1234567890/${tail}?wait=true`);
  expect(shown).not.toContain(tail);
  expect(json).toEqual({
    content: "WhatsApp est en panne",
    embeds: [{ description: "Hello" }],
    allowed_mentions: { parse: [] },
  });
});

test.each([
  ["@everyone, <@&123>", "@\u200beveryone, \\<@&123\\>"],
  ["**loud** ||hidden||", "\\*\\*loud\\*\\* \\|\\|hidden\\|\\|"],
  ["[us](https://evil.example/a_b)", "\\[us\\]\\(https://evil.example/a_b\\)"],
  ["max@example.org, https://example.org/r/a_b-c", "max@example.org, https://example.org/r/a_b-c"],
  ["https://x.example/@here", "https://x.example/@\u200bhere"],
])("discord-webhook: %s is only ever text", async (body, description) => {
  expect((await sent(body)).json.embeds).toEqual([{ description }]);
});

test("discord-webhook: the longest body fits, whatever stands in it", async () => {
  const { json } = await sent("*".repeat(discordWebhook.limits.bodyLengthMax));
  expect(json.embeds[0].description.length).toBeLessThanOrEqual(4_096);
});
