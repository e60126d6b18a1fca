import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { jsonOf } from "../lib/json.ts";
import { sameSignature, twilioSignature } from "../lib/signatures.ts";
import type { Callback, Message } from "./transport.ts";
import { twilioBlame, twilioClass } from "./twilio-errors.ts";

export const REFERENCE_PARAMETER = "reference";

/** Where Twilio shall report about this message, or null where nobody can reach us. */
export function statusCallback({ callbackUrl, reference }: Message): URL | null {
  if (callbackUrl === null) return null;
  const callback = new URL(callbackUrl);
  callback.searchParams.set(REFERENCE_PARAMETER, reference);
  return callback;
}

export const formOf = ({ body }: Callback): URLSearchParams =>
  new URLSearchParams(body.toString("utf8"));

/** https://www.twilio.com/docs/usage/security#validating-requests */
export function verifyTwilio(callback: Callback, { authToken }: { authToken: string }): boolean {
  const { url, headers } = callback;
  const given = headers["x-twilio-signature"];
  // Twilio is not consistent about the port, so its own validator tries both.
  return [url, ...withOtherPort(url)].some((address) =>
    sameSignature(given, twilioSignature(authToken, address, formOf(callback))),
  );
}

/** A status of a message we sent, or a message that somebody wrote: Twilio posts both as a form. */
export function hearTwilio(callback: Callback): Heard[] {
  if (callback.headers["content-type"]?.includes("json")) return hearResource(callback);
  const form = formOf(callback);
  const status = form.get("MessageStatus") ?? form.get("SmsStatus");
  if (status === null) return [];
  const sid = form.get("MessageSid") ?? form.get("SmsSid");
  if (status === "received") return hearReply(form, sid);
  const about = {
    reference: callback.query.get(REFERENCE_PARAMETER),
    providerId: sid,
    at: null,
  };
  return hearStatus(about, status, failureOf(callback));
}

/** Under which number Twilio says, afterwards, that a message came to nothing. */
export const failureOf = (callback: Callback): number =>
  Number(formOf(callback).get("ErrorCode") ?? 0);

const Resource = z.object({
  sid: z.string(),
  status: z.string(),
  error_code: z.number().nullish(),
});

/** What Twilio answered when it was asked. */
function hearResource({ body, query }: Callback): Heard[] {
  const told = Resource.safeParse(jsonOf(body)).data;
  if (!told) return [];
  const about = { reference: query.get(REFERENCE_PARAMETER), providerId: told.sid, at: null };
  return hearStatus(about, told.status, told.error_code ?? 0);
}

type About = { reference: string | null; providerId: string | null; at: number | null };

/** What one status of a message means; nothing, where it may still become anything. */
function hearStatus(about: About, status: string, code: number): Heard[] {
  const fact = FACTS[status];
  if (fact) return [{ kind: "receipt", ...about, fact }];
  if (status !== "failed" && status !== "undelivered" && status !== "canceled") return [];
  const why = code > 0 ? `Twilio ${code}` : `Twilio: ${status}`;
  const refusal: Heard = { kind: "refusal", ...about, why, blame: twilioBlame(code) };
  if (twilioClass(code) !== "down") return [refusal];
  return [refusal, { kind: "account", state: "down", why }];
}

const FACTS: Readonly<Record<string, "accepted" | "sent" | "delivered" | "read">> = {
  accepted: "accepted",
  queued: "accepted",
  sending: "accepted",
  sent: "sent",
  delivered: "delivered",
  read: "read",
};

/** `whatsapp:+336…` is the number of a person on WhatsApp. */
function hearReply(form: URLSearchParams, sid: string | null): Heard[] {
  const from = form.get("From")?.replace(/^whatsapp:/, "");
  if (from === undefined) return [];
  const body = form.get("Body") ?? "";
  return [{ kind: "reply", from, body, providerId: sid, reference: null, at: null }];
}

function withOtherPort(address: string): string[] {
  const found = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s.exec(address);
  if (!found) return [];
  const [, scheme, host, port, rest] = found;
  const usual = scheme === "https" ? ":443" : ":80";
  return [`${scheme}://${host}${port === undefined ? usual : ""}${rest}`];
}
