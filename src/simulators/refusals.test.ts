import { expect, test } from "vitest";
import { type Ask, createWire } from "../lib/wire.ts";
import { startDiscordSimulator } from "./discord-webhook.ts";
import { startNtfySimulator } from "./ntfy.ts";
import { startSignalSimulator } from "./signal-cli.ts";
import type { Simulator, SimulatorOptions } from "./simulator.ts";
import { startSlackSimulator } from "./slack-webhook.ts";
import { startTeamsSimulator } from "./teams-workflow.ts";
import { startTelegramSimulator } from "./telegram.ts";
import { startVonageSimulator } from "./vonage-sms.ts";

type Start = (options: SimulatorOptions) => Promise<Simulator>;

/** Asks a provider, in the mood of `options`, and gives back what it answers. */
async function answerOf(start: Start, options: SimulatorOptions, ask: Partial<Ask>) {
  const simulator = await start(options);
  const wire = createWire({ reach: "loopback" });
  const { url = "/", ...rest } = ask;
  const answer = await wire.request({ method: "POST", ...rest, url: simulator.url + url });
  await wire.close();
  await simulator.stop();
  const { status, json, text } = answer;
  return { status, json, text, refused: simulator.received.summary().refused };
}

const botToken = `123456789:AAF${"x".repeat(32)}`;
const bot = `/bot${botToken}/sendMessage`;
const chat = { chat_id: 123456789, text: "Hello" };

test.each<[name: string, ask: Partial<Ask>, code: number, description: string]>([
  ["another token", { url: bot.replace("AAF", "AAG"), json: chat }, 401, "Unauthorized"],
  ["no such method", { url: bot.replace("sendMessage", "sing"), json: chat }, 404, "method"],
  ["no chat", { url: bot, json: { text: "Hello" } }, 400, "chat_id"],
  ["a chat in words", { url: bot, json: { ...chat, chat_id: "Max" } }, 400, "chat not found"],
  ["nothing to say", { url: bot, json: { ...chat, text: " " } }, 400, "empty"],
  ["too much to say", { url: bot, json: { ...chat, text: "x".repeat(4_097) } }, 400, "too long"],
])("Telegram refuses %s", async (_name, ask, code, description) => {
  const given = { secrets: { token: botToken } };
  const answer = await answerOf(startTelegramSimulator, given, ask);
  expect(answer).toMatchObject({ status: code, json: { ok: false, error_code: code }, refused: 1 });
  expect(answer.text).toContain(description);
});

test("Telegram says how long to wait", async () => {
  const conduct = { state: "erring", errorCode: 429 } as const;
  const answer = await answerOf(startTelegramSimulator, { conduct }, { url: bot, json: chat });
  expect(answer).toMatchObject({ status: 429, json: { parameters: { retry_after: 1 } } });
});

const letter = { number: "+33700000001", recipients: ["+33612345678"], message: "Hello" };
const signal = { url: "/v2/send", secret: { bearer: "token-of-the-test" }, json: letter };

test.each<[name: string, ask: Partial<Ask>, status: number]>([
  ["another token", { ...signal, secret: { bearer: "another" } }, 401],
  ["another path", { ...signal, url: "/v1/send" }, 404],
  ["two people at once", { ...signal, json: { ...letter, recipients: ["+1", "+2"] } }, 400],
])("a Signal gateway refuses %s", async (_name, ask, status) => {
  const given = { secrets: { token: "token-of-the-test" } };
  expect(await answerOf(startSignalSimulator, given, ask)).toMatchObject({ status, refused: 1 });
});

test("a Signal gateway asks for a human, and its health can be asked", async () => {
  const conduct = { state: "erring", errorCode: 429 } as const;
  const asked = await answerOf(startSignalSimulator, { conduct }, signal);
  expect(asked).toMatchObject({ status: 429, json: { challenge_tokens: ["simulated-challenge"] } });
  const health = await answerOf(startSignalSimulator, {}, { method: "GET", url: "/v1/health" });
  expect(health).toMatchObject({ status: 204, refused: 0 });
});

const published = { topic: "town", message: "Hello" };

test.each<[name: string, ask: Partial<Ask>, code: number]>([
  ["no token", { json: published }, 40_301],
  ["no JSON", { text: "Hello", secret: { bearer: "token-of-the-test" } }, 40_024],
  [
    "a topic with spaces",
    { json: { ...published, topic: "our town" }, secret: { bearer: "token-of-the-test" } },
    40_009,
  ],
  [
    "a topic of its own",
    { json: { ...published, topic: "docs" }, secret: { bearer: "token-of-the-test" } },
    40_010,
  ],
])("ntfy refuses %s", async (_name, ask, code) => {
  const given = { secrets: { token: "token-of-the-test" } };
  const answer = await answerOf(startNtfySimulator, given, ask);
  expect(answer).toMatchObject({ status: Math.floor(code / 100), json: { code }, refused: 1 });
});

