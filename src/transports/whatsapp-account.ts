import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";

type Account = Extract<Heard, { kind: "account" }>;
/** What one callback says of our account: which field, when, and the templates that our channel uses. */
export type AccountChange = {
  field: string;
  value: Record<string, unknown>;
  at: number | null;
  template: string | undefined;
  backup?: string | undefined;
};

const WORDS_LENGTH_MAX = 160;
/** Meta's smallest limit: a portfolio that nobody has verified. */
const DAILY_SMALL_MAX = 250;

/**
 * https://developers.facebook.com/docs/graph-api/webhooks/reference/whatsapp-business-account
 * What Meta tells about the account. None of it says anything about WhatsApp itself.
 */
export function hearWhatsAppAccount(change: AccountChange): Heard[] {
  const heard = READERS.get(change.field)?.(change) ?? null;
  return heard === null ? [] : [{ ...heard, at: change.at }];
}

type Reader = (change: AccountChange) => Account | null;

/** A map, because a field may be called `constructor` on the day somebody tries. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ["account_update", accountUpdate],
  ["phone_number_quality_update", qualityUpdate],
  ["phone_number_name_update", nameUpdate],
  ["message_template_status_update", templateUpdate],
  ["account_alerts", accountAlert],
  ["business_capability_update", capabilityUpdate],
]);

type Said = Partial<Pick<Account, "params" | "topic">>;
const account = (state: Account["state"], why: string, said: Said = {}): Account => ({
  kind: "account",
  state,
  why: `account:meta.${why}`,
  ...said,
});

const AccountUpdate = z.object({
  event: z.string(),
  ban_info: z.object({ waba_ban_state: z.union([z.string(), z.array(z.string())]) }).optional(),
  restriction_info: z.array(z.object({ restriction_type: z.string() })).optional(),
});
/** Restrictions that leave what we do untouched: sending to people. */
const HARMLESS = ["RESTRICTED_ADD_PHONE_NUMBER_ACTION", "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"];

function accountUpdate({ value }: AccountChange): Account | null {
  const update = AccountUpdate.safeParse(value).data;
  switch (update?.event) {
    case "ACCOUNT_RECONNECTED":
      return account("up", "reconnected");
    case "ACCOUNT_DELETED":
      return account("down", "deleted");
    case "ACCOUNT_OFFBOARDED":
      return account("down", "offboarded");
    case "ACCOUNT_VIOLATION":
      return account("limited", "violation", { topic: "alert" });
    case "ACCOUNT_RESTRICTION": {
      const types = (update.restriction_info ?? []).map((info) => info.restriction_type);
      const isHarmless = types.length > 0 && types.every((type) => HARMLESS.includes(type));
      return isHarmless ? account("limited", "restricted_partly") : account("down", "restricted");
    }
    case "DISABLED_UPDATE":
      return banned([update.ban_info?.waba_ban_state].flat());
    default:
      return null;
  }
}

function banned(states: readonly (string | undefined)[]): Account {
  if (states.includes("REINSTATE")) return account("up", "reinstated");
  // A ban that is announced leaves time to appeal; sending still works.
  if (states.includes("SCHEDULE_FOR_DISABLE")) return account("limited", "ban_announced");
  return account("down", "banned");
}

const Event = z.object({ event: z.string(), current_limit: z.string().max(40).optional() });

function qualityUpdate({ value }: AccountChange): Account | null {
  const update = Event.safeParse(value).data;
  const params = { limit: update?.current_limit ?? "?" };
  switch (update?.event) {
    case "FLAGGED":
      return account("limited", "quality_red", { topic: "quality" });
    case "UNFLAGGED":
      return account("up", "quality_back", { topic: "quality" });
    case "DOWNGRADE":
      return account("limited", "limit_lowered", { topic: "limit", params });
    case "UPGRADE":
      return account("up", "limit_raised", { topic: "limit", params });
    default:
      return null;
  }
}

const NameUpdate = z.object({ decision: z.string(), rejection_reason: z.string().nullish() });

function nameUpdate({ value }: AccountChange): Account | null {
  const update = NameUpdate.safeParse(value).data;
  if (update?.decision === "APPROVED") return account("up", "name_approved", { topic: "name" });
  if (update?.decision !== "REJECTED") return null;
  const params = { why: brief(update.rejection_reason ?? "?") };
  return account("limited", "name_rejected", { topic: "name", params });
}

const TemplateUpdate = z.object({
  event: z.string(),
  message_template_name: z.string(),
  message_template_language: z.string().max(20),
});
const TEMPLATE_GONE = [
  "REJECTED",
  "PAUSED",
  "DISABLED",
  "ARCHIVED",
  "LOCKED",
  "PENDING_DELETION",
  "DELETED",
];
const TEMPLATE_BACK = ["APPROVED", "REINSTATED", "UNARCHIVED"];

/**
 * The templates that our channel sends with; all others are nobody's business here. Where a backup
 * takes its place, one that is gone stops nothing.
 */
function templateUpdate({ value, template: first, backup }: AccountChange): Account | null {
  const update = TemplateUpdate.safeParse(value).data;
  const template = update?.message_template_name;
  if (!update || (template !== first && template !== backup)) return null;
  const { event, message_template_language: language } = update;
  const isBackup = template !== first;
  const topic = `${isBackup ? "backup" : "template"}:${language}`;
  const said = { topic, params: { template: template ?? "", language, event } };
  if (TEMPLATE_BACK.includes(event)) return account("up", "template_back", said);
  if (event === "FLAGGED") return account("limited", "template_flagged", said);
  if (!TEMPLATE_GONE.includes(event)) return null;
  if (isBackup) return account("limited", "backup_gone", said);
  if (backup === undefined) return account("down", "template_gone", said);
  return account("limited", "template_replaced", { topic, params: { ...said.params, backup } });
}

const Alert = z.object({
  alert_severity: z.string(),
  alert_status: z.string().optional(),
  alert_type: z.string().optional(),
  alert_description: z.string().optional(),
});
const AlertUpdate = z.union([Alert, z.object({ alert_info: Alert })]);

function accountAlert({ value }: AccountChange): Account | null {
  const update = AlertUpdate.safeParse(value).data;
  if (!update) return null;
  const alert = "alert_info" in update ? update.alert_info : update;
  const isGrave = alert.alert_severity === "CRITICAL" || alert.alert_severity === "WARNING";
  if (!isGrave) return null;
  const topic = "alert";
  if (alert.alert_status === "RESOLVED") return account("up", "alert_over", { topic });
  const what = brief(alert.alert_description ?? alert.alert_type ?? "?");
  return account("limited", "alert", { topic, params: { what } });
}

const Capability = z.object({
  max_daily_conversations_per_business: z.union([z.number(), z.string()]).optional(),
  max_daily_conversation_per_phone: z.union([z.number(), z.string()]).optional(),
});

/** A number, or "UNLIMITED" and the like, which is as good as it gets. */
function capabilityUpdate({ value }: AccountChange): Account | null {
  const update = Capability.safeParse(value).data;
  const daily = update?.max_daily_conversations_per_business;
  const limit = daily ?? update?.max_daily_conversation_per_phone;
  if (limit === undefined) return null;
  const isSmall = Number(limit) >= 0 && Number(limit) <= DAILY_SMALL_MAX;
  const said = { topic: "capability", params: { limit: brief(String(limit)) } };
  return account(isSmall ? "limited" : "up", "daily_limit", said);
}

const brief = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, WORDS_LENGTH_MAX);
