import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress } from "./not-the-address.ts";
import { parsePhone } from "./phone.ts";
import { defineTransport } from "./transport.ts";

const BODY_LENGTH_MAX = 2_000;
/** The gateway talks to Signal before it answers. */
const SEND_TIMEOUT_MS = 20_000;
/** Signal publishes no limits and is not made for crowds: this is for small teams. */
const PER_SECOND_MAX = 1;
/** Signal keeps to hours and does not say how many; each request before that begins them anew. */
const PAUSE_MS = 10 * MINUTE_MS;

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
    .meta(
      words(
        { fr: "Numéro de l’expéditeur", en: "Number of the sender" },
        {
          fr: "Celui que votre signal-cli a enregistré, avec l’indicatif : +33612345678",
          en: "The one that your signal-cli has registered, with its country code: +33612345678",
        },
      ),
    ),
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
const TEXTS: readonly [RegExp, "address" | "operator" | "time" | "nobody knows"][] = [
  [/unregistered user|unregistered_failure|not registered user/i, "address"],
  [/untrusted identity|identity_failure/i, "address"],
  [/not a valid phone number|invalid group id/i, "address"],
  // Said of one of several things that are sent with a message, which may have arrived all the same.
  [/due to rate limiting/i, "nobody knows"],
  [/captcha proof required|challenge/i, "operator"],
  [/account does not exist|is not registered|authorization failed/i, "operator"],
  [/rate limit failure|rate_limit_failure|rate limit exceeded|\[4(?:13|29)\]/i, "time"],
];

function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const { json, failed } = answer;
  const refused = Refused.safeParse(json).data;
  if (!refused) return notTheAddress(failed);
  // Signal wants to see a human: solve the CAPTCHA and hand it to the gateway.
  if (refused.challenge_tokens?.some((token) => token !== "")) {
    return { kind: "misconfigured", why: "Signal: captcha proof required" };
  }
  for (const [text, whose] of TEXTS) {
    const found = text.exec(refused.error)?.[0];
    if (found === undefined) continue;
    const why = `Signal: ${found.toLowerCase()}`;
    if (whose === "time") return { kind: "throttled", waitMs: askedWait(answer) ?? PAUSE_MS };
    if (whose === "nobody knows") return { kind: "unknown", why };
    return whose === "address" ? { kind: "rejected", why } : { kind: "misconfigured", why };
  }
  // The gateway answers 400 to a line that broke on the way, too: Signal may have the message.
  return failed.kind === "rejected" ? { ...failed, kind: "unknown" } : failed;
}
