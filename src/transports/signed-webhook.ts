import { z } from "zod";
import { BLAMES, type Heard } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import { jsonOf } from "../lib/json.ts";
import { stampedFits } from "../lib/signatures.ts";
import { type Callback, defineTransport } from "./transport.ts";

/**
 * The channel for what has no adapter yet: an SMS gateway in the cellar, a paging system, a bot.
 *
 * We POST `{ reference, to, heading, body, language, validityMs, links, callbackUrl }` as JSON,
 * with `idempotency-key: <reference>` and `tocsin-signature: t=<unix seconds>,v1=<hex>`, where
 * `v1` is HMAC-SHA256 over `<seconds>.<body>` under the shared key. Any 2xx means taken; an answer
 * `{ "id": "…" }` gives the receiver's own number of the message. The same key twice is the same
 * message: answer as the first time and send nothing.
 *
 * Receipts and replies are POSTed to `callbackUrl`, signed in the same way:
 * `{ "events": [ { "event": "receipt", "reference": "…", "fact": "delivered", "at": 1790000000000 },
 * { "event": "refusal", "reference": "…", "why": "…", "blame": "address" },
 * { "event": "reply", "from": "…", "body": "…", "id": "…" } ] }`. The blame is `address` (nobody is there),
 * `message` (not this one, or not now), `consent` (they want no more) or `platform` (yours, for now).
 */
const BODY_LENGTH_MAX = 4_000;
const SEND_TIMEOUT_MS = 10_000;
const PER_SECOND_MAX = 1_000;
const ADDRESS_LENGTH_MAX = 200;
const SIGNATURE_HEADER = "tocsin-signature";

const Settings = z.object({
  url: z.url().meta(
    words(
      { fr: "Adresse du récepteur", en: "Address of the receiver" },
      {
        fr: "Votre passerelle y reçoit chaque message par POST, en JSON : voir docs/channels.md",
        en: "Your gateway gets each message there by POST, as JSON: see docs/channels.md",
      },
    ),
  ),
  key: z
    .string()
    .min(16)
    .meta(
      words(
        { fr: "Clé partagée", en: "Shared key" },
        {
          fr: "Au moins 16 caractères, tirés au hasard et donnés aux deux côtés : elle signe les messages et les accusés",
          en: "At least 16 characters, made at random and given to both sides: it signs messages and receipts",
        },
      ),
    ),
});

const Taken = z.object({ id: z.coerce.string() });
const About = {
  reference: z.string().nullable().default(null),
  id: z.string().nullable().default(null),
  at: z.number().nullable().default(null),
};
const Event = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("receipt"),
    ...About,
    fact: z.enum(["accepted", "sent", "delivered", "read"]),
  }),
  z.object({
    event: z.literal("refusal"),
    ...About,
    why: z.string().default("refused"),
    blame: z.enum(BLAMES),
  }),
  z.object({ event: z.literal("reply"), ...About, from: z.string(), body: z.string() }),
  z.object({
    event: z.literal("account"),
    state: z.enum(["up", "down"]),
    why: z.string().default(""),
  }),
]);
const Envelope = z.object({ events: z.array(z.unknown()) });

export const signedWebhook = defineTransport({
  kind: "signed-webhook",
  title: { fr: "Webhook signé", en: "Signed webhook" },
  addressKind: "webhook",
  failureDomain: "own",
  settings: Settings,
  secrets: ["key"],
  address: {
    label: { fr: "Adresse chez le récepteur", en: "Address at the receiver" },
    example: "pager-0042",
    parse(typed) {
      const trimmed = typed.trim();
      return trimmed === "" || trimmed.length > ADDRESS_LENGTH_MAX ? null : trimmed;
    },
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  async send(message, to, settings, wire) {
    const { at, ...content } = message;
    const answer = await wire.request({
      method: "POST",
      url: settings.url,
      headers: { "idempotency-key": message.reference },
      secret: { stamp: { header: SIGNATURE_HEADER, key: settings.key, at } },
      timeoutMs: SEND_TIMEOUT_MS,
      json: { to, ...content },
    });
    if (!answer.ok) return answer.failed;
    return { kind: "accepted", providerId: Taken.safeParse(answer.json).data?.id ?? null };
  },

  verify: ({ headers, body, receivedAt }, { key }) =>
    stampedFits(key, headers[SIGNATURE_HEADER], { body, at: receivedAt }),

  hear: (callback) => eventsOf(callback).flatMap(meaningOf),
});

const eventsOf = ({ body }: Callback): unknown[] =>
  Envelope.safeParse(jsonOf(body)).data?.events ?? [];

function meaningOf(item: unknown): Heard[] {
  const event = Event.safeParse(item).data;
  if (!event) return [];
  if (event.event === "account") return [{ kind: "account", state: event.state, why: event.why }];
  const about = { reference: event.reference, providerId: event.id, at: event.at };
  switch (event.event) {
    case "receipt":
      return [{ kind: "receipt", ...about, fact: event.fact }];
    case "refusal":
      return [{ kind: "refusal", ...about, why: event.why, blame: event.blame }];
    case "reply":
      return [{ kind: "reply", ...about, from: event.from, body: event.body }];
  }
}
