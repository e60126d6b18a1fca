import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, refusedLook, unknownFor } from "./answers.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look } from "./sensor.ts";

const PROVIDERS = ["twilio", "vonage"] as const;
const BASES = { twilio: "https://api.twilio.com", vonage: "https://rest.nexmo.com" } as const;

const Settings = z.object({
  provider: z
    .enum(PROVIDERS)
    .default("twilio")
    .meta({
      choices: { twilio: { fr: "Twilio", en: "Twilio" }, vonage: { fr: "Vonage", en: "Vonage" } },
      label: { fr: "Fournisseur", en: "Provider" },
      hint: { fr: "Celui de vos SMS.", en: "The one of your text messages." },
    }),
  account: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z]{6,40}$/)
    .meta({
      label: { fr: "Compte", en: "Account" },
      hint: {
        fr: "Twilio : l’identifiant AC… Vonage : la clé d’API.",
        en: "Twilio: the SID AC… Vonage: the API key.",
      },
    }),
  secret: z
    .string()
    .trim()
    .min(8)
    .meta({
      label: { fr: "Secret", en: "Secret" },
      hint: {
        fr: "Twilio : le jeton du compte. Vonage : le secret d’API.",
        en: "Twilio: the auth token. Vonage: the API secret.",
      },
    }),
  balanceMin: z
    .number()
    .min(0)
    .max(1_000_000)
    .default(20)
    .meta({
      label: { fr: "Solde minimal", en: "Least balance" },
      hint: {
        fr: "Dans la monnaie du compte. En dessous, une crise épuiserait le solde.",
        en: "In the currency of the account. Below it a crisis would use it up.",
      },
    }),
  base: z
    .union([z.literal(""), webAddress])
    .default("")
    .meta({
      type: "string",
      label: { fr: "Adresse de l’API", en: "Address of the API" },
      hint: { fr: "À changer seulement pour des essais.", en: "Change it for trials only." },
    }),
});
type Wanted = z.infer<typeof Settings>;

const Account = z.object({ status: z.enum(["active", "suspended", "closed"]) });
const TwilioBalance = z.object({
  balance: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
const VonageBalance = z.object({ value: z.number(), autoReload: z.boolean().default(false) });

/** Whether our account could pay for and send text messages now. Nothing is sent. */
export const smsGateway = defineSensor({
  kind: "sms-gateway",
  title: { fr: "Passerelle SMS (compte)", en: "SMS gateway (account)" },
  signalKind: "probe",
  settings: Settings,
  secrets: ["secret"],
  everyMs: 5 * MINUTE_MS,

  async look(settings, wire) {
    return await (settings.provider === "twilio" ? lookTwilio : lookVonage)(settings, wire);
  },
});

// https://www.twilio.com/docs/iam/api/account and https://www.twilio.com/docs/usage/api/balance
async function lookTwilio(settings: Wanted, wire: Wire): Promise<Look> {
  const account = `/2010-04-01/Accounts/${settings.account}`;
  const answer = await ask(settings, wire, `${account}.json`);
  if (!answer.ok) return refusedLook(answer);
  const status = Account.safeParse(answer.json).data?.status;
  if (status === undefined) return unknownFor("shape");
  if (status === "closed") return reading("down", "triggers:sms.closed");
  if (status === "suspended") return reading("down", "triggers:sms.suspended");
  const second = await ask(settings, wire, `${account}/Balance.json`);
  // An account that belongs to another has no balance of its own.
  if (!second.ok && second.status === 404) return reading("up", "triggers:sms.active");
  if (!second.ok) return refusedLook(second);
  const found = TwilioBalance.safeParse(second.json).data;
  return found ? judge(found.balance, found.currency, settings) : unknownFor("shape");
}

// https://developer.vonage.com/en/api/account#getAccountBalance
async function lookVonage(settings: Wanted, wire: Wire): Promise<Look> {
  const answer = await ask(settings, wire, "/account/get-balance");
  if (!answer.ok) return refusedLook(answer);
  const found = VonageBalance.safeParse(answer.json).data;
  if (!found) return unknownFor("shape");
  if (found.autoReload && found.value > 0) return reading("up", "triggers:sms.reloads");
  return judge(found.value, "EUR", settings);
}

async function ask(settings: Wanted, wire: Wire, path: string): Promise<Answer> {
  const { account: user, secret: password, base, provider } = settings;
  return await wire.request({
    method: "GET",
    url: `${base || BASES[provider]}${path}`,
    headers: { accept: "application/json" },
    secret: { basic: { user, password } },
    bodyLengthMax: BODY_LENGTH_MAX,
  });
}

/** The amount itself is the business of those who hold the account. */
function judge(balance: number, currency: string, { balanceMin }: Wanted): Look {
  if (balance <= 0) return reading("down", "triggers:sms.empty");
  if (balance >= balanceMin) return reading("up", "triggers:sms.funded");
  return reading("degraded", "triggers:sms.low", { least: balanceMin, currency });
}

const STATES = { up: "well", degraded: "limited", down: "blocked" } as const;

/** It is our own account that is in trouble: that explains what we see, and blames no carrier. */
const reading = (
  verdict: keyof typeof STATES,
  code: string,
  params: Record<string, string | number> = {},
): Look => ({
  kind: "reading",
  verdict,
  evidence: sentence(code, params),
  detail: { account: STATES[verdict] },
});
