import type { Outcome } from "../../src/domain/outcome.ts";
import { startDiscordSimulator } from "../../src/simulators/discord-webhook.ts";
import { startMessengerSimulator } from "../../src/simulators/messenger.ts";
import { startNtfySimulator } from "../../src/simulators/ntfy.ts";
import { startSignalSimulator } from "../../src/simulators/signal-cli.ts";
import type { Simulator, SimulatorOptions } from "../../src/simulators/simulator.ts";
import { startSlackSimulator } from "../../src/simulators/slack-webhook.ts";
import { startSmscSimulator } from "../../src/simulators/smsc.ts";
import { startSmtpSimulator } from "../../src/simulators/smtp.ts";
import { startTeamsSimulator } from "../../src/simulators/teams-workflow.ts";
import { startTelegramSimulator } from "../../src/simulators/telegram.ts";
import { startTwilioSimulator, startTwilioWhatsAppSimulator } from "../../src/simulators/twilio.ts";
import { startTwilioVoiceSimulator } from "../../src/simulators/twilio-voice.ts";
import { startVonageSimulator } from "../../src/simulators/vonage-sms.ts";
import { pushSubscription, startWebPushSimulator } from "../../src/simulators/web-push.ts";
import { startWebhookSimulator } from "../../src/simulators/webhook-receiver.ts";
import { startWhatsAppSimulator } from "../../src/simulators/whatsapp-cloud.ts";
import type { Message } from "../../src/transports/transport.ts";

/** A transport and the provider it rehearses with. */
export type Pair = {
  kind: string;
  start(options: SimulatorOptions): Promise<Simulator>;
  secrets: Record<string, string>;
  /** What the channel is told, its secrets included where they have another form there. */
  settings(simulator: Simulator): Record<string, unknown>;
  /** What the provider tells of a message that arrives and is read. */
  facts: string[];
  /** Whether people can answer there and the provider calls us about it. */
  replies: boolean;
  /** What somebody reads who is there. */
  shown(message: Message): string;
  /** The provider's own name for the example of an address, where it has another one. */
  name?: string;
  /** Somebody who is not there, and what the provider says of that at once. */
  absent?: { address: string; outcome: Partial<Outcome> };
};

const body = (message: Message): string => message.body;
const titled = ({ heading, body: text }: Message): string => `${heading}\n${text}`;
const taken: Partial<Outcome> = { kind: "accepted" };
const silent = { facts: [], replies: false };

const REPORTING: Pair[] = [
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
    replies: true,
    shown: body,
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
    replies: true,
    shown: body,
  },
  {
    kind: "twilio-whatsapp",
    start: startTwilioWhatsAppSimulator,
    secrets: { authToken: "auth-token-of-the-test" },
    settings: ({ url }) => ({
      base: url,
      accountSid: `AC${"a".repeat(32)}`,
      sender: "+15550006666",
      contentFr: `HX${"b".repeat(32)}`,
    }),
    facts: ["delivered", "read", "sent"],
    replies: true,
    shown: body,
  },
  {
    kind: "twilio-voice",
    start: startTwilioVoiceSimulator,
    secrets: { authToken: "auth-token-of-the-test" },
    settings: ({ url }) => ({
      base: url,
      accountSid: `AC${"a".repeat(32)}`,
      caller: "+15550006666",
    }),
    // Somebody picked up; they pressed a key; the call ended.
    facts: ["delivered", "delivered", "sent"],
    replies: true,
    shown: body,
  },
  {
    kind: "vonage-sms",
    start: startVonageSimulator,
    secrets: { apiSecret: "api-secret-of-the-test", signatureSecret: "signature-secret" },
    settings: ({ url }) => ({ base: url, apiKey: "abcd1234", sender: "+33700000001" }),
    facts: ["accepted", "delivered"],
    replies: true,
    shown: body,
  },
  {
    kind: "smpp",
    start: startSmscSimulator,
    secrets: { systemId: "town", password: "pass-1" },
    settings: ({ url }) => ({
      host: "127.0.0.1",
      port: Number(/\d+$/.exec(url)?.[0]),
      security: "none",
      sender: "Town",
    }),
    facts: ["delivered"],
    replies: true,
    shown: body,
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
    replies: true,
    shown: body,
  },
  {
    kind: "signed-webhook",
    start: startWebhookSimulator,
    secrets: { key: "a-key-of-at-least-sixteen" },
    settings: ({ url }) => ({ url }),
    facts: ["delivered", "read", "sent"],
    replies: true,
    shown: body,
  },
];

