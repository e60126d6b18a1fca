import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Heard } from "../../src/domain/outcome.ts";
import { createWire } from "../../src/lib/wire.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import type { Simulator, SimulatorOptions } from "../../src/simulators/simulator.ts";
import { startSmtpSimulator } from "../../src/simulators/smtp.ts";
import { startTwilioSimulator } from "../../src/simulators/twilio.ts";
import { startWebhookSimulator } from "../../src/simulators/webhook-receiver.ts";
import { startWhatsAppSimulator } from "../../src/simulators/whatsapp-cloud.ts";
import { transportOf, transports } from "../../src/transports/index.ts";
import { FarEnd } from "../kits/far-end.ts";
import { aCallback, aMessage } from "../kits/message.ts";
import { until } from "../kits/until.ts";

const now = () => Date.parse("2026-03-01T10:00:00Z");

type Pair = {
  kind: string;
  start(options: SimulatorOptions): Promise<Simulator>;
  secrets: Record<string, string>;
  settings(simulator: Simulator): Record<string, unknown>;
  facts: string[];
};

const PAIRS: Pair[] = [
  {
    kind: "whatsapp-cloud",
    start: startWhatsAppSimulator,
    secrets: { token: "token-of-the-test", appSecret: "app-secret-of-the-test" },
    settings: ({ url }) => ({
      base: url,
      phoneNumberId: "106540352242922",
      template: "crisis_notice",
      verifyToken: "verify-token-of-the-test",
    }),
    facts: ["delivered", "read", "sent"],
  },
  {
    kind: "twilio-sms",
    start: startTwilioSimulator,
    secrets: { authToken: "auth-token-of-the-test" },
    settings: ({ url }) => ({
      base: url,
      accountSid: `AC${"a".repeat(32)}`,
      sender: "+15550006666",
    }),
    facts: ["delivered", "sent"],
  },
  {
    kind: "smtp-email",
    start: startSmtpSimulator,
    secrets: { inboundKey: "an-inbound-key-of-the-test" },
    settings: ({ url }) => ({
      host: "127.0.0.1",
      port: Number(new URL(url).port),
      security: "none",
      fromName: "Town",
      from: "crisis@town.example",
    }),
    facts: [],
  },
  {
    kind: "signed-webhook",
    start: startWebhookSimulator,
    secrets: { key: "a-key-of-at-least-sixteen" },
    settings: ({ url }) => ({ url }),
    facts: ["delivered", "read", "sent"],
  },
];

/** Sends to somebody who answers and to somebody who is not there, and hears what is told. */
async function live(pair: Pair, conduct: SimulatorOptions["conduct"] = {}) {
  await using end = await FarEnd.open();
  const transport = transportOf(pair.kind);
  if (!transport?.hear || !transport.verify) throw new Error(`${pair.kind} hears nothing.`);
  const { example } = transport.address;
  const absent = example.replace(/.(@|$)/, "9$1");
  const schedule = handSchedule();
  const people = createPeople(promptHabits, {
    [example]: { answer: { text: "1", afterMs: 60 } },
    [absent]: { reachable: false },
  });
  const callbackUrl = `${end.url}/hooks/1`;
  const { secrets } = pair;
  const simulator = await pair.start({ callbackUrl, secrets, schedule, people, now, conduct });
  const wire = createWire({ reach: "loopback" });
  const settings = transport.settings.parse({ ...pair.settings(simulator), ...secrets });
  const here = aMessage({ callbackUrl, reference: "t1-1-0-1", at: now() });
  const outcomes = [
    await transport.send(here, example, settings, wire),
    await transport.send({ ...here, reference: "t1-2-0-1" }, absent, settings, wire),
  ];
  schedule.pass(1_000);
  await until(() => simulator.waiting() === 0);
  await simulator.stop();
  await wire.close();
  const heard: Heard[] = [];
  for (const { url, headers, body } of end.seen) {
    const address = new URL(url, end.url);
    const callback = aCallback({
      url: address.href,
      query: address.searchParams,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, String(value)]),
      ),
      body: Buffer.from(body),
      receivedAt: now(),
    });
    expect(transport.verify(callback, settings)).toBe(true);
    heard.push(...(await transport.hear(callback, settings)));
  }
  return { outcomes, heard, received: simulator.received, example };
}

/** Nobody to rehearse with: the referee, or the platform's own table of errors, judges these. */
const JUDGES: Readonly<Record<string, string>> = {
  telegram: "test/referees/telegram.test.ts",
  "signal-cli": "test/referees/signal.test.ts",
  "vonage-sms": "src/transports/vonage-sms.test.ts",
  ntfy: "src/transports/ntfy.test.ts",
  "slack-webhook": "src/transports/slack-webhook.test.ts",
  "discord-webhook": "src/transports/discord-webhook.test.ts",
  "teams-workflow": "src/transports/teams-workflow.test.ts",
};

test("each transport of the catalogue has a provider to rehearse with, or a judge", () => {
  const tried = [...PAIRS.map(({ kind }) => kind), ...Object.keys(JUDGES)];
  expect(tried.sort()).toEqual(transports.map(({ kind }) => kind).sort());
});

test.each(Object.entries(JUDGES))("%s is judged by %s", (kind, path) => {
  const judge = readFileSync(join(import.meta.dirname, "../..", path), "utf8");
  expect(judge).toContain(`/${kind}.ts"`);
});

describe.each(PAIRS)("$kind and its simulated provider", (pair) => {
  test("sent, received, reported, answered", async () => {
    const { outcomes, heard, received, example } = await live(pair);
    expect(outcomes).toMatchObject([{ kind: "accepted" }, { kind: "accepted" }]);
    expect(received.summary()).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(received.textsOf(example)[0]?.trim()).toBe(aMessage().body);
    const facts = heard.flatMap((item) =>
      item.kind === "receipt" && item.reference === "t1-1-0-1" ? [item.fact] : [],
    );
    expect(facts.sort()).toEqual(pair.facts);
    const refusals = heard.filter(({ kind }) => kind === "refusal");
    expect(refusals).toMatchObject([{ reference: "t1-2-0-1", blame: "address" }]);
    const replies = heard.filter(({ kind }) => kind === "reply");
    expect(replies).toMatchObject([{ from: example, body: "1" }]);
  });

  test("R3 an answer that is lost is unknown, and its receipts still find their message", async () => {
    const { outcomes, heard, received } = await live(pair, { loseAnswers: 1 });
    expect(outcomes).toMatchObject([{ kind: "unknown" }, { kind: "unknown" }]);
    expect(received.summary()).toMatchObject({ accepted: 2, duplicates: 0 });
    const references = heard.flatMap((item) => ("reference" in item ? [item.reference] : []));
    expect(references).toContain("t1-2-0-1");
  });
});
