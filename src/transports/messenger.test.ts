import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { hubSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { messenger } from "./messenger.ts";

const settingsAt = (base: string) => ({
  base,
  pageId: "1234567890",
  template: "crisis_notice",
  token: "token-of-the-test",
  appSecret: "app-secret-of-the-test",
  verifyToken: "verify-token-of-the-test",
});
const settings = messenger.settings.parse(settingsAt("https://graph.facebook.com"));

const person = (why: string): Outcome => ({ kind: "rejected", why: `Messenger ${why}` });
const moment = (why: string): Outcome => ({
  kind: "rejected",
  why: `Messenger ${why}`,
  scope: "message",
});
const operator = (why: string): Outcome => ({ kind: "misconfigured", why: `Messenger ${why}` });

/** Codes, what stands behind them, and what each asks for. */
const CODES: [code: number, subcode: number | undefined, outcome: Outcome][] = [
  [1, 99, operator("1/99")],
  [1, 1357046, { kind: "unknown", why: "Messenger 1/1357046" }],
  [2, undefined, { kind: "unreachable", why: "Messenger 2" }],
  [2, 2018344, operator("2/2018344")],
  [4, undefined, { kind: "throttled", waitMs: 60_000 }],
  [4, 2018354, moment("4/2018354")],
  [9, 2018352, moment("9/2018352")],
  [10, 2018278, moment("10/2018278")],
  [10, 1893063, operator("10/1893063")],
  [100, 2018001, person("100/2018001")],
  [100, undefined, operator("100")],
  [190, 460, operator("190/460")],
  [200, 1545041, person("200/1545041")],
  [230, undefined, person("230")],
  [551, undefined, person("551")],
  [2022, undefined, operator("2022")],
  [10900, undefined, moment("10900")],
  [10903, undefined, moment("10903")],
  [613, undefined, { kind: "throttled", waitMs: 60_000 }],
  [1200, undefined, { kind: "unreachable", why: "Messenger 1200" }],
  [1, undefined, { kind: "unknown", why: "Messenger 1" }],
  [100, 33, operator("100/33")],
  [100, 2388268, operator("100/2388268")],
  // A code that nobody knows takes the Page from nobody else.
  [100, 2018999, moment("100/2018999")],
  [7_777, undefined, moment("7777")],
];

transportKit(messenger, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps Meta's number of the message",
      answer: [200, { recipient_id: "4567890123456789", message_id: "m_1" }],
      expect: { kind: "accepted", providerId: "m_1" },
    },
    {
      name: "10 is one person's where Meta says that the window is over, whatever stands behind it",
      answer: [
        400,
        { error: { code: 10, message: "(#10) This message is sent outside of allowed window." } },
      ],
      expect: moment("10"),
    },
    {
      name: "10 is the operator's otherwise",
      answer: [400, { error: { code: 10, message: "(#10) Requires pages_messaging permission" } }],
      expect: operator("10"),
    },
    ...CODES.map(([code, error_subcode, outcome]) => ({
      name: `${code}/${error_subcode ?? "-"} is ${outcome.kind}`,
      answer: [400, { error: { message: "no", code, error_subcode } }] as [number, unknown],
      expect: outcome,
    })),
  ],
});

async function bodySent(more: object) {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const typed = messenger.settings.parse({ ...settingsAt(end.url), ...more });
  const message = aMessage({ body: "Ça va ?\n\nRépondez 1." });
  const outcome = await messenger.send(message, "4567890123456789", typed, wire);
  await wire.close();
  return { outcome, json: JSON.parse(end.seen[0]?.body ?? "null"), url: end.seen[0]?.url };
}

describe("messenger: sending", () => {
  test("fills the utility template of the person's language", async () => {
    const { json, url } = await bodySent({});
    expect(url).toBe("/v25.0/1234567890/messages");
    const parameters = [{ type: "text", text: "Ça va ? Répondez 1." }];
    expect(json).toEqual({
      recipient: { id: "4567890123456789" },
      messaging_type: "UTILITY",
      message: {
        template: {
          name: "crisis_notice",
          language: { code: "fr_FR" },
          components: [{ type: "body", parameters }],
        },
      },
    });
  });

  test("free text brings two buttons, and each knows what it answers", async () => {
    const { json } = await bodySent({ message: "text" });
    expect(json.messaging_type).toBe("UPDATE");
    expect(json.message.text).toBe("Ça va ?\n\nRépondez 1.");
    expect(json.message.quick_replies).toMatchObject([
      { title: "1", payload: "t1-2s-0-1" },
      { title: "2", payload: "t1-2s-0-1" },
    ]);
  });

  test("without a template nothing is sent", async () => {
    const { outcome, json } = await bodySent({ template: undefined });
    expect(outcome).toEqual({ kind: "misconfigured", why: "no template name is set" });
    expect(json).toBeNull();
  });
});

