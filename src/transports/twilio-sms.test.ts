import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { twilioSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import type { Message } from "./transport.ts";
import { twilioSms } from "./twilio-sms.ts";

const settingsAt = (base: string) => ({
  base,
  accountSid: `AC${"a".repeat(32)}`,
  sender: "+15550006666",
  authToken: "auth-token-of-the-test",
});
const settings = twilioSms.settings.parse(settingsAt("https://api.twilio.com"));
const refused = (code: number) => ({ code, message: "no", more_info: "", status: 400 });

transportKit(twilioSms, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the SID for the receipt",
      answer: [201, { sid: "SM1", status: "queued" }],
      expect: { kind: "accepted", providerId: "SM1" },
    },
    {
      name: "21610 is a person who said STOP",
      answer: [400, refused(21610)],
      expect: { kind: "unsubscribed" },
    },
    {
      name: "21211 is a wrong address",
      answer: [400, refused(21211)],
      expect: { kind: "rejected", why: "Twilio 21211" },
    },
    {
      name: "20429 waits",
      answer: [429, refused(20429), { "retry-after": "2" }],
      expect: { kind: "throttled", waitMs: 2_000 },
    },
    {
      name: "20003 is the operator's",
      answer: [401, refused(20003)],
      expect: { kind: "misconfigured", why: "Twilio 20003" },
    },
    {
      name: "21611 says that the sender's queue is full",
      answer: [400, refused(21611)],
      expect: { kind: "misconfigured", why: "Twilio 21611" },
    },
    {
      name: "20503 was surely not taken",
      answer: [503, refused(20503)],
      expect: { kind: "unreachable", why: "Twilio 20503" },
    },
    {
      name: "20500 may have been taken",
      answer: [500, refused(20500)],
      expect: { kind: "unknown", why: "Twilio 20500" },
    },
    {
      name: "an unknown code is no proof against a number",
      answer: [400, refused(99_999)],
      expect: { kind: "rejected", why: "Twilio 99999", scope: "message" },
    },
    ...[21408, 21612, 21215, 63016].map((code) => ({
      name: `${code} is one person's, and no fault of the number`,
      answer: [400, refused(code)] as [number, unknown],
      expect: { kind: "rejected" as const, why: `Twilio ${code}`, scope: "message" as const },
    })),
    {
      name: "63038 is the end of this day's messages",
      answer: [400, refused(63038)],
      expect: { kind: "misconfigured", why: "Twilio 63038" },
    },
    {
      name: "20404 is an account that is not there, and nobody's number",
      answer: [404, refused(20404)],
      expect: { kind: "misconfigured", why: "Twilio 20404" },
    },
    {
      name: "404 without a word is nobody's number",
      answer: [404],
      expect: { kind: "misconfigured", why: "HTTP 404" },
    },
  ],
});

async function formSent(change: Partial<Message>, more: object = {}) {
  await using end = await FarEnd.open();
  end.behaviour = { status: 201, body: { sid: "SM1" } };
  const wire = createWire({ reach: "loopback" });
  const typed = twilioSms.settings.parse({ ...settingsAt(end.url), ...more });
  await twilioSms.send(aMessage(change), "+33612345678", typed, wire);
  await wire.close();
  const [seen] = end.seen;
  expect(seen?.url).toBe(`/2010-04-01/Accounts/AC${"a".repeat(32)}/Messages.json`);
  const basic = Buffer.from(`AC${"a".repeat(32)}:auth-token-of-the-test`).toString("base64");
  expect(seen?.headers.authorization).toBe(`Basic ${basic}`);
  return Object.fromEntries(new URLSearchParams(seen?.body));
}

describe("twilio-sms: sending", () => {
  test("the form says where to report, and for how long the news is worth it", async () => {
    expect(await formSent({ body: "Ça va ?", validityMs: 600_000 })).toEqual({
      To: "+33612345678",
      From: "+15550006666",
      Body: "Ça va ?",
      ValidityPeriod: "600",
      StatusCallback: "https://crisis.example.org/hooks/3?reference=t1-2s-0-1",
    });
  });

  test("a messaging service chooses the sender itself", async () => {
    const form = await formSent({ callbackUrl: null }, { sender: `MG${"b".repeat(32)}` });
    expect(form).toMatchObject({ MessagingServiceSid: `MG${"b".repeat(32)}` });
    expect(form).not.toHaveProperty("From");
    expect(form).not.toHaveProperty("StatusCallback");
  });

  test.each([
    [0, "1"],
    [999, "1"],
    [90_000_000, "36000"],
  ])("a validity of %i ms is %s s: what Twilio takes", async (validityMs, seconds) => {
    expect(await formSent({ validityMs })).toMatchObject({ ValidityPeriod: seconds });
  });
});