const botToken = `123456789:AAF${"x".repeat(32)}`;
const tail = "token-of_the-test-0123456789";

const AT_ONCE: Pair[] = [
  {
    kind: "messenger",
    start: startMessengerSimulator,
    secrets: { token: "token-of-the-test", appSecret: "app-secret-of-the-test" },
    settings: ({ url }) => ({
      base: url,
      pageId: "1234567890",
      template: "crisis_notice",
      verifyToken: "verify-token-of-the-test",
    }),
    facts: ["delivered", "read"],
    replies: true,
    shown: body,
    absent: {
      address: "9876543210987654",
      outcome: { kind: "rejected", why: "Messenger 551/1545041" },
    },
  },
  {
    kind: "telegram",
    start: startTelegramSimulator,
    secrets: { token: botToken, webhookSecret: "a-webhook-secret_of-the-test" },
    settings: ({ url }) => ({ base: url }),
    facts: [],
    replies: true,
    shown: body,
    absent: { address: "987654321", outcome: { kind: "unsubscribed" } },
  },
  {
    kind: "signal-cli",
    start: startSignalSimulator,
    secrets: { token: "token-of-the-test" },
    settings: ({ url }) => ({ base: url, number: "+33700000001" }),
    ...silent,
    shown: body,
    absent: {
      address: "+33612345679",
      outcome: { kind: "rejected", why: "Signal: unregistered user" },
    },
  },
  {
    kind: "web-push",
    start: startWebPushSimulator,
    secrets: {},
    settings: ({ url }) => ({
      base: url,
      contact: "mailto:ops@example.org",
      privateKey: "jpbfRX9M9-FMvYEot6bXPEtCFNvLSR1IWd834Gqt6QM",
    }),
    ...silent,
    shown: titled,
    name: "ana",
    absent: {
      address: pushSubscription("gone-1"),
      outcome: { kind: "rejected", why: "subscription gone" },
    },
  },
  {
    kind: "ntfy",
    start: startNtfySimulator,
    secrets: { token: "token-of-the-test" },
    settings: ({ url }) => ({ base: url }),
    ...silent,
    shown: titled,
    absent: { address: "nobody-listens", outcome: taken },
  },
  {
    kind: "slack-webhook",
    start: startSlackSimulator,
    secrets: { tail },
    settings: ({ url }) => ({ url: `${url}/services/T1/B1/${tail}` }),
    ...silent,
    shown: ({ heading, body: text }) => `${heading}\n\n${text}`,
    name: "T1/B1",
    absent: { address: "empty-room", outcome: taken },
  },
  {
    kind: "discord-webhook",
    start: startDiscordSimulator,
    secrets: { token: tail },
    settings: ({ url }) => ({ url: `${url}/api/webhooks/1234567890/${tail}` }),
    ...silent,
    shown: titled,
    name: "1234567890",
    absent: { address: "empty-room", outcome: taken },
  },
  {
    kind: "teams-workflow",
    start: startTeamsSimulator,
    secrets: { sig: tail },
    settings: ({ url }) => ({ url: `${url}/workflows/1/triggers/manual/invoke?sig=${tail}` }),
    ...silent,
    shown: titled,
    name: "/workflows/1/triggers/manual/invoke",
    absent: { address: "empty-room", outcome: taken },
  },
];

/** Every transport of the catalogue, with its provider. */
export const PAIRS: readonly Pair[] = [...REPORTING, ...AT_ONCE];
