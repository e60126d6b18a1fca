import { z } from "zod";
import type { AccountState, AccountTold } from "../domain/account-health.ts";
import { sentence } from "../domain/sentence.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { accountCode, whatsAppError } from "./whatsapp-errors.ts";

const TIMEOUT_MS = 10_000;
const BODY_LENGTH_MAX = 100_000;
const ADVICE_LENGTH_MAX = 300;

const Able = z.enum(["AVAILABLE", "LIMITED", "BLOCKED"]);
const Part = z.object({
  entity_type: z.string().max(40),
  can_send_message: Able,
  errors: z
    .array(z.object({ error_description: z.string(), possible_solution: z.string() }).partial())
    .optional(),
  additional_info: z.array(z.string()).optional(),
});
const Health = z.object({
  health_status: z.object({ can_send_message: Able, entities: z.array(Part).default([]) }),
  quality_rating: z.string().optional(),
});
const Refused = z.object({ error: z.object({ code: z.number() }) });

const STATES: Readonly<Record<z.infer<typeof Able>, AccountState>> = {
  AVAILABLE: "fine",
  LIMITED: "limited",
  BLOCKED: "blocked",
};
/** The parts that a message needs, and that the locales have a name for. */
const PARTS = ["PHONE_NUMBER", "WABA", "BUSINESS", "APP", "MESSAGE_TEMPLATE"];

type Asked = { base: string; version: string; phoneNumberId: string; token: string };

/** https://developers.facebook.com/docs/whatsapp/cloud-api/health-status */
export async function askWhatsAppHealth(settings: Asked, wire: Wire): Promise<AccountTold> {
  const { base, version, phoneNumberId, token } = settings;
  const answer = await wire.request({
    method: "GET",
    url: `${base}/${version}/${phoneNumberId}?fields=health_status,quality_rating`,
    secret: { bearer: token },
    timeoutMs: TIMEOUT_MS,
    bodyLengthMax: BODY_LENGTH_MAX,
  });
  if (!answer.ok) return refusedTold(answer);
  const health = Health.safeParse(answer.json).data;
  if (!health) return { kind: "silent", says: sentence("account:unread.shape") };
  return told(health);
}

function told({ health_status, quality_rating }: z.infer<typeof Health>): AccountTold {
  const { can_send_message: overall, entities } = health_status;
  const state = STATES[overall];
  if (state === "fine") {
    if (quality_rating !== "RED")
      return { kind: "told", state, says: sentence("account:health.fine") };
    const says = sentence("account:meta.quality_red");
    return { kind: "told", state: "limited", says };
  }
  const worst = entities.find(({ can_send_message }) => can_send_message === overall);
  const [error] = worst?.errors ?? [];
  const [info] = worst?.additional_info ?? [];
  const advice = error?.possible_solution ?? error?.error_description ?? info ?? "";
  const part = worst && PARTS.includes(worst.entity_type) ? worst.entity_type : "ACCOUNT";
  const params = { part, advice: advice.replace(/\s+/g, " ").trim().slice(0, ADVICE_LENGTH_MAX) };
  const code = `account:health.${state}${params.advice === "" ? "" : "_advice"}`;
  return { kind: "told", state, says: sentence(code, params) };
}

/** Meta's code is more precise than its HTTP status. */
function refusedTold({ json, failed, status }: Extract<Answer, { ok: false }>): AccountTold {
  const code = Refused.safeParse(json).data?.error.code;
  const kind = code === undefined ? null : whatsAppError(code).class;
  if (code !== undefined && kind === "down") {
    return { kind: "told", state: "blocked", says: sentence(accountCode(code)) };
  }
  const params = { why: code === undefined ? `HTTP ${status ?? "?"}` : String(code) };
  if (kind === "config" || failed.kind === "misconfigured") {
    return { kind: "refused", says: sentence("account:unread.token", params) };
  }
  if (kind === "throttle" || failed.kind === "throttled") {
    return { kind: "refused", says: sentence("account:unread.throttled") };
  }
  const why = "why" in failed ? failed.why : "";
  return { kind: "silent", says: sentence("account:unread.silent", { why }) };
}
