import { type House, machine } from "../actions/action.ts";
import { changeChannel } from "../actions/channel/change.ts";
import { createChannel } from "../actions/channel/create.ts";
import type { Networks } from "../simulators/networks.ts";
import { createPeople, usualHabits } from "../simulators/people.ts";
import { realSchedule } from "../simulators/schedule.ts";
import type { Simulator, SimulatorOptions } from "../simulators/simulator.ts";
import { startSmtpSimulator } from "../simulators/smtp.ts";
import { startTwilioSimulator } from "../simulators/twilio.ts";
import { startWhatsAppSimulator } from "../simulators/whatsapp-cloud.ts";
import { listChannels } from "../store/channels.ts";
import { callbackAddress } from "../transports/transport.ts";
import {
  portOf,
  type Settings,
  saysAll,
  secretOf,
  settingsOf,
  startThere,
} from "./training-kept.ts";
import { openTrainingOutlets } from "./training-outlets.ts";

const GROUND = machine("training ground");

/** Simulated providers on this machine, and the channels that lead to them. */
export type Ground = {
  whatsapp: Simulator;
  sms: Simulator;
  email: Simulator;
  networks: Networks;
  channels: { whatsapp: number; sms: number; email: number };
  stop(): Promise<void>;
};

export type GroundOptions = {
  house: House;
  /** Where the simulated providers report back: ourselves, on loopback. */
  callbackBase: string;
  /** How much faster than life their public lives. */
  speed: number;
};

/** People who read most of it within minutes, and answer: a share that makes the board worth a look. */
const HABITS = {
  ...usualHabits,
  unreachable: 0.06,
  reads: 0.86,
  answers: { "1": 0.62, "2": 0.05, STOP: 0.01, Merci: 0.03 },
  deliveryMsMax: 20_000,
  readingMsMax: 240_000,
  answeringMsMax: 480_000,
};

/** Starts the providers and points the drill channels at them: at the same ports, where they are free. */
export async function openGround({ house, callbackBase, speed }: GroundOptions): Promise<Ground> {
  const kept = await keptSettings(house);
  const secrets = secretsFrom(kept);
  const schedule = realSchedule(speed);
  const options = (mine: Record<string, string>, port: number): SimulatorOptions => ({
    port,
    secrets: mine,
    now: house.now,
    schedule,
    people: createPeople(HABITS),
  });
  const whatsapp = await startThere(portOf(kept.whatsapp), (port) =>
    startWhatsAppSimulator(options(secrets.whatsapp, port)),
  );
  const sms = await startThere(portOf(kept.sms), (port) =>
    startTwilioSimulator(options(secrets.sms, port)),
  );
  const email = await startThere(portOf(kept.email), (port) =>
    startSmtpSimulator(options(secrets.email, port)),
  );
  const channels = {
    whatsapp: await point(house, overWhatsApp(whatsapp.url, secrets.whatsapp)),
    sms: await point(house, overSms(sms.url, secrets.sms)),
    email: await point(house, overEmail(email.port, secrets.email)),
  };
  const simulators = { whatsapp, sms, email };
  for (const kind of ["whatsapp", "sms", "email"] as const) {
    simulators[kind].setCallbackUrl(callbackAddress(callbackBase, channels[kind]));
  }
  const networks = await openTrainingOutlets(house);
  const stop = async () => {
    await Promise.all([whatsapp.stop(), sms.stop(), email.stop(), networks.stop()]);
    // Whoever would have answered in five minutes must not keep the program waiting for it.
    schedule.stop();
  };
  return { ...simulators, networks, channels, stop };
}

type Secrets = Record<string, string>;

const overWhatsApp = (base: string, secrets: Secrets): Wanted => ({
  transport: "whatsapp-cloud",
  name: "WhatsApp (simulation)",
  platformId: "whatsapp",
  perSecond: 1.6,
  settings: { base, phoneNumberId: "100200300400", template: "crisis_notice", ...secrets },
});

const overSms = (base: string, secrets: Secrets): Wanted => ({
  transport: "twilio-sms",
  name: "SMS (simulation)",
  platformId: "sms",
  perSecond: 4,
  settings: { base, accountSid: `AC${"0".repeat(32)}`, sender: "Clairval", ...secrets },
});

const overEmail = (port: number, secrets: Secrets): Wanted => ({
  transport: "smtp-email",
  name: "E-mail (simulation)",
  platformId: "email",
  perSecond: 10,
  settings: {
    host: "127.0.0.1",
    port,
    security: "none",
    fromName: "Boulangeries Clairval",
    from: "alerte@clairval.example",
    ...secrets,
  },
});

type Kept = { whatsapp: Settings; sms: Settings; email: Settings };

async function keptSettings(house: House): Promise<Kept> {
  const drills = (await listChannels(house.db)).filter(({ drill }) => drill);
  const of = (transport: string): Settings =>
    settingsOf(
      house,
      drills.find((channel) => channel.transport === transport),
    );
  return { whatsapp: of("whatsapp-cloud"), sms: of("twilio-sms"), email: of("smtp-email") };
}

const secretsFrom = ({ whatsapp, sms, email }: Kept) => ({
  whatsapp: {
    token: secretOf(whatsapp, "token"),
    appSecret: secretOf(whatsapp, "appSecret"),
    verifyToken: secretOf(whatsapp, "verifyToken"),
  },
  sms: { authToken: secretOf(sms, "authToken") },
  email: { inboundKey: secretOf(email, "inboundKey") },
});

type Wanted = {
  transport: string;
  name: string;
  platformId: string;
  perSecond: number;
  settings: Record<string, unknown>;
};

/** The drill channel of a transport: the one that is there, pointed anew where it must be, or a new one. */
async function point(house: House, wanted: Wanted): Promise<number> {
  const found = (await listChannels(house.db)).find(
    (channel) => channel.drill && channel.transport === wanted.transport,
  );
  if (!found) return (await createChannel(house, GROUND, { ...wanted, drill: true })).id;
  if (!saysAll(settingsOf(house, found), wanted.settings)) {
    await changeChannel(house, GROUND, { id: found.id, settings: wanted.settings });
  }
  return found.id;
}
