import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { startMessengerSimulator } from "../../src/simulators/messenger.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { messenger } from "../../src/transports/messenger.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aCallback, aMessage } from "../kits/message.ts";
import { until } from "../kits/until.ts";
import { published } from "./published.ts";

const ajv = new Ajv({ strict: false });
ajv.addSchema({ $id: "messenger", ...published("messenger.json") });
function judge(name: "Request" | "Answer" | "Error" | "Webhook", value: unknown): boolean {
  const validate = ajv.getSchema(`messenger#/${name}`);
  if (!validate) throw new Error(`The referee knows no ${name}.`);
  return validate(value) === true;
}

const ANA = "4567890123456789";
const BOB = "4567890123456780";
const PAGE = "1234567890";
const secrets = { token: "token-of-the-test", appSecret: "app-secret-of-the-test" };
const settingsAt = (base: string, more: object = {}) =>
  messenger.settings.parse({
    base,
    pageId: PAGE,
    template: "crisis_notice",
    verifyToken: "verify-token-of-the-test",
    ...secrets,
    ...more,
  });

/** As Meta words them, with our own names and numbers in them. */
const requests: readonly [string, object][] = [
  ["a text", { messaging_type: "RESPONSE", message: { text: "Hello!" } }],
  [
    "quick replies",
    {
      messaging_type: "RESPONSE",
      message: {
        text: "Pick one:",
        quick_replies: [
          { content_type: "text", title: "Red", payload: "r", image_url: "https://a.example/r" },
          { content_type: "user_email" },
        ],
      },
    },
  ],
  [
    "a picture",
    {
      messaging_type: "UPDATE",
      message: { attachment: { type: "image", payload: { url: "https://a.example/i" } } },
    },
  ],
  [
    "a utility template with buttons",
    {
      messaging_type: "UTILITY",
      message: {
        template: {
          name: "order_update",
          language: { code: "en" },
          components: [
            { type: "body", parameters: [{ type: "text", text: "ready" }] },
            { type: "buttons", parameters: [{ type: "POSTBACK", payload: "12345" }] },
          ],
        },
      },
    },
  ],
];
const about = { sender: { id: ANA }, recipient: { id: PAGE } };
const at = 1_458_668_856_463;
const events: readonly [string, object, object][] = [
  [
    "an answer",
    { timestamp: at, message: { mid: "m1", text: "Hi" } },
    { kind: "reply", body: "Hi", from: ANA, at },
  ],
  [
    "a tap",
    { timestamp: at, message: { mid: "m1", text: "1", quick_reply: { payload: "t1-2s-0-1" } } },
    { kind: "reply", body: "1", reference: "t1-2s-0-1" },
  ],
  [
    "a postback",
    { timestamp: at, postback: { mid: "m1", title: "Yes", payload: "t1-2s-0-1" } },
    { kind: "reply", body: "Yes", reference: "t1-2s-0-1" },
  ],
  // Meta shows it without a moment of its own.
  [
    "a delivery",
    { delivery: { mids: ["m1"], watermark: at } },
    { kind: "receipt", fact: "delivered", providerId: "m1" },
  ],
  [
    "a delivery to an old telephone",
    { delivery: { watermark: at } },
    { kind: "receipt", fact: "delivered", upTo: ANA, at },
  ],
  [
    "somebody who has read",
    { timestamp: at, read: { watermark: at } },
    { kind: "receipt", fact: "read", upTo: ANA, at },
  ],
];
const told = (event: object) => ({
  object: "page",
  entry: [{ id: PAGE, time: at, messaging: [{ ...about, ...event }] }],
});

describe("the referee itself: Meta's own shapes", () => {
  test.each(requests)("takes %s", (_name, request) => {
    expect(judge("Request", { recipient: { id: ANA }, ...request })).toBe(true);
  });

  test.each(events)("takes %s, and so do we", async (_name, event, heard) => {
    expect(judge("Webhook", told(event))).toBe(true);
    const body = Buffer.from(JSON.stringify(told(event)));
    expect(
      await messenger.hear?.(aCallback({ body }), settingsAt("https://a.example")),
    ).toMatchObject([heard]);
  });
});