test("ntfy makes a file of what is too long, and that is all that people see", async () => {
  const json = { ...published, message: "é".repeat(2_049) };
  const answer = await answerOf(startNtfySimulator, {}, { json });
  expect(answer).toMatchObject({ json: { message: "You received a file: attachment.txt" } });
});

const hook = "/services/T1/B1/token-of-the-test";

test.each<[name: string, ask: Partial<Ask>, status: number, word: string]>([
  ["another address", { url: "/services/T1", json: { text: "Hello" } }, 404, "no_service"],
  ["another token", { url: `${hook}s`, json: { text: "Hello" } }, 403, "invalid_token"],
  ["no JSON", { url: hook, text: "Hello" }, 400, "invalid_payload"],
  ["nothing to say", { url: hook, json: {} }, 400, "no_text"],
])("Slack refuses %s", async (_name, ask, status, word) => {
  const given = { secrets: { tail: "token-of-the-test" } };
  expect(await answerOf(startSlackSimulator, given, ask)).toMatchObject({ status, text: word });
});

test("what Slack reads as a command calls the room", async () => {
  const simulator = await startSlackSimulator();
  const wire = createWire({ reach: "loopback" });
  const url = simulator.url + hook;
  await wire.request({ method: "POST", url, json: { text: "<!channel> &lt;!here&gt;" } });
  await wire.close();
  await simulator.stop();
  expect(simulator.received.textsOf("T1/B1")).toEqual(["@channel <!here>"]);
});

const room = "/api/webhooks/123/token-of-the-test";

test.each<[name: string, ask: Partial<Ask>, status: number, code: number]>([
  ["another room", { url: "/api/webhooks/x", json: { content: "Hello" } }, 404, 10_015],
  ["another token", { url: `${room}s`, json: { content: "Hello" } }, 401, 50_027],
  ["nothing to say", { url: room, json: { content: "" } }, 400, 50_006],
  ["too much to say", { url: room, json: { content: "x".repeat(2_001) } }, 400, 50_035],
])("Discord refuses %s", async (_name, ask, status, code) => {
  const given = { secrets: { token: "token-of-the-test" } };
  const answer = await answerOf(startDiscordSimulator, given, ask);
  expect(answer).toMatchObject({ status, json: { code }, refused: 1 });
});

test("Discord shows what it stored only to those who wait", async () => {
  const json = { content: "Hello" };
  const quick = await answerOf(startDiscordSimulator, {}, { url: room, json });
  expect(quick).toMatchObject({ status: 204, text: "" });
  const patient = await answerOf(startDiscordSimulator, {}, { url: `${room}?wait=true`, json });
  expect(patient).toMatchObject({ status: 200, json: { content: "Hello", webhook_id: "123" } });
});

const flow = "/workflows/1/invoke?sig=sig-of-the-test";

test.each<[name: string, ask: Partial<Ask>, status: number, code: string]>([
  ["another signature", { url: `${flow}s`, json: {} }, 401, "DirectApiAuthorizationRequired"],
  ["what is no card", { url: flow, json: { text: "Hello" } }, 400, "TriggerInputSchemaMismatch"],
  ["a card too large", { url: flow, text: "x".repeat(28_001) }, 413, "RequestEntityTooLarge"],
])("a flow of Teams refuses %s", async (_name, ask, status, code) => {
  const given = { secrets: { sig: "sig-of-the-test" } };
  const answer = await answerOf(startTeamsSimulator, given, ask);
  expect(answer).toMatchObject({ status, json: { error: { code } }, refused: 1 });
});

const sms = { from: "Town", to: "33612345678", text: "Hello", api_secret: "secret-of-the-test" };

test.each<[name: string, form: Record<string, string>, status: string]>([
  ["another secret", { ...sms, api_secret: "another" }, "4"],
  ["nothing to say", { ...sms, text: "" }, "2"],
  ["a number in words", { ...sms, to: "Max" }, "3"],
  ["a reference too long", { ...sms, "client-ref": "x".repeat(41) }, "22"],
])("Vonage refuses %s, with a 200", async (_name, form, status) => {
  const given = { secrets: { apiSecret: "secret-of-the-test" } };
  const answer = await answerOf(startVonageSimulator, given, { url: "/sms/json", form });
  expect(answer).toMatchObject({ status: 200, json: { messages: [{ status }] }, refused: 1 });
});

test("Vonage counts the parts, and spoils letters that were not announced", async () => {
  const simulator = await startVonageSimulator();
  const wire = createWire({ reach: "loopback" });
  const url = `${simulator.url}/sms/json`;
  const long = { ...sms, text: `${"x".repeat(160)}ç` };
  const plain = await wire.request({ method: "POST", url, form: long });
  const wide = await wire.request({ method: "POST", url, form: { ...long, type: "unicode" } });
  await wire.close();
  await simulator.stop();
  expect(plain).toMatchObject({ json: { "message-count": "2" } });
  expect(wide).toMatchObject({ json: { "message-count": "3" } });
  const [spoilt, whole] = simulator.received.textsOf("+33612345678");
  expect([spoilt?.at(-1), whole?.at(-1)]).toEqual(["?", "ç"]);
});
