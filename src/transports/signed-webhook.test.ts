import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { stampedSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { signedWebhook } from "./signed-webhook.ts";

const key = "a-key-of-at-least-sixteen";
const settingsAt = (base: string) => ({ url: `${base}/in`, key });
const settings = signedWebhook.settings.parse(settingsAt("https://gateway.example.org"));

transportKit(signedWebhook, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the receiver's own number",
      answer: [202, { id: "w-7" }],
      expect: { kind: "accepted", providerId: "w-7" },
    },
    {
      name: "a number may be a number",
      answer: [200, { id: 7 }],
      expect: { kind: "accepted", providerId: "7" },
    },
    {
      name: "404 is a wrong address",
      answer: [404],
      expect: { kind: "rejected", why: "HTTP 404" },
    },
  ],
});

test("signed-webhook: the body is signed together with the moment, and sent once per key", async () => {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const message = aMessage();
  await signedWebhook.send(message, "pager-0042", { ...settings, url: `${end.url}/in` }, wire);
  await wire.close();
  const [seen] = end.seen;
  const { at, ...content } = message;
  expect(JSON.parse(seen?.body ?? "")).toEqual({ to: "pager-0042", ...content });
  expect(seen?.headers["idempotency-key"]).toBe(message.reference);
  expect(seen?.headers["tocsin-signature"]).toBe(stampedSignature(key, at, seen?.body ?? ""));
});

describe("signed-webhook: SEC-6 signatures", () => {
  const body = Buffer.from('{"events":[]}');
  const at = Date.parse("2026-03-01T10:00:00Z");
  const verify = (given: string | undefined, receivedAt = at + 5_000) =>
    signedWebhook.verify?.(
      aCallback({ body, receivedAt, headers: { "tocsin-signature": given } }),
      settings,
    );
  const signature = stampedSignature(key, at, body);

  test("SEC-6 a vector computed with Python's hmac", () => {
    const mac = "0e8262a52c1cbaa8581a70f34073990684df8734e1ba4f5bfcce401a1206cb75";
    expect(signature).toBe(`t=1772359200,v1=${mac}`);
    expect(verify(signature)).toBe(true);
  });

  test.each([
    undefined,
    "",
    "t=",
    "t=1772359200",
    "t=1772359200,v1=",
    `t=1772359200,v1=${"0".repeat(64)}`,
    "t=é,v1=é",
    signature.slice(0, -2),
    `${signature},v1=00`,
    signature.replace("t=1772359200", "t=1772359201"),
  ])("SEC-6 %s is not believed", (given) => {
    expect(verify(given)).toBe(false);
  });

  test("SEC-6 an old call, replayed, is not believed", () => {
    expect(verify(signature, at + 301_000)).toBe(false);
    expect(verify(signature, at - 301_000)).toBe(false);
  });
});

describe("signed-webhook: hearing", () => {
  const heard = (body: unknown) =>
    signedWebhook.hear?.(aCallback({ body: Buffer.from(JSON.stringify(body)) }), settings);

  test("receipts, refusals, replies and account states come as they are", () => {
    const events = [
      { event: "receipt", reference: "t1-1-0-1", fact: "delivered", at: 7 },
      { event: "refusal", reference: "t1-2-0-1", why: "no such pager", blame: "address" },
      { event: "reply", from: "pager-0042", body: "1", id: "in-1" },
      { event: "account", state: "down", why: "no mast" },
    ];
    expect(heard({ events })).toEqual([
      { kind: "receipt", reference: "t1-1-0-1", providerId: null, fact: "delivered", at: 7 },
      {
        kind: "refusal",
        reference: "t1-2-0-1",
        providerId: null,
        why: "no such pager",
        blame: "address",
        at: null,
      },
      {
        kind: "reply",
        from: "pager-0042",
        body: "1",
        providerId: "in-1",
        reference: null,
        at: null,
      },
      { kind: "account", state: "down", why: "no mast" },
    ]);
  });

  test("S2 a bad event costs nothing but itself", () => {
    const good = { event: "receipt", reference: "t1-1-0-1", fact: "read" };
    expect(
      heard({ events: [good, { event: "receipt" }, null, { event: "song" }, good] }),
    ).toHaveLength(2);
    expect(heard({})).toEqual([]);
    expect(heard(null)).toEqual([]);
  });
});
