import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { SECOND_MS } from "../lib/clock.ts";
import type { Callback } from "./transport.ts";
import { blameOf, whatsAppError } from "./whatsapp-errors.ts";

/**
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 * One call holds many entries, changes and items. Each is read by itself: an item nobody
 * understands costs nothing but itself, and nothing requires a phone number, because people with
 * usernames have none.
 */
const Envelope = z.object({ entry: z.array(z.unknown()) });
const Entry = z.object({ changes: z.array(z.unknown()) });
const Change = z.object({ field: z.string(), value: z.record(z.string(), z.unknown()) });

const Status = z.object({
  id: z.string(),
  status: z.string(),
  timestamp: z.coerce.number().optional(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.object({ code: z.number() })).optional(),
});

const Title = z.object({ title: z.string() });
const Inbound = z.object({
  id: z.string().optional(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  timestamp: z.coerce.number().optional(),
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
  interactive: z
    .object({ button_reply: Title.optional(), list_reply: Title.optional() })
    .optional(),
  reaction: z.object({ emoji: z.string().optional() }).optional(),
  image: z.object({ caption: z.string().optional() }).optional(),
  video: z.object({ caption: z.string().optional() }).optional(),
  document: z.object({ caption: z.string().optional() }).optional(),
});

const FACTS: Readonly<Record<string, "sent" | "delivered" | "read">> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "read",
};

export function hearWhatsApp(callback: Callback): Heard[] {
  return changesOf(callback.body).flatMap(({ field, value }) => {
    if (field === "account_update") return hearAccount(value);
    const statuses = listOf(value["statuses"]).flatMap(hearStatus);
    return [...statuses, ...listOf(value["messages"]).flatMap(hearMessage)];
  });
}

function changesOf(body: Buffer): z.infer<typeof Change>[] {
  const entries = Envelope.safeParse(parsed(body)).data?.entry ?? [];
  const changes = entries.flatMap((entry) => Entry.safeParse(entry).data?.changes ?? []);
  return changes.flatMap((change) => Change.safeParse(change).data ?? []);
}

function hearStatus(item: unknown): Heard[] {
  const status = Status.safeParse(item).data;
  if (!status) return [];
  const about = {
    reference: status.biz_opaque_callback_data ?? null,
    providerId: status.id,
    at: momentOf(status.timestamp),
  };
  const fact = FACTS[status.status];
  if (fact) return [{ kind: "receipt", ...about, fact }];
  if (status.status !== "failed") return [];
  const code = status.errors?.[0]?.code ?? 131000;
  const refusal: Heard = {
    kind: "refusal",
    ...about,
    why: `${code}: ${whatsAppError(code).why}`,
    blame: blameOf(code),
  };
  const isDown = whatsAppError(code).class === "down";
  return isDown ? [refusal, { kind: "account", state: "down", why: refusal.why }] : [refusal];
}

function hearMessage(item: unknown): Heard[] {
  const message = Inbound.safeParse(item).data;
  if (!message) return [];
  const from = message.from ?? message.from_user_id;
  const body = textOf(message);
  if (from === undefined || body === null) return [];
  return [
    {
      kind: "reply",
      from: /^\d{6,15}$/.test(from) ? `+${from}` : from,
      body,
      providerId: message.id ?? null,
      reference: null,
      at: momentOf(message.timestamp),
    },
  ];
}

/** What somebody wrote, pressed or put under a picture; a thumb up is an answer, too. */
function textOf(message: z.infer<typeof Inbound>): string | null {
  const { text, button, interactive, reaction, image, video, document } = message;
  return (
    text?.body ??
    button?.text ??
    interactive?.button_reply?.title ??
    interactive?.list_reply?.title ??
    reaction?.emoji ??
    image?.caption ??
    video?.caption ??
    document?.caption ??
    (message.type === "unsupported" || message.type === "system" ? null : "")
  );
}

const AccountUpdate = z.object({
  event: z.string(),
  ban_info: z.object({ waba_ban_state: z.union([z.string(), z.array(z.string())]) }).optional(),
});
const DOWN_EVENTS = ["ACCOUNT_RESTRICTION", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED"];

function hearAccount(value: Record<string, unknown>): Heard[] {
  const update = AccountUpdate.safeParse(value).data;
  if (!update) return [];
  const why = `Meta: ${update.event}`;
  if (update.event === "ACCOUNT_RECONNECTED") return [{ kind: "account", state: "up", why }];
  if (DOWN_EVENTS.includes(update.event)) return [{ kind: "account", state: "down", why }];
  if (update.event !== "DISABLED_UPDATE") return [];
  const isBack = [update.ban_info?.waba_ban_state].flat().includes("REINSTATE");
  return [{ kind: "account", state: isBack ? "up" : "down", why }];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const momentOf = (seconds: number | undefined): number | null =>
  seconds === undefined || Number.isNaN(seconds) ? null : seconds * SECOND_MS;

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
