import { createECDH, createPrivateKey, sign } from "node:crypto";
import type Push from "web-push";
import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { HOUR_MS, SECOND_MS } from "../lib/clock.ts";
import { sha256 } from "../lib/crypto.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { defineTransport, type Message } from "./transport.ts";

/** Push services take 4,096 bytes, encrypted; a letter takes three of them at most. */
const BODY_LENGTH_MAX = 900;
const HEADING_LENGTH_MAX = 200;
const SEND_TIMEOUT_MS = 10_000;
const PER_SECOND_MAX = 500;
const ENDPOINT_LENGTH_MAX = 1_000;
const TOPIC_LENGTH = 32;
/** RFC 8292 allows a day; half of it, renewed each hour, is always good. */
const TOKEN_LIFE_MS = 12 * HOUR_MS;
const ENCODING = "aes128gcm";
const CURVE = "prime256v1";
const KEY_BYTES = 32;

/** An endpoint is an address that a stranger chose: these hosts, or names below them, and no others. */
const HOSTS = [
  "fcm.googleapis.com",
  "android.googleapis.com",
  "updates.push.services.mozilla.com",
  "push.services.mozilla.com",
  "notify.windows.com",
  "push.apple.com",
];

const Settings = z.object({
  contact: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/)
    .meta(
      words(
        { fr: "Qui prévenir en cas d’abus", en: "Whom to tell about abuse" },
        {
          fr: "mailto: suivi de votre adresse, ou https://… ; transmis aux services de notification",
          en: "mailto: and your address, or https://…; handed on to the push services",
        },
      ),
    ),
  privateKey: z
    .string()
    .regex(/^[\w-]{43}$/)
    .meta(
      words(
        { fr: "Clé privée VAPID", en: "VAPID private key" },
        {
          fr: "La page Abonnés en crée une ; en changer met fin à tous les abonnements",
          en: "The page Subscribers makes one; another one ends all subscriptions",
        },
      ),
    ),
  base: z
    .url()
    .optional()
    .meta(
      words(
        { fr: "Service simulé", en: "Simulated service" },
        { fr: "Pour les exercices seulement", en: "For drills only" },
      ),
    ),
});
type PushSettings = z.infer<typeof Settings>;

const bytesLong = (length: number) =>
  z.string().refine((text) => Buffer.from(text, "base64url").length === length);
const Subscription = z.object({
  endpoint: z.string().max(ENDPOINT_LENGTH_MAX).refine(isPushEndpoint),
  keys: z.object({ p256dh: bytesLong(65), auth: bytesLong(16) }),
});

