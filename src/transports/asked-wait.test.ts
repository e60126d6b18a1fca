import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aMessage } from "../../test/kits/message.ts";
import { aPost, outletSettings } from "../../test/kits/outlet-kit.ts";
import { createWire } from "../lib/wire.ts";
import { transportOf } from "./index.ts";
import { outletOf } from "./outlets.ts";

const NOW = Date.parse("2026-03-01T10:00:00Z");
const DAY_MS = 86_400_000;

const meta = {
  token: "token-of-the-test",
  appSecret: "secret-of-the-test",
  verifyToken: "verify-of-the-test",
  template: "notice",
};
const twilio = { accountSid: `AC${"a".repeat(32)}`, authToken: "token-of-the-test" };
const telegramToken = `123456789:AAF${"x".repeat(32)}`;
const SETTINGS: Record<string, (base: string) => Record<string, unknown>> = {
  "whatsapp-cloud": (base) => ({ base, phoneNumberId: "106540352242922", ...meta }),
  messenger: (base) => ({ base, pageId: "106540352242922", ...meta }),
  "twilio-sms": (base) => ({ base, sender: "town", ...twilio }),
  "vonage-sms": (base) => ({
    base,
    apiKey: "abcdef12",
    sender: "town",
    apiSecret: "secret-of-the-test",
    signatureSecret: "signature-of-the-test",
  }),
  telegram: (base) => ({ base, token: telegramToken, webhookSecret: "secret-of-the-test" }),
  "signal-cli": (base) => ({ base, number: "+33700000001", token: "token-of-the-test" }),
  ntfy: (base) => ({ base }),
  "slack-webhook": (base) => ({ url: `${base}/services/T0001/B0001/${"s".repeat(24)}` }),
  "discord-webhook": (base) => ({ url: `${base}/api/webhooks/123/${"d".repeat(24)}` }),
  "teams-workflow": (base) => ({ url: `${base}/workflows/1?sig=${"t".repeat(24)}` }),
};

/** What it comes to when a provider of this kind answers so. */
async function answered(kind: string, status: number, body: unknown, headers = {}) {
  await using end = await FarEnd.open();
  end.behaviour = { status, body, headers };
  const wire = createWire({ reach: "loopback", now: () => NOW });
  try {
    const transport = transportOf(kind);
    const typed = (SETTINGS[kind] ?? outletSettings(kind))(end.url);
    if (transport) {
      const settings = transport.settings.parse(typed);
      return await transport.send(aMessage(), transport.address.example, settings, wire);
    }
    const outlet = outletOf(kind);
    return await outlet?.say(aPost(), outlet.settings.parse(typed), wire);
  } finally {
    await wire.close();
  }
}

const graph = (code: number) => ({ error: { code, message: "Too fast" } });
const telegram = (retry_after?: unknown) => ({
  ok: false,
  error_code: 429,
  description: "Too Many Requests",
  ...(retry_after === undefined ? {} : { parameters: { retry_after } }),
});
const usage = (...minutes: number[]) => ({
  "x-business-use-case-usage": JSON.stringify({
    "1": minutes.map((m) => ({ type: "messenger", estimated_time_to_regain_access: m })),
  }),
});
type Case = [kind: string, waitMs: number | null, status: number, body: unknown, headers?: object];

