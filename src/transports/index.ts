import { discordWebhook } from "./discord-webhook.ts";
import { messenger } from "./messenger.ts";
import { ntfy } from "./ntfy.ts";
import { signalCli } from "./signal-cli.ts";
import { signedWebhook } from "./signed-webhook.ts";
import { slackWebhook } from "./slack-webhook.ts";
import { smpp } from "./smpp.ts";
import { smtpEmail } from "./smtp-email.ts";
import { teamsWorkflow } from "./teams-workflow.ts";
import { telegram } from "./telegram.ts";
import type { Transport } from "./transport.ts";
import { twilioSms } from "./twilio-sms.ts";
import { twilioVoice } from "./twilio-voice.ts";
import { twilioWhatsApp } from "./twilio-whatsapp.ts";
import { vonageSms } from "./vonage-sms.ts";
import { webPush } from "./web-push.ts";
import { whatsAppCloud } from "./whatsapp-cloud.ts";

/** Every way to reach people. A new one is added here, and nowhere else. */
export const transports: readonly Transport[] = [
  whatsAppCloud,
  twilioSms,
  twilioWhatsApp,
  twilioVoice,
  vonageSms,
  smpp,
  messenger,
  telegram,
  signalCli,
  smtpEmail,
  webPush,
  ntfy,
  slackWebhook,
  discordWebhook,
  teamsWorkflow,
  signedWebhook,
];

export const transportOf = (kind: string): Transport | null =>
  transports.find((transport) => transport.kind === kind) ?? null;
