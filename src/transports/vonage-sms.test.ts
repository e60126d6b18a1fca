import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { createWire } from "../lib/wire.ts";
import type { Message } from "./transport.ts";
import { vonageSms } from "./vonage-sms.ts";

const signatureSecret = "a-signature-secret";
const settingsAt = (base: string) => ({
  base,
  apiKey: "abcd1234",
  sender: "+33700000001",
  apiSecret: "api-secret-of-the-test",
  signatureSecret,
});

const misconfigured = (status: number): [number, Outcome] => [
  status,
  { kind: "misconfigured", why: `Vonage ${status}` },
];
/** `messages[].status`, and what each asks for. */
const STATUSES: [status: number, outcome: Outcome][] = [
  [1, { kind: "throttled", waitMs: null }],
  [5, { kind: "unreachable", why: "Vonage 5" }],
  [7, { kind: "rejected", why: "Vonage 7" }],
  [33, { kind: "rejected", why: "Vonage 33" }],
  [3, { kind: "rejected", why: "Vonage 3", scope: "message" }],
  [6, { kind: "rejected", why: "Vonage 6", scope: "message" }],
  [12, { kind: "rejected", why: "Vonage 12", scope: "message" }],
  [77, { kind: "rejected", why: "Vonage 77", scope: "message" }],
  ...[2, 4, 8, 9, 10, 11, 14, 15, 22, 23, 29, 32].map(misconfigured),
];
const answered = (...statuses: number[]) => ({
  "message-count": String(statuses.length),
  messages: statuses.map((status, n) =>
    status === 0
      ? { status: "0", "message-id": `m-${n}` }
      : { status: String(status), "error-text": "no" },
  ),
});

transportKit(vonageSms, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the number of the first part",
      answer: [200, answered(0, 0)],
      expect: { kind: "accepted", providerId: "m-0" },
    },
    {
      name: "a part without a status is nobody's refusal",
      answer: [200, { messages: [{ "message-id": "m-0" }] }],
      expect: { kind: "accepted", providerId: null },
    },
    {
      name: "half a message on its way is not sent again",
      answer: [200, answered(0, 1)],
      expect: { kind: "unknown", why: "Vonage 1" },
    },
    ...STATUSES.map(([status, outcome]) => ({
      name: `status ${status} is ${outcome.kind}`,
      answer: [200, answered(status)] as [number, unknown],
      expect: outcome,
    })),
  ],
});

async function formSent(change: Partial<Message>) {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const settings = vonageSms.settings.parse(settingsAt(end.url));
  await vonageSms.send(aMessage(change), "+33612345678", settings, wire);
  await wire.close();
  const [seen] = end.seen;
  expect(seen?.url).toBe("/sms/json");
  const basic = Buffer.from("abcd1234:api-secret-of-the-test").toString("base64");
  expect(seen?.headers.authorization).toBe(`Basic ${basic}`);
  return Object.fromEntries(new URLSearchParams(seen?.body));
}

test("vonage-sms: the form says where to report, and for how long it is worth it", async () => {
  expect(await formSent({ body: "Ça va ?", validityMs: 600_000 })).toEqual({
    from: "33700000001",
    to: "33612345678",
    text: "Ça va ?",
    type: "text",
    ttl: "600000",
    "client-ref": "t1-2s-0-1",
    "status-report-req": "1",
    callback: "https://crisis.example.org/hooks/3",
  });
  expect(await formSent({ body: "ça va ?", validityMs: 1, callbackUrl: null })).toMatchObject({
    type: "unicode",
    ttl: "20000",
  });
});

/** Over `&messageId=m-9&msisdn=33612345678&text=1 _ all_well&timestamp=1772359200&to=33700000001`. */
const SIGNATURES: [string, string][] = [
  ["md5hash", "f09e437cde49785a9ed682b8252b6c0c"],
  ["md5", "51e391870e0504dc96d05324a447d35b"],
  ["sha1", "43b84cdcf9ef2a3a861529ed94594dbb90c00543"],
  ["sha256", "f354a70cc5aac231cb752d4bbafa140788c9697b70f992726234eef158b2c08e"],
];

describe("vonage-sms: hearing", () => {
  const called = (fields: object, type = "application/json") =>
    aCallback({
      headers: { "content-type": type },
      body: Buffer.from(
        type.includes("json")
          ? JSON.stringify(fields)
          : new URLSearchParams(Object.entries(fields)).toString(),
      ),
    });
  const settings = (signatureMethod: string) =>
    vonageSms.settings.parse({ ...settingsAt("https://rest.nexmo.com"), signatureMethod });
  const hear = (fields: object) => vonageSms.hear?.(called(fields), settings("sha256"));
  const signed = {
    msisdn: "33612345678",
    to: "33700000001",
    messageId: "m-9",
    text: "1 & all=well",
    timestamp: 1772359200,
  };

  test.each(SIGNATURES)("SEC-6 %s, as Python's hashlib computes it", (method, sig) => {
    for (const type of ["application/json", "application/x-www-form-urlencoded"]) {
      const verify = (fields: object) => vonageSms.verify?.(called(fields, type), settings(method));
      expect(verify({ ...signed, sig })).toBe(true);
      expect(verify({ ...signed, sig: sig.toUpperCase() })).toBe(true);
      expect(verify({ ...signed, text: "2", sig })).toBe(false);
      expect(verify({ ...signed, more: "x", sig })).toBe(false);
      expect(verify(signed)).toBe(false);
      expect(verify({ ...signed, sig: "é" })).toBe(false);
    }
  });

  test("a reply comes from an address as we write it", () => {
    const about = { providerId: "m-9", reference: null, at: null };
    expect(hear(signed)).toEqual([
      { kind: "reply", from: "+33612345678", body: "1 & all=well", ...about },
    ]);
  });

  const receipt = { msisdn: "33612345678", messageId: "m-0", "client-ref": "t1-2s-0-1" };
  const about = { reference: "t1-2s-0-1", providerId: "m-0", at: null };

  test.each([
    ["accepted", "accepted"],
    ["buffered", "accepted"],
    ["delivered", "delivered"],
  ])("%s is a receipt", (status, fact) => {
    expect(hear({ ...receipt, status })).toEqual([{ kind: "receipt", ...about, fact }]);
  });

  test.each([
    ["failed", "3", "address"],
    ["rejected", "4", "consent"],
    ["rejected", "9", "consent"],
    ["failed", "1", "platform"],
    ["expired", "2", "platform"],
    ["rejected", "6", "platform"],
    ["failed", "52", "platform"],
    ["failed", "99", "platform"],
  ])("%s with code %s blames the %s", (status, code, blame) => {
    const why = `Vonage: ${status}, ${code}`;
    expect(hear({ ...receipt, status, "err-code": code })).toEqual([
      { kind: "refusal", ...about, why, blame },
    ]);
  });

  test("S2 what says nothing is not heard", () => {
    expect(hear({ ...receipt, status: "unknown" })).toEqual([]);
    expect(hear({})).toEqual([]);
    expect(hear([])).toEqual([]);
    const broken = aCallback({ body: Buffer.from("{") });
    expect(vonageSms.hear?.(broken, settings("sha256"))).toEqual([]);
  });
});
