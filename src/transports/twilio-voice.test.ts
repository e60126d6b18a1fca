import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { meaningOf } from "../domain/answer.ts";
import { createWire } from "../lib/wire.ts";
import type { Message } from "./transport.ts";
import { twilioVoice } from "./twilio-voice.ts";

const settingsAt = (base: string) => ({
  base,
  accountSid: `AC${"a".repeat(32)}`,
  caller: "+15550006666",
  authToken: "auth-token-of-the-test",
});
const settings = twilioVoice.settings.parse(settingsAt("https://api.twilio.com"));
const refused = (code: number) => ({ code, message: "no", more_info: "", status: 400 });

transportKit(twilioVoice, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the SID for the status",
      answer: [201, { sid: "CA1", status: "queued" }],
      expect: { kind: "accepted", providerId: "CA1" },
    },
    {
      name: "13224 is a wrong number",
      answer: [400, refused(13224)],
      expect: { kind: "rejected", why: "Twilio 13224" },
    },
    {
      name: "21215 is a country that the account may not call",
      answer: [400, refused(21215)],
      expect: { kind: "rejected", why: "Twilio 21215", scope: "message" },
    },
    {
      name: "22005 is a queue of a whole day: time",
      answer: [400, refused(22005)],
      expect: { kind: "throttled", waitMs: null },
    },
  ],
});

async function call(change: Partial<Message> = {}, more: object = {}) {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const typed = twilioVoice.settings.parse({ ...settingsAt(end.url), ...more });
  await twilioVoice.send(aMessage(change), "+33155000001", typed, wire);
  await wire.close();
  expect(end.seen[0]?.url).toMatch(/\/Calls\.json$/);
  return Object.fromEntries(new URLSearchParams(end.seen[0]?.body));
}

const callbackUrl = "https://crisis.example.org/hooks/3?reference=t1-2s-0-1&language=fr";

describe("twilio-voice: calling", () => {
  test("reads it twice, takes one key, and says where to report", async () => {
    const form = await call({ body: "L’eau monte. Appuyez sur 1." });
    expect(form).toEqual({
      To: "+33155000001",
      From: "+15550006666",
      Timeout: "25",
      Twiml:
        '<Response><Gather input="dtmf" numDigits="1" timeout="8" method="POST" ' +
        `action="${callbackUrl.replace("&", "&amp;")}">` +
        '<Say language="fr-FR" loop="2">L’eau monte. Appuyez sur 1.</Say></Gather></Response>',
      StatusCallback: callbackUrl,
      MachineDetection: "Enable",
      AsyncAmd: "true",
      AsyncAmdStatusCallback: callbackUrl,
    });
  });

  test("where nobody can reach us it only reads, in the person's language", async () => {
    const form = await call({ body: "Hello", language: "en", callbackUrl: null });
    expect(form["Twiml"]).toBe('<Response><Say language="en-GB" loop="2">Hello</Say></Response>');
    expect(form).not.toHaveProperty("StatusCallback");
    expect(form).not.toHaveProperty("MachineDetection");
  });

  test("S2 nothing in a text is a command, and the longest text fits", async () => {
    const body = '</Say><Dial>+33899000000</Dial>\u0007 "&';
    const { Twiml = "" } = await call({ body });
    expect(Twiml).not.toContain("<Dial>");
    expect(Twiml).not.toContain("\u0007");
    expect(Twiml).toContain("&lt;Dial&gt;");
    for (const sign of ["&", "<", '"', "é"]) {
      const long = await call({ body: sign.repeat(twilioVoice.limits.bodyLengthMax) });
      expect(long["Twiml"]?.length).toBeLessThanOrEqual(4_000);
    }
  });

  test("one call at a time to a person, and everybody else goes on", async () => {
    await using end = await FarEnd.open();
    end.behaviour = { status: 201, body: { sid: "CA1" } };
    const wire = createWire({ reach: "loopback" });
    const typed = twilioVoice.settings.parse(settingsAt(end.url));
    const at = aMessage().at;
    const dial = (to: string, afterMs: number) =>
      twilioVoice.send(aMessage({ at: at + afterMs }), to, typed, wire);
    expect(await dial("+33155000001", 0)).toMatchObject({ kind: "accepted" });
    expect(await dial("+33155000001", 20_000)).toEqual({
      kind: "throttled",
      waitMs: 100_000,
      scope: "person",
    });
    expect(await dial("+33155000002", 20_000)).toMatchObject({ kind: "accepted" });
    expect(await dial("+33155000001", 120_000)).toMatchObject({ kind: "accepted" });
    await wire.close();
    expect(end.seen).toHaveLength(3);
  });

  test("a call that was refused occupies nobody", async () => {
    await using end = await FarEnd.open();
    end.behaviour = { status: 429, body: refused(20429) };
    const wire = createWire({ reach: "loopback" });
    const typed = twilioVoice.settings.parse(settingsAt(end.url));
    const dial = () => twilioVoice.send(aMessage(), "+33155000001", typed, wire);
    expect([await dial(), await dial()]).toEqual([
      { kind: "throttled", waitMs: null },
      { kind: "throttled", waitMs: null },
    ]);
    await wire.close();
  });
});

