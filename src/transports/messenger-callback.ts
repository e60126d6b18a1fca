import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { jsonOf } from "../lib/json.ts";
import type { Callback } from "./transport.ts";
import { hearWhatsAppTemplate } from "./whatsapp-template-news.ts";

const MID_LENGTH_MAX = 300;

/** Milliseconds, as far as a date goes. Some of Meta's pages show them as text, and in seconds. */
const Moment = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  ])
  .transform((at) => (at < SECONDS_MAX ? at * SECOND_MS : at))
  .pipe(z.number().min(0).max(8_640_000_000_000_000));
const SECONDS_MAX = 100_000_000_000;

const Said = z.object({
  sender: z.object({ id: z.string() }),
  timestamp: Moment.optional().catch(undefined),
  message: z
    .object({
      mid: z.string(),
      text: z.string().optional(),
      is_echo: z.boolean().optional(),
      quick_reply: z.object({ payload: z.string() }).optional(),
    })
    .optional(),
  delivery: z
    .object({
      mids: z.array(z.string().min(1).max(MID_LENGTH_MAX)).optional(),
      watermark: Moment.optional(),
    })
    .optional(),
  read: z.object({ watermark: Moment }).optional(),
  postback: z
    .object({ mid: z.string().optional(), title: z.string(), payload: z.string().optional() })
    .optional(),
});
const Envelope = z.object({
  object: z.literal("page"),
  entry: z.array(
    z.object({
      time: Moment.optional().catch(undefined),
      messaging: z.array(z.unknown()).default([]),
      changes: z.array(z.unknown()).default([]),
    }),
  ),
});

const Change = z.object({ field: z.string(), value: z.record(z.string(), z.unknown()) });

type Templates = { template?: string | undefined; backupTemplate?: string | undefined };

/**
 * What arrived, what people wrote or tapped, and what became of our templates. What the Page itself said
 * echoes, and is no answer.
 */
export function hearMessenger(
  { body }: Pick<Callback, "body">,
  { template, backupTemplate: backup }: Templates,
): Heard[] {
  const envelope = Envelope.safeParse(jsonOf(body)).data;
  return (envelope?.entry ?? []).flatMap(({ messaging, changes, time: at = null }) => [
    ...messaging.flatMap((item) => {
      const said = Said.safeParse(item).data;
      return said ? hearOne(said) : [];
    }),
    ...changes.flatMap((item) => {
      const change = Change.safeParse(item).data;
      return change ? hearWhatsAppTemplate({ ...change, at, template, backup }) : [];
    }),
  ]);
}

function hearOne(said: z.infer<typeof Said>): Heard[] {
  const { sender, timestamp, message, postback, delivery, read } = said;
  const about = { from: sender.id, at: timestamp ?? null };
  if (delivery) return hearDelivery(delivery, about);
  if (read) return [markOf("read", sender.id, read.watermark)];
  if (postback) {
    const { title, mid = null, payload = null } = postback;
    return [{ kind: "reply", ...about, body: title, providerId: mid, reference: payload }];
  }
  if (!message || message.is_echo === true) return [];
  const { mid: providerId, text = "", quick_reply: tapped } = message;
  const reference = tapped?.payload ?? null;
  return [{ kind: "reply", ...about, body: text, providerId, reference }];
}

function hearDelivery(
  { mids = [], watermark }: NonNullable<z.infer<typeof Said>["delivery"]>,
  { from, at }: { from: string; at: number | null },
): Heard[] {
  if (mids.length === 0) {
    return watermark === undefined ? [] : [markOf("delivered", from, watermark)];
  }
  const told = { kind: "receipt", reference: null, fact: "delivered", at } as const;
  return mids.map((providerId) => ({ ...told, providerId }));
}

const markOf = (fact: "delivered" | "read", upTo: string, at: number): Heard => ({
  kind: "receipt",
  reference: null,
  providerId: null,
  fact,
  at,
  upTo,
});
