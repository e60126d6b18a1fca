import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { jsonOf } from "../lib/json.ts";
import type { Callback } from "./transport.ts";
import { hearWhatsAppAccount } from "./whatsapp-account.ts";
import { accountCode, blameOf, whatsAppError } from "./whatsapp-errors.ts";
import { hearWhatsAppTemplate } from "./whatsapp-template-news.ts";

/**
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 * One call holds many entries, changes and items. Each is read by itself: an item nobody
 * understands costs nothing but itself, and nothing requires a phone number, because people with
 * usernames have none.
 */
const Envelope = z.object({ entry: z.array(z.unknown()) });
const Entry = z.object({ changes: z.array(z.unknown()), time: z.number().optional() });
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

/**
 * `template` is the one that our channel sends with, and `backup` the one in its place: what becomes of
 * them is our account's affair.
 */
export function hearWhatsApp(callback: Callback, template?: string, backup?: string): Heard[] {
  return changesOf(callback.body).flatMap(({ field, value, at }) => {
    if (field !== "messages") {
      const change = { field, value, at, template, backup };
      return [...hearWhatsAppAccount(change), ...hearWhatsAppTemplate(change)];
    }
    const statuses = listOf(value["statuses"]).flatMap(hearStatus);
    return [...statuses, ...listOf(value["messages"]).flatMap(hearMessage)];
  });
}

type Dated = z.infer<typeof Change> & { at: number | null };

function changesOf(body: Buffer): Dated[] {
  const entries = Envelope.safeParse(jsonOf(body)).data?.entry ?? [];
  return entries.flatMap((entry) => {
    const { changes = [], time } = Entry.safeParse(entry).data ?? {};
    return changes.flatMap((change) => {
      const read = Change.safeParse(change).data;
      return read ? [{ ...read, at: momentOf(time) }] : [];
    });
  });
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
  if (whatsAppError(code).class !== "down") return [refusal];
  return [refusal, { kind: "account", state: "down", why: accountCode(code), at: about.at }];
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

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const momentOf = (seconds: number | undefined): number | null =>
  seconds === undefined || Number.isNaN(seconds) ? null : seconds * SECOND_MS;