async function sent(change: object = {}, settings: object = {}): Promise<Record<string, unknown>> {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  await messenger.send(aMessage(change), ANA, settingsAt(end.url, settings), wire);
  await wire.close();
  expect(end.seen).toMatchObject([
    {
      method: "POST",
      url: `/v25.0/${PAGE}/messages`,
      headers: { authorization: `Bearer ${secrets.token}` },
    },
  ]);
  return JSON.parse(end.seen[0]?.body ?? "");
}

describe("what we send, judged by Meta's shapes", () => {
  test.each<[string, object, object]>([
    ["a template", {}, {}],
    ["a template in English", { language: "en" }, {}],
    ["lines and blanks in a template", { body: "Un\r\n\r\n\tDeux        Trois" }, {}],
    ["free text", {}, { message: "text" }],
    ["as long a text as we take", { body: "🔔".repeat(500) }, { message: "text" }],
  ])("%s", async (_name, change, settings) => {
    expect(judge("Request", await sent(change, settings))).toBe(true);
  });

  test.each<[string, (sent: Record<string, unknown>) => object]>([
    ["nobody to write to", (all) => ({ ...all, recipient: undefined })],
    ["a number where a text belongs", (all) => ({ ...all, recipient: { id: Number(ANA) } })],
    ["a kind that is none", (all) => ({ ...all, messaging_type: "ALARM" })],
    ["a template as a plain update", (all) => ({ ...all, messaging_type: "UPDATE" })],
    ["a text as a utility", (all) => ({ ...all, message: { text: "x" } })],
    ["a template of WhatsApp", (all) => ({ ...all, type: "template" })],
    ["a language without its wrap", change("language", "fr_FR")],
    [
      "a parameter without its text",
      change("components", [{ type: "body", parameters: [{ type: "text" }] }]),
    ],
    ["a part that is none", change("components", [{ type: "song", parameters: [] }])],
  ])("the referee bites: %s", async (_name, spoil) => {
    expect(judge("Request", spoil(await sent()))).toBe(false);
  });
});

const change = (field: string, value: unknown) => (all: Record<string, unknown>) => {
  const copy = structuredClone(all);
  Object.assign(Object(copy)["message"].template, { [field]: value });
  return copy;
};

test("what our simulated Messenger answers and calls is what Meta describes", async () => {
  await using end = await FarEnd.open();
  const schedule = handSchedule();
  const simulator = await startMessengerSimulator({
    callbackUrl: end.url,
    secrets,
    schedule,
    people: createPeople(promptHabits, {
      [ANA]: { answer: { text: "1", afterMs: 60 } },
      [BOB]: { reachable: false },
    }),
  });
  const wire = createWire({ reach: "loopback" });
  const url = `${simulator.url}/v25.0/${PAGE}/messages`;
  const ask = async (json: object, bearer = secrets.token) =>
    (await wire.request({ method: "POST", url, json, secret: { bearer } })).json;
  for (const kind of ["utility", "text"]) {
    const request = await sent({}, { message: kind });
    expect(judge("Answer", await ask(request))).toBe(true);
    const refusals = [
      await ask({ ...request, recipient: { id: BOB } }),
      await ask({ ...request, messaging_type: kind === "text" ? "UTILITY" : "UPDATE" }),
      await ask(request, "another-token"),
    ];
    for (const refusal of refusals) {
      expect(judge("Error", refusal)).toBe(true);
      expect(judge("Answer", refusal)).toBe(false);
    }
  }
  schedule.pass(60_000);
  await until(() => simulator.waiting() === 0);
  await Promise.all([wire.close(), simulator.stop()]);
  const calls = end.seen.map(({ body }) => JSON.parse(body));
  for (const call of calls) {
    expect(judge("Webhook", call)).toBe(true);
    expect(judge("Webhook", { ...call, object: "instagram" })).toBe(false);
    const [entry] = call.entry;
    const twice = { ...entry, messaging: [...entry.messaging, ...entry.messaging] };
    expect(judge("Webhook", { ...call, entry: [twice] })).toBe(false);
    expect(judge("Webhook", { ...call, entry: [{ ...entry, time: 0 }] })).toBe(false);
  }
  const kinds = calls
    .flatMap(({ entry }) => entry)
    .flatMap(({ messaging }) => Object.keys(messaging[0]));
  expect(kinds).toEqual(expect.arrayContaining(["message", "delivery", "read"]));
});
