import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import type { Callback } from "./transport.ts";

const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Fields = z.record(z.string(), Value);

/** What Vonage posts: JSON or a form, as the account chose; every value as text. */
export function fieldsOf({ headers, body }: Callback): Record<string, string> {
  const text = body.toString("utf8");
  const isJson = headers["content-type"]?.includes("json") ?? text.startsWith("{");
  if (!isJson) return Object.fromEntries(new URLSearchParams(text));
  try {
    return Fields.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

const FACTS: Readonly<Record<string, "accepted" | "delivered">> = {
  accepted: "accepted",
  buffered: "accepted",
  delivered: "delivered",
};
const REFUSED = new Set(["expired", "failed", "rejected"]);

/** Codes of receipts: barred by the person and opted out; absent for good. The rest may pass. */
const BLAMES: Readonly<Record<string, "address" | "consent">> = {
  "3": "address",
  "4": "consent",
  "9": "consent",
};

/**
 * A receipt or an SMS that somebody wrote. Nothing here depends on when it was signed: Vonage
 * repeats for a day, and a call told twice counts once.
 */
export function hearVonage(callback: Callback): Heard[] {
  const fields = fieldsOf(callback);
  const { messageId = null, status, msisdn, text } = fields;
  if (status === undefined) {
    if (msisdn === undefined || text === undefined) return [];
    const from = `+${msisdn.replace(/^\+/, "")}`;
    return [{ kind: "reply", from, body: text, providerId: messageId, reference: null, at: null }];
  }
  const about = { reference: fields["client-ref"] ?? null, providerId: messageId, at: null };
  const fact = FACTS[status];
  if (fact) return [{ kind: "receipt", ...about, fact }];
  if (!REFUSED.has(status)) return [];
  const code = fields["err-code"] ?? "";
  const why = /^\d{1,3}$/.test(code) ? `Vonage: ${status}, ${code}` : `Vonage: ${status}`;
  return [{ kind: "refusal", ...about, why, blame: BLAMES[code] ?? "platform" }];
}
