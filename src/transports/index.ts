import { signedWebhook } from "./signed-webhook.ts";
import { smtpEmail } from "./smtp-email.ts";
import type { Transport } from "./transport.ts";
import { twilioSms } from "./twilio-sms.ts";
import { whatsAppCloud } from "./whatsapp-cloud.ts";

/** Every way to reach people. A new one is added here, and nowhere else. */
export const transports: readonly Transport[] = [
  whatsAppCloud,
  twilioSms,
  smtpEmail,
  signedWebhook,
];

export const transportOf = (kind: string): Transport | null =>
  transports.find((transport) => transport.kind === kind) ?? null;
