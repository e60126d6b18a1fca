import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import type {
  Template,
  TemplateNeed,
  TemplateQuality,
  TemplateState,
  TemplatesTold,
} from "../domain/templates.ts";
import { SECOND_MS } from "../lib/clock.ts";
import type { Answer, Wire } from "../lib/wire.ts";

const TIMEOUT_MS = 10_000;
const BODY_LENGTH_MAX = 500_000;
const PAGE_MAX = 100;
const WHY_LENGTH_MAX = 160;
/** So long Meta tries to deliver what its template sets no other limit to: thirty days. */
const LIFETIME_DEFAULT_S = 30 * 86_400;

/** What Meta calls the states of a template, in our words. */
const STATES: ReadonlyMap<string, TemplateState> = new Map([
  ["APPROVED", "approved"],
  ["REINSTATED", "approved"],
  ["UNARCHIVED", "approved"],
  ["FLAGGED", "approved"],
  ["PENDING", "pending"],
  ["RECEIVED", "pending"],
  ["UNSUBMITTED", "pending"],
  ["IN_APPEAL", "pending"],
  ["REJECTED", "rejected"],
  ["LIMIT_EXCEEDED", "rejected"],
  ["PAUSED", "paused"],
  ["DISABLED", "disabled"],
  ["LOCKED", "disabled"],
  ["ARCHIVED", "gone"],
  ["PENDING_DELETION", "gone"],
  ["DELETED", "gone"],
]);
const QUALITIES: ReadonlyMap<string, TemplateQuality> = new Map([
  ["GREEN", "green"],
  ["YELLOW", "yellow"],
  ["RED", "red"],
  ["UNKNOWN", "unknown"],
]);

export const templateState = (word: string): TemplateState | null => STATES.get(word) ?? null;
export const templateQuality = (word: string | undefined): TemplateQuality | null =>
  QUALITIES.get(word ?? "") ?? null;

type Named = {
  message: "template" | "utility" | "text";
  template?: string | undefined;
  backupTemplate?: string | undefined;
  languageFr: string;
  languageEn: string;
};

/** Whom the channel needs a template for; with free text it needs none. */
export function whatsAppNeeds(settings: Named): TemplateNeed[] {
  const { message, template: name, backupTemplate: backup, languageFr, languageEn } = settings;
  if (message === "text" || name === undefined) return [];
  const named = { name, ...(backup === undefined ? {} : { backup }) };
  return [
    { language: "fr", ...named, code: languageFr },
    { language: "en", ...named, code: languageEn },
  ];
}

const Account = z.object({
  health_status: z.object({
    entities: z.array(z.object({ entity_type: z.string(), id: z.string().optional() })),
  }),
});
const Line = z.object({
  name: z.string(),
  language: z.string().max(20),
  status: z.string(),
  category: z.string().max(40).optional(),
  quality_score: z.object({ score: z.string().optional() }).optional(),
  rejected_reason: z.string().optional(),
  // -1 stands for the default as well.
  message_send_ttl_seconds: z.number().int().optional().catch(undefined),
});
export const Page = z.object({ data: z.array(z.unknown()) });
const Token = z.object({
  data: z.object({ expires_at: z.number().optional(), is_valid: z.boolean().optional() }),
});

type Asked = Named & { base: string; version: string; phoneNumberId: string; token: string };

/** Every version of the templates that the channel sends with, and until when the token is good. */
export async function askWhatsAppTemplates(settings: Asked, wire: Wire): Promise<TemplatesTold> {
  const { phoneNumberId, template, backupTemplate, token } = settings;
  const account = await ask(wire, settings, `${phoneNumberId}?fields=health_status`);
  if (!account.ok) return silent(account);
  const entities = Account.safeParse(account.json).data?.health_status.entities ?? [];
  const waba = entities.find(({ entity_type }) => entity_type === "WABA")?.id;
  if (waba === undefined) return { kind: "silent", says: sentence("account:unread.shape") };
  const templates: Template[] = [];
  const names = backupTemplate === undefined ? [template] : [template, backupTemplate];
  for (const name of names) {
    const list = await ask(wire, settings, `${waba}/${listOf(name)}`);
    if (!list.ok) return silent(list);
    const lines = Page.safeParse(list.json).data?.data;
    if (!lines) return { kind: "silent", says: sentence("account:unread.shape") };
    templates.push(...lines.flatMap(templateOf));
  }
  return { kind: "told", templates, tokenUntil: await tokenUntil(wire, settings, token) };
}

function listOf(name: string | undefined): string {
  const fields =
    "name,language,status,category,quality_score,rejected_reason,message_send_ttl_seconds";
  const named = name === undefined ? "" : `&name=${encodeURIComponent(name)}`;
  return `message_templates?fields=${fields}&limit=${PAGE_MAX}${named}`;
}

/** https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates */
const ask = async (wire: Wire, { base, version, token }: Asked, path: string): Promise<Answer> =>
  await wire.request({
    method: "GET",
    url: `${base}/${version}/${path}`,
    secret: { bearer: token },
    timeoutMs: TIMEOUT_MS,
    bodyLengthMax: BODY_LENGTH_MAX,
  });

/** One version of a template, as Meta lists it; nothing, where that says nothing. */
export function templateOf(given: unknown): Template[] {
  const line = Line.safeParse(given).data;
  const state = line && templateState(line.status);
  if (!line || !state) return [];
  const { name, language, category, quality_score, rejected_reason: why = "" } = line;
  const lifetime = line.message_send_ttl_seconds ?? 0;
  return [
    {
      name,
      language,
      state,
      category: category?.toLowerCase() ?? null,
      quality: templateQuality(quality_score?.score),
      why: why === "NONE" ? "" : why.replace(/\s+/g, " ").trim().slice(0, WHY_LENGTH_MAX),
      lifetimeSeconds: lifetime > 0 ? lifetime : LIFETIME_DEFAULT_S,
    },
  ];
}

/**
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 * Null for a token without an end; undefined where Meta does not say.
 */
async function tokenUntil(wire: Wire, { base, version }: Asked, token: string) {
  const answer = await wire.request({
    method: "GET",
    url: `${base}/${version}/debug_token?input_token={secret}&access_token={secret}`,
    secret: { inPath: token },
    timeoutMs: TIMEOUT_MS,
  });
  const told = answer.ok ? Token.safeParse(answer.json).data?.data : undefined;
  if (told?.expires_at === undefined) return undefined;
  return told.expires_at === 0 ? null : told.expires_at * SECOND_MS;
}

/** Why nothing can be said of the templates. */
export function silent({ failed, status }: Extract<Answer, { ok: false }>): TemplatesTold {
  if (failed.kind === "throttled") {
    return { kind: "silent", says: sentence("account:unread.throttled") };
  }
  const why = "why" in failed ? failed.why : `HTTP ${status ?? "?"}`;
  return { kind: "silent", says: sentence("account:unread.silent", { why }) };
}
