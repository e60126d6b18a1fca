import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { hubSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { whatsAppCloud } from "./whatsapp-cloud.ts";
import { WHATSAPP_ERRORS } from "./whatsapp-errors.ts";

const settingsAt = (base: string) => ({
  base,
  phoneNumberId: "106540352242922",
  template: "crisis_notice",
  languageFr: "fr_FR",
  token: "EAAG-token-of-the-test",
  appSecret: "app-secret-of-the-test",
  verifyToken: "verify-token-of-the-test",
});
const settings = whatsAppCloud.settings.parse(settingsAt("https://graph.facebook.com"));
const refused = (code: number) => ({ error: { message: "no", type: "OAuthException", code } });

transportKit(whatsAppCloud, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the message id for the receipt",
      answer: [200, { messages: [{ id: "wamid.A" }] }],
      expect: { kind: "accepted", providerId: "wamid.A" },
    },
    {
      name: "finds the message id wherever it stands, and takes no text for it",
      answer: [
        200,
        { note: '"messages":[{"id":"x"}]', messages: [{ message_status: "accepted", id: "w.B" }] },
      ],
      expect: { kind: "accepted", providerId: "w.B" },
    },
    {
      name: "130429 as a 400 is a throttle all the same",
      answer: [400, refused(130429)],
      expect: { kind: "throttled", waitMs: 1_000 },
    },
    {
      name: "130429 as a 429 waits as long as Meta says",
      answer: [429, refused(130429), { "retry-after": "30" }],
      expect: { kind: "throttled", waitMs: 30_000 },
    },
    {
      name: "131056 waits for this person",
      answer: [400, refused(131056)],
      expect: { kind: "throttled", waitMs: 6_000, scope: "person" },
    },
    {
      name: "131026 is this person's address",
      answer: [400, refused(131026)],
      expect: { kind: "rejected", why: "131026: not deliverable to this number" },
    },
    ...[130472, 130497, 131009, 131021, 131047, 131049, 131062, 132005].map((code) => ({
      name: `${code} is one person's, and no fault of the number`,
      answer: [400, refused(code)] as [number, unknown],
      expect: {
        kind: "rejected" as const,
        why: `${code}: ${WHATSAPP_ERRORS[code]?.why}`,
        scope: "message" as const,
      },
    })),
    {
      name: "a code that nobody knows is one person's, and takes the channel from nobody",
      answer: [400, refused(139_999)],
      expect: { kind: "rejected", why: "139999: unknown code", scope: "message" },
    },
    {
      name: "an unknown code under a 403 is our account's",
      answer: [403, refused(139_999)],
      expect: { kind: "misconfigured", why: "139999: unknown code" },
    },
    {
      name: "an unknown code under a 500 may have been taken",
      answer: [500, refused(139_999)],
      expect: { kind: "unknown", why: "139999: unknown code" },
    },
    {
      name: "404 without a code is an address of ours that is wrong, and nobody's number",
      answer: [404, "<html>"],
      expect: { kind: "misconfigured", why: "HTTP 404" },
    },
    {
      name: "131050 is a person who left",
      answer: [400, refused(131050)],
      expect: { kind: "unsubscribed" },
    },
    {
      name: "132015 is everybody's trouble",
      answer: [400, refused(132015)],
      expect: { kind: "misconfigured", why: "132015: the template is paused for low quality" },
    },
    {
      name: "131016 was surely not taken",
      answer: [500, refused(131016)],
      expect: { kind: "unreachable", why: "131016: the service is temporarily unavailable" },
    },
    {
      name: "131000 may have been taken",
      answer: [500, refused(131000)],
      expect: { kind: "unknown", why: "131000: unknown failure of sending" },
    },
    {
      name: "any permission code is the operator's",
      answer: [403, refused(250)],
      expect: { kind: "misconfigured", why: "250: a permission is missing" },
    },
  ],
});

async function bodySent(change: object, message = aMessage()): Promise<unknown> {
  await using end = await FarEnd.open();
  end.behaviour = { status: 200, body: { messages: [{ id: "wamid.A" }] } };
  const wire = createWire({ reach: "loopback" });
  const typed = whatsAppCloud.settings.parse({ ...settingsAt(end.url), ...change });
  await whatsAppCloud.send(message, "+33612345678", typed, wire);
  await wire.close();
  expect(end.seen[0]?.url).toBe("/v25.0/106540352242922/messages");
  expect(end.seen[0]?.headers.authorization).toBe("Bearer EAAG-token-of-the-test");
  return JSON.parse(end.seen[0]?.body ?? "");
}

describe("whatsapp-cloud: sending", () => {
  test("a template carries the text as its one parameter, on one line", async () => {
    const message = aMessage({ body: "Un.\n\nDeux.\tTrois." });
    expect(await bodySent({}, message)).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "33612345678",
      type: "template",
      template: {
        name: "crisis_notice",
        language: { policy: "deterministic", code: "fr_FR" },
        components: [{ type: "body", parameters: [{ type: "text", text: "Un. Deux. Trois." }] }],
      },
      biz_opaque_callback_data: "t1-2s-0-1",
    });
  });

  test("free text goes as it is, where settings say so", async () => {
    const message = aMessage({ language: "en", body: "Line.\nLine." });
    expect(await bodySent({ message: "text" }, message)).toMatchObject({
      type: "text",
      text: { body: "Line.\nLine.", preview_url: false },
    });
  });

  test("without a template name the operator is told and nothing is sent", async () => {
    const wire = createWire({ reach: "loopback" });
    const typed = { ...settings, template: undefined };
    expect(await whatsAppCloud.send(aMessage(), "+33612345678", typed, wire)).toMatchObject({
      kind: "misconfigured",
    });
    await wire.close();
  });

  test("each code of the table has a sentence", () => {
    const codes = Object.keys(WHATSAPP_ERRORS);
    expect(codes.length).toBeGreaterThanOrEqual(60);
    for (const { why } of Object.values(WHATSAPP_ERRORS)) expect(why).toMatch(/\w{4}/);
  });
});

describe("whatsapp-cloud: SEC-6 signatures", () => {
  const body = Buffer.from('{"object":"whatsapp_business_account","text":"\\u00e9\\ud83d\\udc4d"}');
  const signature = hubSignature("app-secret-of-the-test", body);
  const verify = (given: string | undefined, bytes = body) =>
    whatsAppCloud.verify?.(
      aCallback({ body: bytes, headers: { "x-hub-signature-256": given } }),
      settings,
    );

  test("SEC-6 the right signature over the raw bytes is believed", () => {
    expect(verify(signature)).toBe(true);
  });

  test.each([
    undefined,
    "",
    "sha256=",
    "sha256=00",
    `${signature}00`,
    signature.slice(0, -1),
    `sha256=${"z".repeat(64)}`,
    `sha256=${"0".repeat(64)}`,
    "é".repeat(64),
  ])("SEC-6 %s is not", (given) => {
    expect(verify(given)).toBe(false);
  });

  test("SEC-6 equal JSON, written differently, is not the same body", () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(again.equals(body)).toBe(false);
    expect(verify(signature, again)).toBe(false);
  });

  test("the handshake answers its challenge to who knows the token", () => {
    const query = (token: string) =>
      new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.verify_token": token,
        "hub.challenge": "1158201444",
      });
    const { challenge } = whatsAppCloud;
    expect(challenge?.(query("verify-token-of-the-test"), settings)).toBe("1158201444");
    expect(challenge?.(query("another"), settings)).toBeNull();
    expect(challenge?.(new URLSearchParams(), settings)).toBeNull();
  });
});
