import { IncomingWebhook } from "@slack/webhook";
import { expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import type { Conduct } from "../../src/simulators/conduct.ts";
import { startSlackSimulator } from "../../src/simulators/slack-webhook.ts";
import { slackWebhook } from "../../src/transports/slack-webhook.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aMessage } from "../kits/message.ts";

const path = "/services/T0001/B0001/XyZ0123456789abcdefghijk";

/** Slack's own client against our simulated Slack. */
async function said(message: string | object, conduct: Partial<Conduct> = {}, at = path) {
  const simulator = await startSlackSimulator({ conduct });
  try {
    const { text } = await new IncomingWebhook(simulator.url + at).send(message);
    return { text, room: simulator.received.textsOf("T0001/B0001") };
  } catch (cause) {
    return {
      code: Object(cause).code,
      status: Object(cause).statusCode ?? null,
      body: Object(cause).body,
    };
  } finally {
    await simulator.stop();
  }
}

test("Slack's own client is answered as Slack answers it", async () => {
  expect(await said("Panne &lt;générale&gt;")).toEqual({ text: "ok", room: ["Panne <générale>"] });
  const blocks = [{ type: "section", text: { type: "plain_text", text: "x" } }];
  expect(await said({ text: "Panne", blocks, unfurl_links: false })).toMatchObject({ text: "ok" });
  expect(await said({ blocks })).toMatchObject({ text: "ok" });
});

test.each<[string, string | object, Partial<Conduct>, number, string]>([
  ["no text", {}, {}, 400, "no_text"],
  ["nothing but air", { text: "" }, {}, 400, "no_text"],
  ["a text that is none", { text: 7 }, {}, 400, "invalid_payload"],
  ["too fast", "x", { perSecondMax: 0 }, 429, "rate_limited"],
  ["Slack is down", "x", { state: "erring", errorCode: 500 }, 500, "rollup_error"],
  ["the room is closed", "x", { state: "erring", errorCode: 410 }, 410, "channel_is_archived"],
])("it understands a refusal as one: %s", async (_name, message, conduct, status, word) => {
  const refused = await said(message, conduct);
  expect(refused).toMatchObject({ code: "slack_webhook_http_error", status, body: word });
});

test("a webhook that is gone, and nobody at the other end", async () => {
  expect(await said("x", {}, "/services/T0001")).toMatchObject({ status: 404, body: "no_service" });
  const refused = await said("x", { state: "refusing" });
  expect(refused).toMatchObject({ code: "slack_webhook_request_error" });
});

/** What two clients put on the wire for the same message. */
async function requestOf(send: (url: string) => Promise<unknown>) {
  await using end = await FarEnd.open();
  end.behaviour = { status: 200, body: "ok" };
  await send(end.url + path);
  const [seen] = end.seen;
  const { "content-type": type } = seen?.headers ?? {};
  return { method: seen?.method, url: seen?.url, type, json: JSON.parse(seen?.body ?? "") };
}

test("what we put on the wire is what Slack's client puts there for the same words", async () => {
  const wire = createWire({ reach: "loopback" });
  const ours = await requestOf(
    async (url) => await slackWebhook.send(aMessage(), "crisis-room", { url }, wire),
  );
  await wire.close();
  const theirs = await requestOf(async (url) => await new IncomingWebhook(url).send(ours.json));
  expect(ours).toEqual(theirs);
});