test.each<Case>([
  // By the body, in seconds; before what a proxy writes into the headers.
  ["telegram", 17_000, 429, telegram(17), { "retry-after": "1" }],
  ["telegram", 17_000, 429, telegram("17")],
  ["telegram-channel", 17_000, 429, telegram(17)],
  ["discord-webhook", 301, 429, { retry_after: 0.3001 }, { "retry-after": "1" }],
  // More than a day is not nothing.
  ["telegram", DAY_MS, 429, telegram(90_000)],
  ["telegram-channel", DAY_MS, 429, telegram(90_000)],
  ["discord-webhook", DAY_MS, 429, { retry_after: 90_000.5 }],
  ["discord-webhook", DAY_MS, 429, { retry_after: 1e300 }],
  // What the body says badly, the headers may say well.
  ["telegram", 5_000, 429, telegram("soon"), { "retry-after": "5" }],
  ["telegram-channel", 5_000, 429, telegram({}), { "retry-after": "5" }],
  ["telegram", 5_000, 429, "<html>", { "retry-after": "5" }],
  ["discord-webhook", 2_500, 429, "<html>", { "x-ratelimit-reset-after": "2.5" }],
  // Whatever the status: the code says what it is about, the headers for how long.
  ["whatsapp-cloud", 30_000, 400, graph(130_429), { "retry-after": "30" }],
  ["whatsapp-cloud", 1_000, 400, graph(130_429)],
  ["whatsapp-cloud", 300_000, 400, graph(80_007), usage(5)],
  ["whatsapp-cloud", 60_000, 400, graph(80_007), usage(0)],
  ["messenger", 30_000, 400, graph(613), { "retry-after": "30" }],
  ["messenger", 900_000, 429, graph(613), usage(2, 15, 0)],
  ["messenger", 60_000, 400, graph(4)],
  ["facebook-page", 1_140_000, 400, graph(32), usage(19)],
  ["facebook-page", null, 400, graph(32), { "x-business-use-case-usage": "{" }],
  ["twilio-sms", 7_000, 429, { code: 20_429 }, { "retry-after": "7" }],
  ["twilio-sms", 7_000, 400, { code: 14_107 }, { "retry-after": "7" }],
  ["twilio-sms", null, 429, { code: 20_429 }],
  ["twilio-sms", 7_000, 429, "", { "retry-after": "7" }],
  ["vonage-sms", null, 200, { messages: [{ status: "1" }] }],
  ["vonage-sms", 7_000, 429, "", { "retry-after": "7" }],
  ["slack-webhook", 30_000, 429, "rate_limited", { "retry-after": "30" }],
  ["slack-webhook", 30_000, 400, "rate_limited", { "retry-after": "30" }],
  ["teams-workflow", 20_000, 400, { error: { code: "ThrottledRequest" } }, { "retry-after": "20" }],
  ["teams-workflow", 1_500, 429, "", { "x-ms-retry-after-ms": "1500" }],
  ["signal-cli", 60_000, 429, { error: "Rate limit failure" }, { "retry-after": "60" }],
  // Nothing is said, and to ask again soon makes it longer.
  ["signal-cli", 600_000, 429, { error: "Rate limit failure" }],
  ["ntfy", 120_000, 429, { code: 42_901 }, { "retry-after": "Sun, 01 Mar 2026 10:02:00 GMT" }],
  // The moment of the next turn, as each network writes it.
  ["x", 90_000, 429, {}, { "x-rate-limit-reset": "1772359290" }],
  ["bluesky", 90_000, 429, {}, { "ratelimit-reset": "1772359290" }],
  ["mastodon", 300_000, 429, {}, { "x-ratelimit-reset": "2026-03-01T10:05:00.000Z" }],
  ["wordpress", 5_000, 429, { code: "too_many" }, { "retry-after": "5" }],
  ["x", DAY_MS, 429, {}, { "x-rate-limit-reset": "9999999999999" }],
  ["x", null, 429, {}, { "x-rate-limit-reset": "tomorrow" }],
  // Answers that want to be obeyed for ever, or are none.
  ["ntfy", DAY_MS, 429, {}, { "retry-after": "9".repeat(300) }],
  ["ntfy", 0, 429, {}, { "retry-after": "-1" }],
  ["ntfy", null, 429, {}, { "retry-after": "whenever 5 you like" }],
])("%s: %s ms by HTTP %i %j %j", async (kind, waitMs, status, body, headers) => {
  expect(await answered(kind, status, body, headers)).toEqual({ kind: "throttled", waitMs });
});