describe("messenger: hearing", () => {
  const from = messenger.address.example;
  const at = 1_772_359_200_000;
  const told = (messaging: unknown[], object = "page") =>
    aCallback({ body: Buffer.from(JSON.stringify({ object, entry: [{ id: "1", messaging }] })) });
  const hear = (messaging: unknown[], object?: string) =>
    messenger.hear?.(told(messaging, object), settings);
  const sender = { sender: { id: from }, recipient: { id: "1" }, timestamp: at };

  test("SEC-6 only what is signed with the app secret is believed", () => {
    const callback = told([]);
    const signed = (given: string | undefined) =>
      messenger.verify?.({ ...callback, headers: { "x-hub-signature-256": given } }, settings);
    expect(signed(hubSignature("app-secret-of-the-test", callback.body))).toBe(true);
    for (const given of [undefined, "", hubSignature("another", callback.body)]) {
      expect(signed(given)).toBe(false);
    }
  });

  test("a text, a tapped answer and a button of a template are replies", () => {
    const text = { ...sender, message: { mid: "m_2", text: "2" } };
    const tapped = {
      ...sender,
      message: { mid: "m_3", text: "1", quick_reply: { payload: "t1-2s-0-1" } },
    };
    const button = { ...sender, postback: { mid: "m_4", title: "STOP", payload: "STOP" } };
    const reply = { kind: "reply", from, at };
    expect(hear([text, tapped, button])).toEqual([
      { ...reply, body: "2", providerId: "m_2", reference: null },
      { ...reply, body: "1", providerId: "m_3", reference: "t1-2s-0-1" },
      { ...reply, body: "STOP", providerId: "m_4", reference: "STOP" },
    ]);
  });

  test("numbers that are written as text, and in seconds, are numbers", () => {
    const timestamp = String(Math.floor(at / 1_000));
    const tapped = { ...sender, timestamp, postback: { title: "1", payload: "t1-2s-0-1" } };
    const read = { ...sender, timestamp: "soon", read: { watermark: String(at) } };
    expect(hear([tapped, read])).toMatchObject([
      { kind: "reply", body: "1", at: Math.floor(at / 1_000) * 1_000 },
      { kind: "receipt", fact: "read", at },
    ]);
  });

  test("what becomes of our templates is told, of others nothing", () => {
    const value = (name: string) => ({
      event: "PAUSED",
      message_template_name: name,
      message_template_language: "fr_FR",
    });
    const field = "message_template_status_update";
    const changes = ["crisis_notice", "of_others"].map((name) => ({ field, value: value(name) }));
    const body = Buffer.from(JSON.stringify({ object: "page", entry: [{ time: at, changes }] }));
    expect(messenger.hear?.(aCallback({ body }), settings)).toEqual([
      {
        kind: "template",
        news: { name: "crisis_notice", language: "fr_FR", state: "paused", why: "" },
        at,
      },
    ]);
  });

  test("echoes and nonsense say nothing, and spoil nothing", () => {
    const echo = { ...sender, message: { mid: "m_5", text: "Hello", is_echo: true } };
    const never = { ...sender, read: { watermark: 1e20 } };
    const nothing = { ...sender, delivery: {} };
    const text = { ...sender, message: { mid: "m_6", text: "1" } };
    expect(hear([echo, never, nothing, 7, { sender: 1 }, text])).toMatchObject([{ body: "1" }]);
    expect(hear([text], "user")).toEqual([]);
    expect(messenger.hear?.(aCallback({ body: Buffer.from("{") }), settings)).toEqual([]);
  });

  test("a delivery that names its messages is a receipt of each of them", () => {
    const delivery = { ...sender, delivery: { mids: ["m_1", "m_2"], watermark: at } };
    const receipt = { kind: "receipt", reference: null, fact: "delivered", at };
    expect(hear([delivery])).toEqual([
      { ...receipt, providerId: "m_1" },
      { ...receipt, providerId: "m_2" },
    ]);
    expect(hear([{ ...sender, delivery: { mids: [7, "m_3"] } }])).toEqual([]);
  });

  test("a moment tells of everything that was sent to that person until then", () => {
    const watermark = at - 5_000;
    const mark = { kind: "receipt", reference: null, providerId: null, at: watermark, upTo: from };
    expect(hear([{ ...sender, delivery: { watermark } }])).toEqual([
      { ...mark, fact: "delivered" },
    ]);
    expect(hear([{ ...sender, read: { watermark } }])).toEqual([{ ...mark, fact: "read" }]);
  });

  test("the handshake answers only to its own token", () => {
    const ask = (token: string) =>
      messenger.challenge?.(
        new URLSearchParams({
          "hub.mode": "subscribe",
          "hub.verify_token": token,
          "hub.challenge": "42",
        }),
        settings,
      );
    expect(ask("verify-token-of-the-test")).toBe("42");
    expect(ask("another")).toBeNull();
  });
});