describe("twilio-sms: SEC-6 signatures", () => {
  const form = {
    CallSid: "CA1234567890ABCDE",
    Caller: "+14158675309",
    Digits: "1234",
    From: "+14158675309",
    To: "+18005551212",
  };
  const address = "https://mycompany.com/myapp.php?foo=1&bar=2";
  const published = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
  const typed = { ...settings, authToken: "12345" };
  const verify = (url: string, given: string | undefined, change: object = {}) =>
    twilioSms.verify?.(
      aCallback({
        url,
        headers: { "x-twilio-signature": given },
        body: Buffer.from(new URLSearchParams({ ...form, ...change }).toString()),
      }),
      typed,
    );

  test("SEC-6 Twilio's published vector", () => {
    expect(twilioSignature("12345", address, new URLSearchParams(form))).toBe(published);
    expect(verify(address, published)).toBe(true);
  });

  test("SEC-6 with or without the usual port it is the same address", () => {
    expect(verify("https://mycompany.com:443/myapp.php?foo=1&bar=2", published)).toBe(true);
    const withPort = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
    const signed = twilioSignature("12345", withPort, new URLSearchParams(form));
    expect(verify(address, signed)).toBe(true);
  });

  test.each([undefined, "", "RSOY", `${published}=`, "é", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])(
    "SEC-6 %s is not believed",
    (given) => {
      expect(verify(address, given)).toBe(false);
    },
  );

  test("SEC-6 another form or address is not what was signed", () => {
    expect(verify(address, published, { Digits: "1235" })).toBe(false);
    expect(verify("https://mycompany.com/myapp.php?foo=1&bar=3", published)).toBe(false);
  });
});

describe("twilio-sms: hearing", () => {
  const heard = (form: Record<string, string>, query = "reference=t1-2s-0-1") =>
    twilioSms.hear?.(
      aCallback({
        query: new URLSearchParams(query),
        body: Buffer.from(new URLSearchParams(form).toString()),
      }),
      settings,
    );
  const about = { reference: "t1-2s-0-1", providerId: "SM1", at: null };

  test.each([
    ["queued", "accepted"],
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
  ])("%s is the fact %s", (MessageStatus, fact) => {
    expect(heard({ MessageSid: "SM1", MessageStatus })).toEqual([
      { kind: "receipt", ...about, fact },
    ]);
  });

  test.each([
    ["30005", "address"],
    ["21610", "consent"],
    ["30008", "platform"],
    ["30003", "message"],
    ["63016", "message"],
    ["30007", "platform"],
  ])("undelivered with %s blames the %s", (ErrorCode, blame) => {
    expect(heard({ MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode })).toEqual([
      { kind: "refusal", ...about, why: `Twilio ${ErrorCode}`, blame },
    ]);
  });

  test("30002 says that the account is suspended", () => {
    const form = { MessageSid: "SM1", MessageStatus: "failed", ErrorCode: "30002" };
    expect(heard(form)).toMatchObject([
      { kind: "refusal", blame: "platform" },
      { kind: "account", state: "down" },
    ]);
  });

  test("an SMS is a reply", () => {
    const form = { MessageSid: "SM2", SmsStatus: "received", From: "+33612345678", Body: "1" };
    const expected = { from: "+33612345678", body: "1", providerId: "SM2" };
    expect(heard(form, "")).toEqual([{ kind: "reply", ...expected, reference: null, at: null }]);
  });

  test.each([
    [
      { status: "delivered", error_code: null },
      { kind: "receipt", fact: "delivered" },
    ],
    [{ status: "sent" }, { kind: "receipt", fact: "sent" }],
    [
      { status: "undelivered", error_code: 30005 },
      { kind: "refusal", why: "Twilio 30005", blame: "address" },
    ],
  ])("what Twilio says when it is asked is heard like a callback: %o", async (told, meaning) => {
    await using end = await FarEnd.open();
    const sid = `SM${"c".repeat(32)}`;
    const secret = { body: "what we wrote", to: "+33612345678" };
    end.behaviour = { status: 200, body: { sid, ...told, ...secret } };
    const wire = createWire({ reach: "loopback" });
    const typed = twilioSms.settings.parse(settingsAt(end.url));
    const body = await twilioSms.inquire?.(sid, typed, wire);
    const strange = await twilioSms.inquire?.("../Balance", typed, wire);
    await wire.close();
    expect(end.seen).toMatchObject([
      { method: "GET", url: `/2010-04-01/Accounts/AC${"a".repeat(32)}/Messages/${sid}.json` },
    ]);
    expect(strange).toBeNull();
    if (!body) throw new Error("Twilio said nothing.");
    expect(body.toString()).not.toContain("+33612345678");
    const callback = aCallback({
      headers: { "content-type": "application/json" },
      query: new URLSearchParams("reference=t1-2s-0-1"),
      body,
    });
    expect(twilioSms.hear?.(callback, settings)).toMatchObject([
      { ...meaning, reference: "t1-2s-0-1", providerId: sid },
    ]);
  });

  test("nonsense says nothing", () => {
    const json = aCallback({ headers: { "content-type": "application/json" } });
    expect(twilioSms.hear?.(json, settings)).toEqual([]);
    expect(heard({})).toEqual([]);
    expect(heard({ MessageStatus: "dancing" })).toEqual([]);
    expect(heard({ SmsStatus: "received" })).toEqual([]);
  });
});