const told = (form: Record<string, string>, language = "fr") =>
  aCallback({
    query: new URLSearchParams({ reference: "t1-2s-0-1", language }),
    body: Buffer.from(new URLSearchParams({ CallSid: "CA1", ...form }).toString()),
  });

describe("twilio-voice: hearing", () => {
  const about = { reference: "t1-2s-0-1", providerId: "CA1", at: null };
  const hear = (form: Record<string, string>, more: object = {}) =>
    twilioVoice.hear?.(told(form), { ...settings, ...more });
  const outbound = { Direction: "outbound-api", From: "+15550006666", To: "+33155000001" };

  test.each([
    ["1", "1", "safe"],
    ["2", "2", "help"],
    ["9", "STOP", "stop"],
  ])("the key %s is the answer %s: %s", (Digits, body, meaning) => {
    expect(hear({ ...outbound, Digits, CallStatus: "in-progress" })).toEqual([
      { kind: "receipt", ...about, fact: "delivered" },
      {
        kind: "reply",
        from: twilioVoice.address.example,
        body,
        ...about,
        providerId: `CA1/${Digits}`,
      },
    ]);
    expect(meaningOf(body)).toBe(meaning);
  });

  test.each([
    ["human", "delivered"],
    ["unknown", "delivered"],
    ["machine_start", "sent"],
    ["machine_end_beep", "sent"],
    ["fax", "sent"],
  ])("answered by %s is %s", (AnsweredBy, fact) => {
    expect(hear({ AnsweredBy })).toEqual([{ kind: "receipt", ...about, fact }]);
  });

  test("a call that ended proves a person only where machines do not matter", () => {
    const ended = { CallStatus: "completed" };
    expect(hear(ended)).toMatchObject([{ kind: "receipt", fact: "sent" }]);
    expect(hear(ended, { machines: "ignore" })).toMatchObject([
      { kind: "receipt", fact: "delivered" },
    ]);
  });

  test.each([
    [{ CallStatus: "busy" }, "platform", "Twilio: busy"],
    [{ CallStatus: "no-answer" }, "platform", "Twilio: no-answer"],
    [{ CallStatus: "failed", SipResponseCode: "503" }, "platform", "Twilio: failed"],
    [{ CallStatus: "failed", SipResponseCode: "404" }, "address", "Twilio: failed, 404"],
  ])("%o blames the %s", (form, blame, why) => {
    expect(hear(form)).toEqual([{ kind: "refusal", ...about, why, blame }]);
  });

  test("S2 what says nothing is not heard", () => {
    expect(hear({})).toEqual([]);
    expect(hear({ CallStatus: "ringing" })).toEqual([]);
    expect(hear({ ...outbound, Digits: "#" })).toEqual([]);
    expect(hear({ Digits: "1" })).toEqual([]);
  });

  test("whoever pressed a key is thanked in their language; a status is only noted", () => {
    const pressed = twilioVoice.answer?.(told({ Digits: "2" }), settings);
    expect(pressed?.contentType).toMatch(/^text\/xml/);
    expect(pressed?.body).toMatch(/^<Response><Say language="fr-FR" loop="1">Merci/);
    const stopped = twilioVoice.answer?.(told({ Digits: "9" }, "en"), settings);
    expect(stopped?.body).toMatch(/^<Response><Say language="en-GB" loop="1">Done/);
    expect(twilioVoice.answer?.(told({ CallStatus: "completed" }), settings)).toBeNull();
  });
});
