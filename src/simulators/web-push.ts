import {
  createDecipheriv,
  createECDH,
  createHash,
  createPublicKey,
  type ECDH,
  hkdfSync,
  verify,
} from "node:crypto";
import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import { type Dialect, mute, type Stage, troubleOf } from "./simulator.ts";

/** The push service that simulated browsers are subscribed at. */
const ORIGIN = "https://updates.push.services.mozilla.com";
const PATH = /^\/wpush\/v2\/([\w-]{1,200})$/;
const AUTH = Buffer.from("tocsin simulator");
/** All simulated browsers share one key pair, so that any process can open what they are sent. */
const browser = createECDH("prime256v1");
browser.setPrivateKey(createHash("sha256").update("tocsin simulated browser").digest());

const Payload = z.object({ id: z.string(), title: z.string(), body: z.string() });
const Claims = z.object({ aud: z.literal(ORIGIN), exp: z.number(), sub: z.string() });

/** What the browser of this name hands over when its owner subscribes. */
export const pushSubscription = (name: string): string =>
  JSON.stringify({
    endpoint: `${ORIGIN}/wpush/v2/${name}`,
    keys: {
      p256dh: browser.getPublicKey().toString("base64url"),
      auth: AUTH.toString("base64url"),
    },
  });

/**
 * A push service (RFC 8030) together with the browsers behind it: it checks the token (RFC 8292) and
 * opens the message (RFC 8188, 8291). A browser whose name begins with `gone` has let go: 410.
 */
export const startWebPushSimulator = simulatorOf(dialect);

function dialect(_stage: Stage): Dialect {
  return {
    // Browsers tell nobody what became of a notification.
    ...mute,
    error: (code) => ({ ...troubleOf(code), body: "" }),
    read(called, reply) {
      const address = PATH.exec(called.path)?.[1];
      if (address === undefined || called.method !== "POST") return refuse(reply, 404);
      if (address.startsWith("gone")) return refuse(reply, 410);
      if (!isSigned(called)) return refuse(reply, 403);
      if (!/^\d+$/.test(String(called.headers["ttl"]))) return refuse(reply, 400);
      const text = openPush(called.body, { keys: browser, auth: AUTH });
      const payload = text === null ? undefined : Payload.safeParse(jsonOf(text)).data;
      if (!payload) return refuse(reply, 400);
      const { id: reference, title, body } = payload;
      const answer = { status: 201, body: "" };
      const shown = `${title}\n${body}`;
      return { address, reference, text: shown, providerId: reference, callbackUrl: null, answer };
    },
  };
}

function refuse(reply: Reply, status: number): null {
  reply.send(status, "");
  return null;
}

function isSigned({ headers }: Called): boolean {
  const [, token = "", key = ""] =
    /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? "") ?? [];
  const [head = "", body = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  if (point.length !== 65) return false;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((at) => at.toString("base64url"));
  const publicKey = createPublicKey({
    format: "jwk",
    key: { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" },
  });
  const claims: unknown = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  return (
    Claims.safeParse(claims).success &&
    verify(
      "sha256",
      Buffer.from(`${head}.${body}`),
      { key: publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    )
  );
}

type Browser = { keys: ECDH; auth: Buffer };

/** Opens one record of aes128gcm as this browser does; null where it was not meant for it. */
export function openPush(body: Buffer, { keys, auth }: Browser): string | null {
  try {
    const salt = body.subarray(0, 16);
    const keyLength = body[20] ?? 0;
    const sender = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const secret = keys.computeSecret(sender);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
    const input = Buffer.from(hkdfSync("sha256", secret, auth, info, 32));
    const derive = (label: string, length: number) =>
      Buffer.from(hkdfSync("sha256", input, salt, `Content-Encoding: ${label}\0`, length));
    const cipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
    cipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    // RFC 8188, 2: the last record ends with a 2, and zeros after it.
    return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
  } catch {
    return null;
  }
}
