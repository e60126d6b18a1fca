import { discordWebhook } from "./discord-webhook.ts";
import { ntfy } from "./ntfy.ts";
import { signalCli } from "./signal-cli.ts";
import { signedWebhook } from "./signed-webhook.ts";
import { slackWebhook } from "./slack-webhook.ts";
import { smtpEmail } from "./smtp-email.ts";
import { teamsWorkflow } from "./teams-workflow.ts";
import { telegram } from "./telegram.ts";
import type { Transport } from "./transport.ts";
import { twilioSms } from "./twilio-sms.ts";
import { vonageSms } from "./vonage-sms.ts";
import { whatsAppCloud } from "./whatsapp-cloud.ts";

/** Every way to reach people. A new one is added here, and nowhere else. */
export const transports: readonly Transport[] = [
  whatsAppCloud,
  twilioSms,
  vonageSms,
  telegram,
  signalCli,
  smtpEmail,
  ntfy,
  slackWebhook,
  discordWebhook,
  teamsWorkflow,
  signedWebhook,
];

export const transportOf = (kind: string): Transport | null =>
  transports.find((transport) => transport.kind === kind) ?? null;
