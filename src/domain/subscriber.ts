import type { Outcome } from "./outcome.ts";
import { type EndReason, endAtSend } from "./subscriber-end.ts";
import { pauseOf } from "./ways-ahead.ts";

export const SUBSCRIBER_KINDS = ["email", "push", "sms", "webhook", "slack", "teams"] as const;
export type SubscriberKind = (typeof SUBSCRIBER_KINDS)[number];
export type HookFormat = "statuspage" | "tocsin";
export type FuseState = "armed" | "paused" | "blown";
/** What happened in public that subscribers are told of: with an incident, or with planned work. */
export const NEWS = ["published", "updated", "withdrawn", "resolved"] as const;
export const WORK_NEWS = [
  "work-planned",
  "work-changed",
  "work-soon",
  "work-begun",
  "work-said",
  "work-over",
  "work-cancelled",
] as const;
export type IncidentWhat = (typeof NEWS)[number];
export type WorkWhat = (typeof WORK_NEWS)[number];
export type What = IncidentWhat | WorkWhat;
export const isWorkNews = (what: string): what is WorkWhat => what.startsWith("work-");
/** What is written to one subscriber about the subscription itself. */
const LETTERS = [
  "confirm",
  "known",
  "code",
  "owner",
  "challenge",
  "room",
  "welcome",
  "failing",
] as const;
export type Letter = (typeof LETTERS)[number];
export type ToldState = "queued" | "sending" | "accepted" | "unknown" | "failed" | "skipped";

/** The first few of each telling. When they fare badly, nobody else is written to. */
export const CANARIES_MAX = 20;
/** The first try, and up to four more. */
export const TRIES_MAX = 5;
/** A machine that took nothing this often in a row, and for so long, is left alone. */
export const FAILURES_MAX = 5;
export const FAILING_MIN_MS = 3 * 24 * 3_600_000;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const PAUSES_MS = [30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS] as const;

/** Kinds that a channel of ours carries; to the others we post at an address of their own. */
export const isCarried = (kind: SubscriberKind): kind is "email" | "push" | "sms" =>
  kind === "email" || kind === "push" || kind === "sms";

/** What becomes of a line of the ledger. `gone`: why the address comes off the list, if it does. */
export type Line =
  | { state: "accepted" }
  | { state: "unknown"; why: string }
  | { state: "queued"; why: string; dueAt: number }
  | { state: "failed"; why: string; gone: EndReason | null };

/**
 * What one outcome comes to. Where nobody knows whether a message arrived it is not sent again,
 * except to a webhook, whose other end drops what carries the same key.
 */
export function lineAfter(
  sent: { kind: SubscriberKind; try: number },
  outcome: Outcome,
  now: number,
): Line {
  const isHook = sent.kind === "webhook";
  switch (outcome.kind) {
    case "accepted":
      return { state: "accepted" };
    case "unknown":
      return isHook ? again(sent, outcome.why, now) : { state: "unknown", why: outcome.why };
    case "throttled":
      // Our own channel asks for patience: that burns no try.
      if (isCarried(sent.kind)) {
        return { state: "queued", why: "throttled", dueAt: now + pauseOf(outcome) };
      }
      return again({ ...sent, waitMs: outcome.waitMs ?? undefined }, "throttled", now);
    case "unreachable":
      return again(sent, outcome.why, now);
    case "rejected":
      if (isHook) return again(sent, outcome.why, now);
      return {
        state: "failed",
        why: outcome.why,
        gone: outcome.scope === undefined ? endAtSend(sent.kind, outcome.why) : null,
      };
    case "unsubscribed":
      return { state: "failed", why: "unsubscribed", gone: "stopped" };
    case "misconfigured":
      return again(sent, outcome.why, now);
    default:
      return outcome satisfies never;
  }
}

function again(sent: { try: number; waitMs?: number | undefined }, why: string, now: number): Line {
  if (sent.try >= TRIES_MAX) return { state: "failed", why, gone: null };
  const usualMs = PAUSES_MS[Math.min(sent.try, PAUSES_MS.length) - 1] ?? PAUSES_MS[0];
  return { state: "queued", why, dueAt: now + (sent.waitMs ?? usualMs) };
}

/** Whom no channel carries at present is not waited for longer than this. */
const CANARY_PATIENCE_MS = 20 * SECOND_MS;

/** How the canaries fare: `null` while it is too early to say. */
export function canaryVerdict(count: {
  lines: number;
  tried: number;
  bad: number;
  ageMs: number;
}): "passed" | "failed" | null {
  const isEarly = count.tried < count.lines && count.ageMs < CANARY_PATIENCE_MS;
  if (isEarly || (count.tried === 0 && count.lines > 0)) return null;
  return count.bad * 2 > count.tried ? "failed" : "passed";
}

const REFERENCE = /^s([0-9a-z]+)-([0-9a-z]+)-([0-9a-f]{8})$/;
const PART_MAX = 2_147_483_647;

export type ToldKey = { tellingId: number; ordinal: number };

/**
 * Correlates a message with its line of the ledger: short, safe in headers and addresses. Its mark
 * is made with our key, so that nobody can make up a bounce for somebody else's line.
 */
export const toldReference = ({ tellingId, ordinal }: ToldKey, mark: string): string =>
  `s${tellingId.toString(36)}-${ordinal.toString(36)}-${mark}`;

/** The line and its mark, or null for a text that has not even the form of one of ours. */
export function parseToldReference(text: string): (ToldKey & { mark: string }) | null {
  const [, telling = "", line = "", mark = ""] = REFERENCE.exec(text) ?? [];
  const [tellingId, ordinal] = [Number.parseInt(telling, 36), Number.parseInt(line, 36)];
  return tellingId <= PART_MAX && ordinal <= PART_MAX ? { tellingId, ordinal, mark } : null;
}
