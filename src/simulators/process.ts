import { parseArgs } from "node:util";
import { z } from "zod";
import { STATES } from "./conduct.ts";
import { startDiscordSimulator } from "./discord-webhook.ts";
import { startMessengerSimulator } from "./messenger.ts";
import { startNtfySimulator } from "./ntfy.ts";
import { createPeople, promptHabits, usualHabits } from "./people.ts";
import { realSchedule } from "./schedule.ts";
import { startSignalSimulator } from "./signal-cli.ts";
import type { Simulator, SimulatorOptions } from "./simulator.ts";
import { startSlackSimulator } from "./slack-webhook.ts";
import { startSmscSimulator } from "./smsc.ts";
import { startSmtpSimulator } from "./smtp.ts";
import { startTeamsSimulator } from "./teams-workflow.ts";
import { startTelegramSimulator } from "./telegram.ts";
import { startTwilioSimulator, startTwilioWhatsAppSimulator } from "./twilio.ts";
import { startTwilioVoiceSimulator } from "./twilio-voice.ts";
import { startVonageSimulator } from "./vonage-sms.ts";
import { startWebPushSimulator } from "./web-push.ts";
import { startWebhookSimulator } from "./webhook-receiver.ts";
import { startWhatsAppSimulator } from "./whatsapp-cloud.ts";

/** One simulator in a process of its own: it prints where it listens, as one line of JSON. */
const starters: Readonly<Record<string, (options: SimulatorOptions) => Promise<Simulator>>> = {
  "whatsapp-cloud": startWhatsAppSimulator,
  "twilio-sms": startTwilioSimulator,
  "smtp-email": startSmtpSimulator,
  "signed-webhook": startWebhookSimulator,
  "web-push": startWebPushSimulator,
  smpp: startSmscSimulator,
  "twilio-whatsapp": startTwilioWhatsAppSimulator,
  "twilio-voice": startTwilioVoiceSimulator,
  "vonage-sms": startVonageSimulator,
  messenger: startMessengerSimulator,
  telegram: startTelegramSimulator,
  "signal-cli": startSignalSimulator,
  ntfy: startNtfySimulator,
  "slack-webhook": startSlackSimulator,
  "discord-webhook": startDiscordSimulator,
  "teams-workflow": startTeamsSimulator,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: "string", default: "0" },
    callback: { type: "string" },
    secrets: { type: "string", default: "{}" },
    state: { type: "string", default: "up" },
    /** `usual` people take their time and answer; `prompt` ones get everything at once. */
    people: { type: "string", default: "usual" },
    seed: { type: "string", default: "1" },
    speed: { type: "string", default: "1" },
    batch: { type: "string", default: "200" },
  },
});

const [kind = ""] = positionals;
const start = starters[kind];
if (!start) {
  process.stderr.write(`usage: process.ts <${Object.keys(starters).join("|")}> [--port …]\n`);
  process.exit(2);
}
const habits = values.people === "prompt" ? promptHabits : usualHabits;
const simulator = await start({
  port: Number(values.port),
  callbackUrl: values.callback ?? null,
  secrets: z.record(z.string(), z.string()).parse(JSON.parse(values.secrets)),
  conduct: { state: z.enum(STATES).parse(values.state), batchMax: Number(values.batch) },
  people: createPeople({ ...habits, seed: Number(values.seed) }),
  schedule: realSchedule(Number(values.speed)),
  seed: Number(values.seed),
});
const { url, controlUrl } = simulator;
process.stdout.write(`${JSON.stringify({ kind, url, controlUrl })}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}
