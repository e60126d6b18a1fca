import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { notTheAddress } from "./not-the-address.ts";
import { parsePhone } from "./phone.ts";
import { defineTransport } from "./transport.ts";

const BODY_LENGTH_MAX = 2_000;
/** The gateway talks to Signal before it answers. */
const SEND_TIMEOUT_MS = 20_000;
/** Signal publishes no limits and is not made for crowds: this is for small teams. */
const PER_SECOND_MAX = 1;

const Settings = z.object({
  base: z.url().meta(
    words(
      { fr: "Adresse de votre signal-cli-rest-api", en: "Address of your signal-cli-rest-api" },
      {
        fr: "En https, derrière un serveur mandataire qui exige le jeton",
        en: "On https, behind a proxy that asks for the token",
      },
    ),
  ),
  number: z
    .string()
    .regex(/^\+\d{6,15}$/)
    .meta(words({ fr: "Numéro de l’expéditeur", en: "Number of the sender" })),
  token: z
    .string()
    .min(8)
    .meta(
      words(
        { fr: "Jeton d’accès", en: "Access token" },
        { fr: "Envoyé en « Bearer » au mandataire", en: "Sent to the proxy as “Bearer”" },
      ),
    ),
});

const Created = z.object({ timestamp: z.string() });
const Refused = z.object({
  error: z.string(),
  challenge_tokens: z.array(z.string()).nullish(),
});

export const signalCli = defineTransport({
  kind: "signal-cli",
  title: { fr: "Signal (signal-cli)", en: "Signal (signal-cli)" },
  addressKind: "signal",
  failureDomain: "signal",
  settings: Settings,
  secrets: ["token"],
  address: {
    label: { fr: "Numéro ou groupe Signal", en: "Signal number or group" },
    example: "+33612345678",
    parse: (typed, defaultCountry) =>
      /^group\.[A-Za-z0-9+/]{20,}={0,2}$/.exec(typed.trim())?.[0] ??
      parsePhone(typed, defaultCountry),
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://bbernhard.github.io/signal-cli-rest-api/#/Messages/post_v2_send
  async send({ body }, to, { base, number, token }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: `${base.replace(/\/$/, "")}/v2/send`,
      secret: { bearer: token },
      timeoutMs: SEND_TIMEOUT_MS,
      // One person a call: the specification does not say what half a success looks like.
      json: { number, recipients: [to], message: body, text_mode: "normal" },
    });
    if (!answer.ok) return refusalOf(answer);
    return { kind: "accepted", providerId: Created.safeParse(answer.json).data?.timestamp ?? null };
  },
});

/** What signal-cli writes about one person, and who has to move next. */
const TEXTS: readonly [RegExp, "address" | "operator" | "time"][] = [
  [/unregistered user|unregistered_failure|not registered user/i, "address"],
  [/untrusted identity|identity_failure/i, "address"],
  [/not a valid phone number|invalid group id/i, "address"],
  [/captcha proof required|challenge/i, "operator"],
  [/account does not exist|is not registered|authorization failed/i, "operator"],
  [/rate limit failure|rate_limit_failure|\[429\]/i, "time"],
];

function refusalOf({ json, failed }: Extract<Answer, { ok: false }>): Outcome {
  const refused = Refused.safeParse(json).data;
  if (!refused) return notTheAddress(failed);
  // Signal wants to see a human: solve the CAPTCHA and hand it to the gateway.
  if (refused.challenge_tokens?.length) {
    return { kind: "misconfigured", why: "Signal: captcha proof required" };
  }
  for (const [text, whose] of TEXTS) {
    const found = text.exec(refused.error)?.[0];
    if (found === undefined) continue;
    const why = `Signal: ${found.toLowerCase()}`;
    if (whose === "time") return failed.kind === "throttled" ? failed : throttled;
    return whose === "address" ? { kind: "rejected", why } : { kind: "misconfigured", why };
  }
  // The gateway answers 400 to a line that broke on the way, too: Signal may have the message.
  return failed.kind === "rejected" ? { ...failed, kind: "unknown" } : failed;
}

const throttled: Outcome = { kind: "throttled", waitMs: null };
