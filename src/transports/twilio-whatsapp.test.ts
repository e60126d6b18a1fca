import { describe, expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import { twilioSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import type { Message } from "./transport.ts";
import { twilioWhatsApp } from "./twilio-whatsapp.ts";

const contentFr = `HX${"b".repeat(32)}`;
const settingsAt = (base: string) => ({
  base,
  accountSid: `AC${"a".repeat(32)}`,
  sender: "+15550006666",
  contentFr,
  authToken: "auth-token-of-the-test",
});
const settings = twilioWhatsApp.settings.parse(settingsAt("https://api.twilio.com"));
const refused = (code: number) => ({ code, message: "no", more_info: "", status: 400 });

transportKit(twilioWhatsApp, {
  settings: settingsAt,
  cases: [
    {
      name: "keeps the SID for the receipt",
      answer: [201, { sid: "SM1", status: "queued" }],
      expect: { kind: "accepted", providerId: "SM1" },
    },
    {
      name: "63024 is nobody on WhatsApp",
      answer: [400, refused(63024)],
      expect: { kind: "rejected", why: "Twilio 63024" },
    },
    {
      name: "63041 is a paused template: the operator's",
      answer: [400, refused(63041)],
      expect: { kind: "misconfigured", why: "Twilio 63041" },
    },
    {
      name: "63018 waits",
      answer: [429, refused(63018), { "retry-after": "3" }],
      expect: { kind: "throttled", waitMs: 3_000 },
    },
  ],
});

async function sent(change: Partial<Message>, more: object = {}) {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const typed = twilioWhatsApp.settings.parse({ ...settingsAt(end.url), ...more });
  const outcome = await twilioWhatsApp.send(aMessage(change), "+33612345678", typed, wire);
  await wire.close();
  return { outcome, form: Object.fromEntries(new URLSearchParams(end.seen[0]?.body)) };
}

describe("twilio-whatsapp: sending", () => {
  test("fills the template of the person's language", async () => {
    const { form } = await sent({ body: "Ça va ?\n\nRépondez 1.", validityMs: 600_000 });
    expect(form).toEqual({
      To: "whatsapp:+33612345678",
      From: "whatsapp:+15550006666",
      ContentSid: contentFr,
      ContentVariables: '{"1":"Ça va ? Répondez 1."}',
      ValidityPeriod: "600",
      StatusCallback: `https://crisis.example.org/hooks/3?reference=t1-2s-0-1&template=${contentFr}`,
    });
  });

  test("without a template in this language nothing is sent", async () => {
    const { outcome, form } = await sent({ language: "en" });
    expect(outcome).toEqual({ kind: "misconfigured", why: "no template is set" });
    expect(form).toEqual({});
  });

  test("free text, where somebody asked for it, and a service for a sender", async () => {
    const { form } = await sent(
      { body: "Hello" },
      { message: "text", sender: `MG${"c".repeat(32)}` },
    );
    expect(form).toMatchObject({ Body: "Hello", MessagingServiceSid: `MG${"c".repeat(32)}` });
    expect(form).not.toHaveProperty("ContentSid");
  });
});

test("twilio-whatsapp: SEC-6 what a person writes is signed, and comes from our address", async () => {
  const url = "https://crisis.example.org/hooks/3";
  const form = new URLSearchParams({
    MessageSid: "SM2",
    SmsStatus: "received",
    From: "whatsapp:+33612345678",
    Body: "1",
  });
  const signature = twilioSignature("auth-token-of-the-test", url, form);
  const callback = aCallback({
    url,
    headers: { "x-twilio-signature": signature },
    body: Buffer.from(form.toString()),
  });
  expect(twilioWhatsApp.verify?.(callback, settings)).toBe(true);
  const about = { providerId: "SM2", reference: null, at: null };
  expect(await twilioWhatsApp.hear?.(callback, settings)).toEqual([
    { kind: "reply", from: twilioWhatsApp.address.example, body: "1", ...about },
  ]);
});
