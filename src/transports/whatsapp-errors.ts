import type { Blame, Outcome } from "../domain/outcome.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";

/** What an error of the Cloud API asks for; each class becomes one outcome and one kind of blame. */
export type ErrorClass =
  | "retry" //        passing, surely not taken
  | "ambiguous" //    may have been taken
  | "throttle" //     too fast, somewhere
  | "pair" //         too fast for this person
  | "recipient" //    this person cannot be reached here
  | "message" //      this message or this moment does not suit this person; another may
  | "consent" //      this person does not want it
  | "window" //       free text outside the 24 hours: a template would do
  | "content" //      the message or template is wrong
  | "config" //       token, permission, registration
  | "down"; //        the account or number is out of service

type Entry = { class: ErrorClass; why: string; waitMs?: number };

const entry = (kind: ErrorClass, why: string): Entry => ({ class: kind, why });

/**
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 * Decided on the code alone: Meta's HTTP statuses and titles differ between its own pages.
 */
export const WHATSAPP_ERRORS: Readonly<Record<number, Entry>> = {
  0: entry("config", "authentication failed"),
  1: entry("ambiguous", "unknown failure"),
  2: entry("retry", "the service is down or overloaded"),
  3: entry("config", "a capability is missing"),
  4: { ...entry("throttle", "too many calls of this app"), waitMs: MINUTE_MS },
  10: entry("config", "a permission is missing"),
  33: entry("config", "the business number was deleted"),
  100: entry("content", "invalid parameter"),
  190: entry("config", "the access token has expired"),
  368: entry("down", "the account is restricted for policy reasons"),
  80007: { ...entry("throttle", "too many calls of this account"), waitMs: MINUTE_MS },
  130429: { ...entry("throttle", "too many messages of this number"), waitMs: SECOND_MS },
  130472: entry("message", "left out by an experiment of Meta"),
  130497: entry("message", "not allowed in this country"),
  131000: entry("ambiguous", "unknown failure of sending"),
  131005: entry("config", "access denied"),
  131008: entry("content", "a parameter is missing"),
  131009: entry("message", "a parameter is invalid"),
  131016: entry("retry", "the service is temporarily unavailable"),
  131020: entry("content", "error in a group"),
  131021: entry("message", "sender and recipient are the same"),
  131026: entry("recipient", "not deliverable to this number"),
  131030: entry("config", "a test number is in use: the recipient is not on its list"),
  131031: entry("down", "the account is locked"),
  131037: entry("config", "the display name is not approved"),
  131041: entry("content", "error in a group"),
  131042: entry("down", "payment problem"),
  131044: entry("down", "payment problem"),
  131045: entry("config", "the number is not registered correctly"),
  131047: entry("window", "more than 24 hours since the person last wrote"),
  131048: entry("down", "the number is limited because of its quality"),
  131049: entry("message", "withheld by Meta to protect the person"),
  131050: entry("consent", "the person stopped these messages"),
  131051: entry("content", "message type not supported"),
  131052: entry("message", "media of the person could not be loaded"),
  131053: entry("content", "our media could not be loaded"),
  131056: { ...entry("pair", "too many messages to this person"), waitMs: 6 * SECOND_MS },
  131057: { ...entry("throttle", "the number is being upgraded"), waitMs: MINUTE_MS },
  131062: entry("message", "this message needs a phone number"),
  131063: entry("content", "marketing templates are switched off"),
  131064: entry("down", "limits were cut: templates in the wrong category"),
  132000: entry("content", "the template has another number of variables"),
  132001: entry("content", "no such approved template in this language"),
  132005: entry("message", "the filled template is too long"),
  132007: entry("content", "the template breaks a policy"),
  132008: entry("content", "a variable has the wrong format"),
  132012: entry("content", "a variable does not match the template"),
  132015: entry("content", "the template is paused for low quality"),
  132016: entry("content", "the template is disabled"),
  132068: entry("content", "the flow is blocked"),
  132069: entry("content", "the flow is throttled"),
  133000: entry("config", "the number's registration is incomplete"),
  133004: entry("retry", "the server is temporarily unavailable"),
  133005: entry("config", "wrong two-step PIN"),
  133006: entry("config", "the number must be verified again"),
  133008: entry("config", "too many PIN guesses"),
  133009: entry("config", "PIN guessed too fast"),
  133010: entry("config", "the number is not registered"),
  133015: entry("config", "the number was deleted a moment ago"),
  133016: entry("config", "too many registrations"),
  135000: entry("content", "generic failure"),
  137000: entry("recipient", "the person's identity key has changed"),
  131204: entry("content", "too many participants in the group"),
  131207: entry("config", "the group is suspended"),
  131215: entry("config", "the number is not eligible for groups"),
};

const PERMISSIONS = { from: 200, to: 299 };

/** What a code means. An unknown one that is told later is shown as it is, and nobody's fault. */
export function whatsAppError(code: number): Entry & { known: boolean } {
  const found = WHATSAPP_ERRORS[code];
  if (found) return { ...found, known: true };
  if (code >= PERMISSIONS.from && code <= PERMISSIONS.to) {
    return { ...entry("config", "a permission is missing"), known: true };
  }
  return { ...entry("content", "unknown code"), known: false };
}

/** The template is not there, not approved, paused or disabled: another one may be taken. */
const TEMPLATE_GONE = new Set([132001, 132007, 132015, 132016]);
export const isTemplateGone = (code: number | undefined): boolean =>
  code !== undefined && TEMPLATE_GONE.has(code);

/** The sentence of the locales for a code that says that our account is out of service. */
export const accountCode = (code: number): string => `account:code.${code}`;

/** A refusal at the moment of sending. Wrong content concerns everybody, so the operator is told. */
export function outcomeOf(code: number, retryAfterMs: number | null): Outcome {
  const { class: kind, why: words, waitMs } = whatsAppError(code);
  const why = `${code}: ${words}`;
  switch (kind) {
    case "retry":
      return { kind: "unreachable", why };
    case "ambiguous":
      return { kind: "unknown", why };
    case "throttle":
      return { kind: "throttled", waitMs: retryAfterMs ?? waitMs ?? null };
    case "pair":
      return { kind: "throttled", waitMs: retryAfterMs ?? waitMs ?? null, scope: "person" };
    case "recipient":
      return { kind: "rejected", why };
    case "message":
    case "window":
      return { kind: "rejected", why, scope: "message" };
    case "consent":
      return { kind: "unsubscribed" };
    case "content":
    case "config":
    case "down":
      return { kind: "misconfigured", why };
  }
}

/** Who is to blame for a refusal that comes later. */
export function blameOf(code: number): Blame {
  const { class: kind } = whatsAppError(code);
  if (kind === "consent") return "consent";
  if (kind === "recipient") return "address";
  return kind === "message" || kind === "window" ? "message" : "platform";
}
