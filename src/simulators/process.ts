import { parseArgs } from "node:util";
import { z } from "zod";
import { STATES } from "./conduct.ts";
import { createPeople, promptHabits, usualHabits } from "./people.ts";
import { realSchedule } from "./schedule.ts";
import type { Simulator, SimulatorOptions } from "./simulator.ts";
import { startSmtpSimulator } from "./smtp.ts";
import { startTwilioSimulator } from "./twilio.ts";
import { startWebhookSimulator } from "./webhook-receiver.ts";
import { startWhatsAppSimulator } from "./whatsapp-cloud.ts";

/** One simulator in a process of its own: it prints where it listens, as one line of JSON. */
const starters: Readonly<Record<string, (options: SimulatorOptions) => Promise<Simulator>>> = {
  "whatsapp-cloud": startWhatsAppSimulator,
  "twilio-sms": startTwilioSimulator,
  "smtp-email": startSmtpSimulator,
  "signed-webhook": startWebhookSimulator,
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
