import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import type { Asking } from "../lib/wire-time.ts";
import { apiBase } from "./api-base.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress, strangeCode } from "./not-the-address.ts";
import { twilioOutcome } from "./twilio-errors.ts";

/** What every channel over Twilio is told about the account. */
export const twilioAccount = {
  base: apiBase("https://api.twilio.com"),
  accountSid: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/)
    .meta(
      words(
        { fr: "Identifiant du compte (AC…)", en: "Account SID (AC…)" },
        {
          fr: "Sur console.twilio.com, « Account Info » : 34 caractères",
          en: "At console.twilio.com, under Account Info: 34 characters",
        },
      ),
    ),
};
export const authToken = z
  .string()
  .min(8)
  .meta(
    words(
      { fr: "Jeton du compte", en: "Auth token" },
      {
        fr: "Au même endroit, « Auth Token » ; signe aussi les accusés et les réponses",
        en: "In the same place; it also signs receipts and answers",
      },
    ),
  );

const ASK_TIMEOUT_MS = 5_000;

type Account = { base: string; accountSid: string; authToken: string };
type Made = { resource: "Messages" | "Calls"; form: Record<string, string>; timeoutMs: number };

const Created = z.object({ sid: z.string() });
const Refused = z.object({ code: z.number() });

/** Makes a message or a call. */
export const makeAtTwilio = async (wire: Asking, account: Account, made: Made): Promise<Outcome> =>
  outcomeAtTwilio(await askTwilioToMake(wire, account, made));

/** The same, where more is read in the answer than what it came to. */
export async function askTwilioToMake(wire: Asking, account: Account, made: Made): Promise<Answer> {
  const { base, accountSid, authToken: password } = account;
  return await wire.request({
    method: "POST",
    url: `${base}/2010-04-01/Accounts/${accountSid}/${made.resource}.json`,
    secret: { basic: { user: accountSid, password } },
    timeoutMs: made.timeoutMs,
    form: made.form,
  });
}

export function outcomeAtTwilio(answer: Answer): Outcome {
  if (!answer.ok) return refusalOf(answer);
  return { kind: "accepted", providerId: Created.safeParse(answer.json).data?.sid ?? null };
}

/** https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource */
export async function askTwilioAbout(
  sid: string,
  { base, accountSid, authToken: password }: Account,
  wire: Wire,
): Promise<Buffer | null> {
  if (!/^[A-Z]{2}[0-9a-fA-F]{32}$/.test(sid)) return null;
  const answer = await wire.request({
    method: "GET",
    url: `${base}/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
    secret: { basic: { user: accountSid, password } },
    timeoutMs: ASK_TIMEOUT_MS,
  });
  const told = answer.ok ? Told.safeParse(answer.json).data : undefined;
  return told ? Buffer.from(JSON.stringify(told)) : null;
}

/** What is worth keeping of a message's resource: neither its text nor its number. */
const Told = z.object({ sid: z.string(), status: z.string(), error_code: z.number().nullish() });

/** Twilio's own number of a refusal. */
export const codeIn = (answer: Extract<Answer, { ok: false }>): number | undefined =>
  Refused.safeParse(answer.json).data?.code;

function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const code = codeIn(answer);
  if (code === undefined) return notTheAddress(answer.failed);
  const byCode = twilioOutcome(code, askedWait(answer));
  if (byCode) return byCode;
  const why = `Twilio ${code}`;
  // 404: the account has no such resource.
  return answer.status === 404 ? { kind: "misconfigured", why } : strangeCode(answer.failed, why);
}
