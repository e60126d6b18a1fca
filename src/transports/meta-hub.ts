import { hubSignature, sameSignature } from "../lib/signatures.ts";
import type { Callback } from "./transport.ts";

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads */
export const verifyHub = (
  { body, headers }: Callback,
  { appSecret }: { appSecret: string },
): boolean => sameSignature(headers["x-hub-signature-256"], hubSignature(appSecret, body));

/** The handshake by which Meta's webhooks begin. */
export function hubChallenge(
  query: URLSearchParams,
  { verifyToken }: { verifyToken: string },
): string | null {
  if (query.get("hub.mode") !== "subscribe") return null;
  const given = query.get("hub.verify_token") ?? undefined;
  return sameSignature(given, verifyToken) ? query.get("hub.challenge") : null;
}
