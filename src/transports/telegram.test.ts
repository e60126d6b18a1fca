import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { meaningOf } from "../domain/answer.ts";
import type { Outcome } from "../domain/outcome.ts";
import { createWire } from "../lib/wire.ts";
import { telegram } from "./telegram.ts";

const webhookSecret = "a-webhook-secret_of-the-test";
const settingsAt = (base: string) => ({
  base,
  token: `123456789:AAF${"x".repeat(32)}`,
  webhookSecret,
});
const settings = telegram.settings.parse(settingsAt("https://api.telegram.org"));

/** The texts of the vendor's own server, and what each asks for. */
const REFUSALS: [code: number, description: string, outcome: Outcome][] = [
  [403, "Forbidden: bot was blocked by the user", { kind: "unsubscribed" }],
  [403, "Forbidden: user is deactivated", { kind: "rejected", why: "Telegram: deactivated" }],
  [
    403,
    "Forbidden: bot was kicked from the supergroup chat",
    { kind: "rejected", why: "Telegram: was kicked" },
  ],
  [
    403,
    "Forbidden: bot is not a member of the channel chat",
    { kind: "rejected", why: "Telegram: is not a member" },
  ],
  [
    403,
    "Forbidden: bot can't initiate conversation with a user",
    { kind: "rejected", why: "Telegram: can't initiate" },
  ],
  [
    403,
    "Forbidden: the group chat was deleted",
    { kind: "rejected", why: "Telegram: was deleted" },
  ],
  [403, "Forbidden: a reason of tomorrow", { kind: "rejected", why: "Telegram 403" }],
  [
    400,
    "Bad Request: not enough rights to send text messages to the chat",
    { kind: "rejected", why: "Telegram: not enough rights" },
  ],
  [400, "Bad Request: chat not found", { kind: "rejected", why: "Telegram: chat not found" }],
  [400, "Bad Request: message is too long", { kind: "misconfigured", why: "Telegram 400" }],
  [400, "Bad Request: can't parse entities", { kind: "misconfigured", why: "Telegram 400" }],
  [
    400,
    "Bad Request: a reason of tomorrow",
    { kind: "rejected", why: "Telegram 400", scope: "message" },
  ],
  [401, "Unauthorized", { kind: "misconfigured", why: "HTTP 401" }],
  [404, "Not Found: method not found", { kind: "misconfigured", why: "Telegram 404" }],
  [409, "Conflict: terminated by other getUpdates", { kind: "misconfigured", why: "Telegram 409" }],
  [500, "Internal Server Error", { kind: "unknown", why: "HTTP 500" }],
];

const MOVED = {
  ok: false,
  error_code: 400,
  description: "Bad Request: group chat was upgraded to a supergroup chat",
  parameters: { migrate_to_chat_id: -1001234567890 },
};

transportKit(telegram, {
  settings: settingsAt,
  secretInAddress: true,
  cases: [
    {
      name: "keeps the chat and the number in it",
      answer: [200, { ok: true, result: { message_id: 7, chat: { id: 123456789 } } }],
      expect: { kind: "accepted", providerId: "123456789/7" },
    },
    {
      name: "retry_after is obeyed before the header",
      answer: [
        429,
        {
          ok: false,
          error_code: 429,
          description: "Too Many Requests: retry after 35",
          parameters: { retry_after: 35 },
        },
        { "retry-after": "2" },
      ],
      expect: { kind: "throttled", waitMs: 35_000 },
    },
    {
      name: "a group that moves again and again is not chased",
      answer: [400, MOVED],
      expect: { kind: "rejected", why: "Telegram: the chat is now -1001234567890" },
    },
    {
      name: "a flood wait of days is one of a day, and none of a second",
      answer: [
        429,
        {
          ok: false,
          error_code: 429,
          description: "Too Many Requests: retry after 200000",
          parameters: { retry_after: 200_000 },
        },
      ],
      expect: { kind: "throttled", waitMs: 86_400_000 },
    },
    ...REFUSALS.map(([code, description, outcome]) => ({
      name: `${code} ${description}`,
      answer: [code, { ok: false, error_code: code, description }] as [number, unknown],
      expect: outcome,
    })),
  ],
});

test("telegram: a group that moved gets it where it is now, and nobody twice", async () => {
  await using end = await FarEnd.open();
  const chat = -1001234567890;
  end.behaviour = ({ body }) =>
    JSON.parse(body).chat_id === chat
      ? { status: 200, body: { ok: true, result: { message_id: 7, chat: { id: chat } } } }
      : { status: 400, body: MOVED };
  const wire = createWire({ reach: "loopback" });
  const typed = telegram.settings.parse(settingsAt(end.url));
  const outcome = await telegram.send(aMessage(), "-4567890", typed, wire);
  await wire.close();
  expect(outcome).toEqual({ kind: "accepted", providerId: `${chat}/7` });
  expect(end.seen.map(({ body }) => JSON.parse(body).chat_id)).toEqual([-4567890, chat]);
});

test.each([
  ["-1001234567890", "-1001234567890"],
  ["@clairval_alerts", "@clairval_alerts"],
  ["+33612345678", null],
  ["Max", null],
])("telegram: the address %s is %s", (typed, kept) => {
  expect(telegram.address.parse(typed)).toBe(kept);
});

describe("telegram: hearing", () => {
  const verify = (given: string | undefined) =>
    telegram.verify?.(
      aCallback({ headers: { "x-telegram-bot-api-secret-token": given } }),
      settings,
    );
  const said = async (text: string) => {
    const message = { message_id: 9, date: 1_772_359_200, chat: { id: 123456789 }, text };
    const body = Buffer.from(JSON.stringify({ update_id: 1, message }));
    return await telegram.hear?.(aCallback({ body }), settings);
  };

  test("SEC-6 only with its own secret is a call believed", () => {
    expect(verify(webhookSecret)).toBe(true);
    for (const given of [undefined, "", "é", webhookSecret.slice(1)]) {
      expect(verify(given)).toBe(false);
    }
  });

  test("a reply comes from the chat that we write to", async () => {
    const from = telegram.address.example;
    const providerId = `${from}/9`;
    const at = 1_772_359_200_000;
    expect(await said("1")).toEqual([
      { kind: "reply", from, body: "1", providerId, reference: null, at },
    ]);
  });

  test.each([
    ["/stop", "stop"],
    ["/stop@ClairvalBot please", "stop"],
    ["/start clairval", "start"],
    ["2", "help"],
  ])("%s means %s", async (text, meaning) => {
    const [heard] = (await said(text)) ?? [];
    expect(heard?.kind === "reply" && meaningOf(heard.body)).toBe(meaning);
  });

  test.each(["", "{", "[]", '{"update_id":1,"poll":{}}'])("S2 %s says nothing", async (text) => {
    expect(await telegram.hear?.(aCallback({ body: Buffer.from(text) }), settings)).toEqual([]);
  });
});
