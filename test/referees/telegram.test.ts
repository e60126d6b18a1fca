import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { startNetworksSimulator } from "../../src/simulators/networks.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { startTelegramSimulator } from "../../src/simulators/telegram.ts";
import { telegramChannel } from "../../src/transports/outlet-telegram.ts";
import { telegram } from "../../src/transports/telegram.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aCallback, aMessage } from "../kits/message.ts";
import { aPost } from "../kits/outlet-kit.ts";
import { until } from "../kits/until.ts";
import { refereeText } from "./referee.ts";

type Listed = {
  fields?: { name: string; types: string[]; required: boolean }[];
  subtypes?: string[];
};

const text = refereeText("telegram-bot-api.json");
const api: { methods: Record<string, Listed>; types: Record<string, Listed> } | null =
  text === null ? null : JSON.parse(text);
const here = describe.runIf(api !== null);

const PLAIN: Readonly<Record<string, string>> = {
  Integer: "integer",
  Float: "number",
  String: "string",
  Boolean: "boolean",
};

function schemaOf(type: string): object {
  const list = /^Array of (.+)$/.exec(type)?.[1];
  if (list !== undefined) return { type: "array", items: schemaOf(list) };
  const plain = PLAIN[type];
  return plain === undefined ? { $ref: `telegram#/types/${type}` } : { type: plain };
}

/** The specification lists fields with their types; as a schema, what is not listed is a mistake. */
function objectOf({ fields = [], subtypes }: Listed): object {
  if (subtypes) return { anyOf: subtypes.map(schemaOf) };
  return {
    type: "object",
    properties: Object.fromEntries(
      fields.map(({ name, types }) => [name, { anyOf: types.map(schemaOf) }]),
    ),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function referee({ methods, types }: NonNullable<typeof api>) {
  const drawn = (all: Record<string, Listed>) =>
    Object.fromEntries(Object.entries(all).map(([name, listed]) => [name, objectOf(listed)]));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "telegram", methods: drawn(methods), types: drawn(types) });
  return (name: string, value: unknown): boolean => {
    const judge = ajv.getSchema(`telegram#/${name}`);
    if (!judge) throw new Error(`The referee knows no ${name}.`);
    return judge(value) === true;
  };
}

/** One for all: reading the specification takes longer than judging by it. */
const judge = api ? referee(api) : () => false;

const settingsAt = (base: string) =>
  telegram.settings.parse({
    base,
    token: `123456789:AAF${"x".repeat(32)}`,
    webhookSecret: "a-webhook-secret_of-the-test",
  });

async function bodySent(to: string): Promise<Record<string, unknown>> {
  await using end = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  await telegram.send(aMessage(), to, settingsAt(end.url), wire);
  await wire.close();
  expect(end.seen[0]?.url).toBe(`/bot123456789:AAF${"x".repeat(32)}/sendMessage`);
  return JSON.parse(end.seen[0]?.body ?? "");
}

here("Telegram's specification as a referee", () => {
  test.each(["123456789", "-1001234567890", "@clairval_alerts"])(
    "our body to %s fits",
    async (to) => {
      expect(judge("methods/sendMessage", await bodySent(to))).toBe(true);
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ["an unknown field", { texts: "x" }],
    ["a text that is none", { text: 7 }],
    ["a preview in words", { link_preview_options: { is_disabled: "yes" } }],
    ["no chat", { chat_id: null }],
  ])("bites: %s", async (_name, change) => {
    expect(judge("methods/sendMessage", { ...(await bodySent("123456789")), ...change })).toBe(
      false,
    );
  });

  test("an update that fits is understood", async () => {
    const chat = { id: 123456789, type: "private", first_name: "Max" };
    const from = { id: 123456789, is_bot: false, first_name: "Max" };
    const message = { message_id: 9, date: 1_772_359_200, chat, from, text: "1" };
    const update = { update_id: 700, message };
    expect(judge("types/Update", update)).toBe(true);
    expect(judge("types/Update", { ...update, update_id: "700" })).toBe(false);
    const body = Buffer.from(JSON.stringify(update));
    const heard = await telegram.hear?.(aCallback({ body }), settingsAt("https://a.example"));
    expect(heard).toMatchObject([{ kind: "reply", from: "123456789", body: "1" }]);
  });
});

here("what our simulated Telegram says, judged by the specification", () => {
  async function said(to: string) {
    await using end = await FarEnd.open();
    const schedule = handSchedule();
    const simulator = await startTelegramSimulator({
      callbackUrl: end.url,
      schedule,
      people: createPeople(promptHabits, { [to]: { answer: { text: "1", afterMs: 60 } } }),
    });
    const wire = createWire({ reach: "loopback" });
    const url = `${simulator.url}/bot123456789:AAF/sendMessage`;
    const { json } = await wire.request({
      method: "POST",
      url,
      json: { chat_id: to, text: "Hello" },
    });
    const me = await wire.request({ method: "GET", url: url.replace("sendMessage", "getMe") });
    schedule.pass(1_000);
    await until(() => simulator.waiting() === 0);
    await wire.close();
    await simulator.stop();
    return {
      sent: Object(json),
      me: Object(me.json),
      updates: end.seen.map(({ body }) => JSON.parse(body)),
    };
  }

  test.each(["123456789", "-1001234567890", "@clairval_alerts"])("to %s", async (to) => {
    const { sent, me, updates } = await said(to);
    expect(judge("types/Message", sent.result)).toBe(true);
    expect(judge("types/User", me.result)).toBe(true);
    expect(updates).toHaveLength(1);
    expect(judge("types/Update", updates[0])).toBe(true);
  });

  test("the referee bites", async () => {
    const { sent, updates } = await said("123456789");
    expect(judge("types/Message", { ...sent.result, chat: { id: "1" } })).toBe(false);
    expect(judge("types/Update", { ...updates[0], update_id: null })).toBe(false);
  });
});

here("posts in a channel, judged by the specification", () => {
  const settings = (base: string) =>
    telegramChannel.settings.parse({
      base,
      token: `123456789:AAF${"x".repeat(32)}`,
      channel: "@clairval",
    });

  test("what we say and change fits, and so does what our simulator answers", async () => {
    await using end = await FarEnd.open();
    const networks = await startNetworksSimulator();
    const wire = createWire({ reach: "loopback" });
    await telegramChannel.say(aPost(), settings(end.url), wire);
    await telegramChannel.change?.(aPost(), "12", settings(end.url), wire);
    const bodies = end.seen.map(({ body }) => JSON.parse(body));
    const verbs = end.seen.map(({ url }) => url.split("/").at(-1));
    expect(verbs).toEqual(["sendMessage", "editMessageText"]);
    for (const [at, verb] of verbs.entries()) {
      expect(judge(`methods/${verb}`, bodies[at])).toBe(true);
      expect(judge(`methods/${verb}`, { ...bodies[at], text: null })).toBe(false);
      const url = `${networks.url}/bot1:x/${verb}`;
      const json = { ...bodies[at], message_id: 7_000, text: `Nouvelle ${at}` };
      const answer = await wire.request({ method: "POST", url, json });
      expect(judge("types/Message", Object(answer.json).result)).toBe(true);
    }
    await Promise.all([wire.close(), networks.stop()]);
  });
});
