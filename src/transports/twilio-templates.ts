import { z } from "zod";
import type { Language } from "../domain/language.ts";
import { sentence } from "../domain/sentence.ts";
import type { Template, TemplateNeed, TemplatesTold } from "../domain/templates.ts";
import type { Wire } from "../lib/wire.ts";
import { silent, templateState } from "./whatsapp-templates.ts";

const TIMEOUT_MS = 10_000;
const WHY_LENGTH_MAX = 160;

type Named = {
  message: "template" | "text";
  contentFr?: string | undefined;
  contentEn?: string | undefined;
  backupFr?: string | undefined;
  backupEn?: string | undefined;
};

/** Whom the channel needs a template for; a language without one gets nothing on this way. */
export function contentNeeds(settings: Named): TemplateNeed[] {
  const { message, contentFr, contentEn, backupFr, backupEn } = settings;
  if (message === "text") return [];
  return [...need("fr", contentFr, backupFr), ...need("en", contentEn, backupEn)];
}

const need = (language: Language, name?: string, backup?: string): TemplateNeed[] =>
  name === undefined
    ? []
    : [{ language, code: language, name, ...(backup === undefined ? {} : { backup }) }];

const Approval = z.object({
  whatsapp: z.object({
    status: z.string(),
    category: z.string().max(40).nullish(),
    rejection_reason: z.string().nullish(),
  }),
});

type Account = { base: string; accountSid: string; authToken: string };

/** What WhatsApp says of each template, as Twilio passes it on. How long it tries, each message says. */
export async function askTwilioTemplates(
  settings: Named & Account,
  wire: Wire,
): Promise<TemplatesTold> {
  const templates: Template[] = [];
  for (const { code, name, backup } of contentNeeds(settings)) {
    for (const sid of [name, backup]) {
      if (sid === undefined) continue;
      const answer = await ask(wire, settings, sid);
      // Nobody has made it: what is missing in the list is missing.
      if (!answer.ok && answer.status === 404) continue;
      if (!answer.ok) return silent(answer);
      const told = Approval.safeParse(answer.json).data?.whatsapp;
      const state = told && templateState(told.status.toUpperCase());
      if (!told || !state) return { kind: "silent", says: sentence("account:unread.shape") };
      const about = { name: sid, language: code, state, quality: null, lifetimeSeconds: null };
      const category = told.category?.toLowerCase() ?? null;
      templates.push({ ...about, category, why: briefly(told.rejection_reason ?? "") });
    }
  }
  return { kind: "told", templates, tokenUntil: undefined };
}

const briefly = (why: string): string => why.replace(/\s+/g, " ").trim().slice(0, WHY_LENGTH_MAX);

/** https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request */
const ask = (wire: Wire, { base, accountSid, authToken: password }: Account, sid: string) =>
  wire.request({
    method: "GET",
    url: `${contentBase(base)}/v1/Content/${sid}/ApprovalRequests`,
    secret: { basic: { user: accountSid, password } },
    timeoutMs: TIMEOUT_MS,
  });

/** Templates live on a machine of their own; where drills stand, there is only one. */
const contentBase = (base: string): string => base.replace(/^(https:\/\/)api\./, "$1content.");
