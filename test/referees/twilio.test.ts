import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { startTwilioSimulator } from "../../src/simulators/twilio.ts";
import { startTwilioVoiceSimulator } from "../../src/simulators/twilio-voice.ts";
import type { Transport } from "../../src/transports/transport.ts";
import { twilioSms } from "../../src/transports/twilio-sms.ts";
import { twilioVoice } from "../../src/transports/twilio-voice.ts";
import { twilioWhatsApp } from "../../src/transports/twilio-whatsapp.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";
import { refereeText, walk } from "./referee.ts";

const text = refereeText("twilio-api-v2010.json");
const twilio = text === null ? null : JSON.parse(text);
const here = describe.runIf(twilio !== null);
const MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json";
const CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls.json";
const ACCOUNT = `AC${"a".repeat(32)}`;

/** OpenAPI 3.0 says `nullable`, JSON Schema says `null`. */
function referee() {
  const schemas = structuredClone(twilio.components.schemas);
  const formOf = (path: string) => {
    const { content } = twilio.paths[path].post.requestBody;
    return structuredClone(content["application/x-www-form-urlencoded"].schema);
  };
  const [form, call] = [formOf(MESSAGES), formOf(CALLS)];
  for (const tree of [schemas, form, call]) {
    walk(tree, (node) => {
      if (node["nullable"] === true && typeof node["type"] === "string") {
        node["type"] = [node["type"], "null"];
        if (Array.isArray(node["enum"])) node["enum"] = [...node["enum"], null];
      }
    });
  }
  // A form with a field nobody knows is a mistake, although the specification does not say so.
  schemas.form = { ...form, additionalProperties: false };
  schemas.call = { ...call, additionalProperties: false };
  const ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: true });
  ajv.addSchema({ $id: "twilio", components: { schemas } });
  return (name: string, value: unknown): boolean => {
    const judge = ajv.getSchema(`twilio#/components/schemas/${name}`);
    if (!judge) throw new Error(`The referee knows no ${name}.`);
    // Coercion writes into what it is given.
    return judge(structuredClone(value)) === true;
  };
}

here("Twilio's specification as a referee", () => {
  const judge = twilio ? referee() : () => false;

  test("accepts its own examples of messages", () => {
    const { examples } = twilio.paths[MESSAGES].post.responses["201"].content["application/json"];
    const values = Object.values<{ value: unknown }>(examples).map(({ value }) => value);
    expect(values.length).toBeGreaterThan(5);
    expect(values.filter((value) => !judge("api.v2010.account.message", value))).toEqual([]);
  });

  async function formSent(sender: string): Promise<Record<string, string>> {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    const settings = twilioSms.settings.parse({
      base: end.url,
      accountSid: `AC${"a".repeat(32)}`,
      sender,
      authToken: "auth-token-of-the-test",
    });
    await twilioSms.send(aMessage(), "+33612345678", settings, wire);
    await wire.close();
    return Object.fromEntries(new URLSearchParams(end.seen[0]?.body));
  }

  test.each(["+15550006666", `MG${"b".repeat(32)}`])("our form from %s fits", async (sender) => {
    expect(judge("form", await formSent(sender))).toBe(true);
  });

  test.each<[string, Record<string, string>]>([
    ["an unknown field", { Bodies: "x" }],
    ["a validity in words", { ValidityPeriod: "soon" }],
    ["a service that is none", { MessagingServiceSid: "XX1" }],
  ])("bites: %s", async (_name, change) => {
    expect(judge("form", { ...(await formSent("+15550006666")), ...change })).toBe(false);
  });

  test("our simulator answers as Twilio does", async () => {
    const simulator = await startTwilioSimulator();
    const wire = createWire({ reach: "loopback" });
    const url = `${simulator.url}/2010-04-01/Accounts/AC${"a".repeat(32)}/Messages.json`;
    const form = { To: "+33612345678", From: "+15550006666", Body: "Hello" };
    const answer = await wire.request({ method: "POST", url, form });
    const refused = await wire.request({ method: "POST", url, form: { ...form, To: "12" } });
    const one = url.replace(".json", `/${Object(answer.json).sid}.json`);
    const asked = await wire.request({ method: "GET", url: one });
    const unknown = await wire.request({ method: "GET", url: one.replace(/.\.json$/, "f.json") });
    expect(judge("api.v2010.account.message", asked.json)).toBe(true);
    expect(asked).toMatchObject({ status: 200, json: { status: "delivered" } });
    expect(unknown).toMatchObject({ status: 404, json: { code: 20_404 } });
    await wire.close();
    await simulator.stop();
    expect(answer.status).toBe(201);
    expect(judge("api.v2010.account.message", answer.json)).toBe(true);
    const json = Object(answer.json);
    for (const change of [{ sid: "SM1" }, { status: "dancing" }, { direction: "up" }]) {
      expect(judge("api.v2010.account.message", { ...json, ...change })).toBe(false);
    }
    expect(refused).toMatchObject({ status: 400, json: { code: 21_211, status: 400 } });
  });

  test("accepts its own examples of calls", () => {
    const { examples } = twilio.paths[CALLS].post.responses["201"].content["application/json"];
    const values = Object.values<{ value: unknown }>(examples).map(({ value }) => value);
    expect(values.length).toBeGreaterThan(1);
    expect(values.filter((value) => !judge("api.v2010.account.call", value))).toEqual([]);
  });

  async function sentBy(transport: Transport, more: object) {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    const account = { base: end.url, accountSid: ACCOUNT, authToken: "auth-token-of-the-test" };
    const settings = transport.settings.parse({ ...account, ...more });
    await transport.send(aMessage(), "+33612345678", settings, wire);
    await wire.close();
    return Object.fromEntries(new URLSearchParams(end.seen[0]?.body));
  }

  test("our forms of a call and of WhatsApp fit", async () => {
    const call = await sentBy(twilioVoice, { caller: "+15550006666" });
    expect(call["MachineDetection"]).toBe("Enable");
    expect(judge("call", call)).toBe(true);
    expect(judge("call", { ...call, Twimls: "x" })).toBe(false);
    expect(judge("call", { ...call, Timeout: "soon" })).toBe(false);
    const contentFr = `HX${"b".repeat(32)}`;
    const whatsApp = await sentBy(twilioWhatsApp, { sender: "+15550006666", contentFr });
    expect(judge("form", whatsApp)).toBe(true);
    expect(judge("form", { ...whatsApp, ContentSid: "HX1" })).toBe(false);
  });

  test("our simulator takes calls as Twilio does", async () => {
    const simulator = await startTwilioVoiceSimulator();
    const wire = createWire({ reach: "loopback" });
    const url = `${simulator.url}/2010-04-01/Accounts/${ACCOUNT}/Calls.json`;
    const Twiml = "<Response><Say >Hello</Say></Response>";
    const form = { To: "+33612345678", From: "+15550006666", Twiml };
    const answer = await wire.request({ method: "POST", url, form });
    const refused = await wire.request({ method: "POST", url, form: { ...form, Twiml: "<Say/>" } });
    const wrong = await wire.request({ method: "POST", url, form: { ...form, To: "12" } });
    await wire.close();
    await simulator.stop();
    expect(judge("api.v2010.account.call", answer.json)).toBe(true);
    expect(judge("api.v2010.account.call", { ...Object(answer.json), sid: "CA1" })).toBe(false);
    expect(refused).toMatchObject({ status: 400, json: { code: 12_100 } });
    expect(wrong).toMatchObject({ status: 400, json: { code: 13_224 } });
  });
});
