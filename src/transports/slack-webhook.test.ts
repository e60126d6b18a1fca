import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { createWire, type WireLog } from "../lib/wire.ts";
import { slackWebhook } from "./slack-webhook.ts";

const tail = "XyZ0123456789abcdefghijk";
const settingsAt = (base: string) => ({ url: `${base}/services/T0001/B0001/${tail}` });

const misconfigured = (word: string): Outcome => ({
  kind: "misconfigured",
  why: `Slack: ${word}`,
});
/** Slack's words, official and met. */
const WORDS: [status: number, word: string, outcome: Outcome][] = [
  [400, "invalid_payload", misconfigured("invalid_payload")],
  [400, "user_not_found", misconfigured("user_not_found")],
  [
    400,
    "missing_text_or_fallback_or_attachments",
    misconfigured("missing_text_or_fallback_or_attachments"),
  ],
  [403, "action_prohibited", misconfigured("action_prohibited")],
  [403, "invalid_token", misconfigured("invalid_token")],
  [404, "channel_not_found", misconfigured("channel_not_found")],
  [404, "no_service", misconfigured("no_service")],
  [404, "no_team", misconfigured("no_team")],
  [410, "channel_is_archived", misconfigured("channel_is_archived")],
  [400, "rate_limited", { kind: "throttled", waitMs: null }],
  [500, "rollup_error", { kind: "unknown", why: "Slack: rollup_error" }],
  [418, "something nobody knows", { kind: "misconfigured", why: "HTTP 418" }],
];

transportKit(slackWebhook, {
  settings: settingsAt,
  cases: [
    {
      name: "ok is taken; Slack gives no number",
      answer: [200, "ok"],
      expect: { kind: "accepted", providerId: null },
    },
    {
      name: "rate_limited waits as long as it is told",
      answer: [429, "rate_limited", { "retry-after": "30" }],
      expect: { kind: "throttled", waitMs: 30_000 },
    },
    ...WORDS.map(([status, word, outcome]) => ({
      name: `${status} ${word}`,
      answer: [status, word] as [number, unknown],
      expect: outcome,
    })),
  ],
});

async function sent(change: { body: string }) {
  await using end = await FarEnd.open();
  end.behaviour = { status: 404, body: `no ${tail}` };
  const log: Parameters<WireLog>[0][] = [];
  const wire = createWire({ reach: "loopback", log: (line) => log.push(line) });
  const settings = slackWebhook.settings.parse(settingsAt(end.url));
  const outcome = await slackWebhook.send(aMessage(change), "crisis-room", settings, wire);
  await wire.close();
  return { seen: end.seen[0], shown: JSON.stringify([log, outcome]) };
}

test("slack-webhook: a value of a template calls nobody", async () => {
  const { seen } = await sent({ body: "Hello <!channel> & <@U123|Max> <https://evil.example|us>" });
  expect(JSON.parse(seen?.body ?? "")).toEqual({
    text:
      "WhatsApp est en panne\n\nHello &lt;!channel&gt; &amp; &lt;@U123|Max&gt; " +
      "&lt;https://evil.example|us&gt;",
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
});

test("SEC-6 slack-webhook: the address is complete for Slack, and for nobody else", async () => {
  const { seen, shown } = await sent({ body: "x" });
  expect(seen?.url).toBe(`/services/T0001/B0001/${tail}`);
  expect(shown).not.toContain(tail);
});

test.each(["https://hooks.slack.com/", "https://hooks.slack.com/services/T0/B0/"])(
  "slack-webhook: %s is no webhook",
  (url) => {
    expect(slackWebhook.settings.safeParse({ url }).success).toBe(false);
  },
);
