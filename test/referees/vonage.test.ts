import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { startVonageSimulator } from "../../src/simulators/vonage-sms.ts";
import { vonageSms } from "../../src/transports/vonage-sms.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";
import { until } from "../kits/until.ts";
import { closed, published } from "./published.ts";

type Schema = { properties: Record<string, { example?: unknown }>; required?: string[] };
const schemas: Record<string, Schema> = closed(
  published("vonage-sms.json"),
  Object.keys(published("vonage-sms.json")),
);
const HERE = "+33612345678";
const AWAY = "+33612345679";

function referee() {
  const mended = structuredClone(schemas);
  // The key travels in the header of HTTP by now, and replies are signed as receipts are.
  Object.assign(mended["NewMessage"] ?? {}, { required: ["from", "to"] });
  Object.assign(mended["InboundMessage"]?.properties ?? {}, { sig: { type: "string" } });
  const text = JSON.stringify(mended).replaceAll("#/components/schemas/", "vonage#/");
  // Of a form, everything is text.
  const ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: true });
  ajv.addSchema({ $id: "vonage", ...JSON.parse(text) });
  return (name: string, value: unknown): boolean => {
    const judge = ajv.getSchema(`vonage#/${name}`);
    if (!judge) throw new Error(`The referee knows no ${name}.`);
    return judge(structuredClone(value)) === true;
  };
}

const judge = referee();
const settingsAt = (base: string) =>
  vonageSms.settings.parse({
    base,
    apiKey: "abcd1234",
    sender: "+33700000001",
    apiSecret: "api-secret-of-the-test",
    signatureSecret: "a-signature-secret",
  });

test.each(["NewMessage", "Message", "ErrorMessage", "DeliveryReceipt", "InboundMessage"])(
  "the referee itself: %s as its own examples have it",
  (name) => {
    const fields = Object.entries(schemas[name]?.properties ?? {});
    const shown = fields.filter(([, { example }]) => example !== undefined);
    expect(judge(name, Object.fromEntries(shown.map(([key, { example }]) => [key, example])))).toBe(
      true,
    );
  },
);

describe("what we send, judged by Vonage's specification", () => {
  async function formSent(change: object = {}): Promise<Record<string, unknown>> {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    await vonageSms.send(aMessage(change), HERE, settingsAt(end.url), wire);
    await wire.close();
    expect(end.seen[0]?.url).toBe("/sms/json");
    const form = Object.fromEntries(new URLSearchParams(end.seen[0]?.body));
    // A boolean may be 1 in a form; the schema knows it as a word only.
    const asked = form["status-report-req"] === "1" ? { "status-report-req": true } : {};
    return { ...form, ...asked };
  }

  test.each([
    ["some news", {}],
    ["wide letters", { body: "Ça va ? 🙂" }],
    ["a moment's validity", { validityMs: 1 }],
    ["a month's validity", { validityMs: 30 * 86_400_000 }],
    ["nobody to call back", { callbackUrl: null }],
  ])("%s", async (_name, change) => {
    expect(judge("NewMessage", await formSent(change))).toBe(true);
  });

  test.each([
    ["a kind that is none", { type: "song" }],
    ["too short a validity", { ttl: "1" }],
    ["a number that is none", { to: "max" }],
    ["an unknown field", { body_text: "x" }],
  ])("the referee bites: %s", async (_name, change) => {
    expect(judge("NewMessage", { ...(await formSent()), ...change })).toBe(false);
  });
});

test("what our simulator answers and calls is what Vonage describes", async () => {
  await using end = await FarEnd.open();
  const schedule = handSchedule();
  const simulator = await startVonageSimulator({
    callbackUrl: end.url,
    secrets: { signatureSecret: "a-signature-secret" },
    schedule,
    people: createPeople(promptHabits, {
      [HERE]: { answer: { text: "Ça va 👍", afterMs: 60 } },
      [AWAY]: { reachable: false },
    }),
  });
  const wire = createWire({ reach: "loopback" });
  const url = `${simulator.url}/sms/json`;
  const ask = async (form: Record<string, string>) =>
    (await wire.request({ method: "POST", url, form })).json;
  for (const to of [HERE, AWAY]) {
    const taken = await ask({ from: "Clairval", to: to.slice(1), text: "x", "client-ref": "t1" });
    expect(judge("SMS", taken)).toBe(true);
  }
  expect(judge("Error", await ask({ from: "Clairval", to: "33612345678" }))).toBe(true);
  schedule.pass(1_000);
  await until(() => simulator.waiting() === 0);
  await Promise.all([wire.close(), simulator.stop()]);
  const calls = end.seen.map(({ body }) => JSON.parse(body));
  const replies = calls.filter(({ text }) => text !== undefined);
  const receipts = calls.filter(({ status }) => status !== undefined);
  expect(receipts.map(({ status }) => status)).toEqual(
    expect.arrayContaining(["accepted", "delivered", "failed"]),
  );
  expect(replies).toHaveLength(1);
  for (const receipt of receipts) {
    expect(judge("DeliveryReceipt", receipt)).toBe(true);
    expect(judge("DeliveryReceipt", { ...receipt, "message-id": "x" })).toBe(false);
  }
  for (const reply of replies) {
    expect(judge("InboundMessage", reply)).toBe(true);
    expect(judge("InboundMessage", { ...reply, keyword: undefined })).toBe(false);
  }
});