/** Notifications of the browser (RFC 8030, 8188, 8291, 8292), with keys of our own and nobody between. */
export const webPush = defineTransport<PushSettings>({
  kind: "web-push",
  title: { fr: "Notifications du navigateur", en: "Browser notifications" },
  addressKind: "push",
  failureDomain: "own",
  settings: Settings,
  secrets: ["privateKey"],
  address: {
    label: { fr: "Abonnement du navigateur (JSON)", en: "Subscription of the browser (JSON)" },
    example:
      '{"endpoint":"https://updates.push.services.mozilla.com/wpush/v2/ana","keys":{"p256dh":"BFZV0u38mBi5Otur_SsZ2goDMK0Mb4TFN7lcqQM8NU_aHX8RzWb-A3C_d_GwS0WfV9Ajomjw6AOK1E9clyr-ijs","auth":"dG9jc2luIHNpbXVsYXRvcg"}}',
    parse: parseSubscription,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://www.rfc-editor.org/rfc/rfc8030#section-5
  async send(message, to, settings, wire) {
    const canonical = parseSubscription(to);
    if (canonical === null) return { kind: "rejected", why: "no subscription" };
    const subscription = Subscription.parse(JSON.parse(canonical));
    const sealed = sealFor(await sealing(), subscription, message);
    if (sealed === null) return { kind: "rejected", why: "the keys of the browser are none" };
    const { endpoint } = subscription;
    const answer = await wire.request({
      method: "POST",
      url: settings.base === undefined ? endpoint : settings.base + new URL(endpoint).pathname,
      headers: {
        ...sealed.headers,
        authorization: tokenFor(new URL(endpoint).origin, settings, message.at),
      },
      bytes: sealed.body,
      timeoutMs: SEND_TIMEOUT_MS,
    });
    if (answer.ok) return { kind: "accepted", providerId: answer.headers["location"] ?? null };
    // The browser has let go of it, or the person has.
    if (answer.status === 404 || answer.status === 410) {
      return { kind: "rejected", why: "subscription gone" };
    }
    return refusalOf(answer);
  },
});

/** As Apple, Google and Mozilla say that a browser subscribed with another key than ours. */
const OTHER_KEY = /VapidPkHashMismatch|do not correspond to the credentials|public key mismatch/i;

/**
 * Anybody may hand us a subscription, made up or made with another key: what is refused of one is that
 * one's trouble, and takes the notifications from nobody else.
 */
function refusalOf({ failed, text }: Extract<Answer, { ok: false }>): Outcome {
  if (failed.kind === "misconfigured" && OTHER_KEY.test(text)) {
    return { kind: "rejected", why: "subscribed with another key" };
  }
  return failed.kind === "rejected" ? { ...failed, scope: "message" } : failed;
}

/** Whether strangers may make us post there: https, the usual port, a push service, nothing else. */
export function isPushEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === "" && url.password === "" && url.hash === "";
  if (url.protocol !== "https:" || !plain || /^https:\/\/[^/]*:\d*(\/|$)/i.test(text)) return false;
  return HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

/** The public half of a VAPID key, as browsers ask for it. */
export function vapidPublicKey(privateKey: string): string {
  const curve = createECDH(CURVE);
  curve.setPrivateKey(Buffer.from(privateKey, "base64url"));
  return curve.getPublicKey().toString("base64url");
}

/** A fresh private key of the curve that browsers know. */
export function newVapidKey(): string {
  const curve = createECDH(CURVE);
  curve.generateKeys();
  const key = curve.getPrivateKey();
  // Its first bytes may be zero, and are left out then.
  return Buffer.concat([Buffer.alloc(KEY_BYTES - key.length), key]).toString("base64url");
}

type Sealing = typeof Push;
let loaded: Promise<Sealing> | null = null;

/** What seals a message for its browser is loaded by the first that there is to send. */
function sealing(): Promise<Sealing> {
  loaded ??= import("web-push").then((found) => found.default);
  return loaded;
}

function parseSubscription(typed: string): string | null {
  try {
    const read = Subscription.safeParse(JSON.parse(typed));
    return read.success ? JSON.stringify(read.data) : null;
  } catch {
    return null;
  }
}

/** What the browser shows of it. */
export const shownByPush = ({ heading, body }: Pick<Message, "heading" | "body">) => ({
  title: heading.slice(0, HEADING_LENGTH_MAX),
  body: body.slice(0, BODY_LENGTH_MAX),
});

function sealFor(push: Sealing, subscription: z.infer<typeof Subscription>, message: Message) {
  const { reference, language, links, validityMs, thread = reference } = message;
  const payload = JSON.stringify({
    id: reference,
    ...shownByPush(message),
    lang: language,
    url: links.answer,
    tag: thread,
  });
  try {
    const { headers, body: sealed } = push.generateRequestDetails(subscription, payload, {
      contentEncoding: ENCODING,
      TTL: Math.max(0, Math.floor(validityMs / SECOND_MS)),
      urgency: "high",
      topic: sha256(thread).toString("base64url").slice(0, TOPIC_LENGTH),
    });
    const { "Content-Length": _length, ...rest } = headers;
    const sent = Object.entries(rest).map(([name, value]) => [name.toLowerCase(), String(value)]);
    return { headers: Object.fromEntries(sent), body: Buffer.from(sealed) };
  } catch {
    return null;
  }
}

const tokens = new Map<string, { token: string; until: number }>();

/** Signing costs more than all the rest: one token serves a push service for an hour. */
function tokenFor(origin: string, { contact, privateKey }: PushSettings, at: number): string {
  const name = sha256(`${origin} ${contact} ${privateKey}`).toString("base64url");
  const known = tokens.get(name);
  if (known && known.until > at && known.until <= at + HOUR_MS) return known.token;
  const token = signedToken({ origin, contact, privateKey, until: at + TOKEN_LIFE_MS });
  tokens.set(name, { token, until: at + HOUR_MS });
  return token;
}

/** RFC 8292: a JWT, signed with ES256, and the public half of the key beside it. */
function signedToken(claim: {
  origin: string;
  contact: string;
  privateKey: string;
  until: number;
}): string {
  const publicKey = vapidPublicKey(claim.privateKey);
  const point = Buffer.from(publicKey, "base64url");
  const key = createPrivateKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      d: claim.privateKey,
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
  });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = { aud: claim.origin, exp: Math.floor(claim.until / SECOND_MS), sub: claim.contact };
  const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(body)}`;
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `vapid t=${signed}.${signature.toString("base64url")}, k=${publicKey}`;
}
