import { type House, machine } from "../../src/actions/action.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { type Child, startElsewhere, textOf } from "./child.ts";

export const SECRETS = {
  token: "token-123456",
  appSecret: "app-secret-123",
  verifyToken: "verify-123",
};
const TWILIO = { authToken: "auth-token-123" };
const ACCOUNT = `AC${"0".repeat(32)}`;

/** How a channel reaches a simulator, and with which secrets. */
const PROVIDERS = {
  "whatsapp-cloud": {
    secrets: SECRETS,
    settings: (url: string) => ({
      base: url,
      phoneNumberId: "100200300",
      template: "crisis_notice",
      ...SECRETS,
    }),
  },
  "twilio-sms": {
    secrets: TWILIO,
    settings: (url: string) => ({ base: url, accountSid: ACCOUNT, sender: "Town", ...TWILIO }),
  },
  "twilio-voice": {
    secrets: TWILIO,
    settings: (url: string) => ({
      base: url,
      accountSid: ACCOUNT,
      caller: "+33155000001",
      ...TWILIO,
    }),
  },
  "smtp-email": {
    secrets: {},
    settings: (url: string) => ({
      host: "127.0.0.1",
      port: Number(new URL(url).port),
      security: "none",
      fromName: "Town",
      from: "crisis@town.example",
      connectionsMax: 20,
    }),
  },
} as const;

export type Provider = {
  kind: keyof typeof PROVIDERS;
  state?: "up" | "blackhole";
  /** `prompt` people get everything at once; `usual` ones take their time, and some are not there. */
  people?: "prompt" | "usual";
  perSecond?: number;
  platformId?: string;
};

/** A provider in a process of its own, and the channel that leads to it. */
export async function openProvider(
  house: House,
  hooksUrl: string,
  provider: Provider,
): Promise<{ channelId: number; child: Child }> {
  const { kind, state = "up", people = "prompt", perSecond = 100_000, platformId } = provider;
  const { secrets, settings } = PROVIDERS[kind];
  const args = [kind, "--people", people, "--state", state, "--secrets", JSON.stringify(secrets)];
  const child = await startElsewhere("src/simulators/process.ts", args);
  const { id } = await createChannel(house, machine("bench"), {
    transport: kind,
    name: `${kind} ${state}`,
    settings: settings(textOf(child.said, "url")),
    perSecond,
    ...(platformId === undefined ? {} : { platformId }),
  });
  const body = JSON.stringify({ url: `${hooksUrl}/hooks/${id}` });
  await fetch(`${textOf(child.said, "controlUrl")}/_callback`, { method: "PUT", body });
  return { channelId: id, child };
}
