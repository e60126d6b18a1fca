import type { SubscriberKind } from "./subscriber.ts";

/** Why somebody is no longer on the list. */
export const END_REASONS = [
  "left",
  "stopped",
  "bounced",
  "soft-bounced",
  "complained",
  "unreachable",
  "gone",
  "failing",
  "removed",
  "page",
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** What we ended ourselves: somebody may come and ask why they hear nothing more. */
export const isOurEnd = (reason: EndReason): boolean =>
  reason !== "left" && reason !== "stopped" && reason !== "removed" && reason !== "page";

/** So many e-mails in a row that came back for a passing reason end a subscription, too. */
export const SOFT_BOUNCES_MAX = 5;

export type Bounce = "hard" | "soft" | "policy";

/** RFC 3463: the class, its subject (1 and 2: the address and its mailbox; 7: policy), the detail. */
const STATUS = /\b([45])\.(\d{1,3})\.(\d{1,3})\b/;
/** RFC 5321: no such mailbox, moved, no such name. */
const NO_SUCH = /^SMTP 55[013]$/;
/** Full mailboxes and messages that are too long are no dead addresses. */
const PASSING = ["2.2", "2.3"];

/**
 * What a mail server means by sending back, or turning down, an e-mail. Policy is about our name,
 * our words or our reputation: it says nothing about the person, and counts against nobody.
 */
export function bounceOf(why: string): Bounce {
  const [, grade = "", subject = "", detail = ""] = STATUS.exec(why) ?? [];
  if (grade === "") return NO_SUCH.test(why) || why === "no address" ? "hard" : "soft";
  if (subject === "7") return "policy";
  const isAddress = subject === "1" || subject === "2";
  const isPassing = PASSING.includes(`${subject}.${detail}`);
  return grade === "5" && isAddress && !isPassing ? "hard" : "soft";
}

/** Whether an address that was turned down at the door is a dead one, and what that is called. */
export function endAtSend(kind: SubscriberKind, why: string): EndReason | null {
  if (kind === "push") return "gone";
  if (kind === "sms") return "unreachable";
  return kind === "email" && bounceOf(why) === "hard" ? "bounced" : null;
}

/** How a line of the ledger says that its e-mail came back. */
const RETURNED = /^(?:bounced|SMTP [45])/;

/** Whether the last e-mails, the newest first, all came back: `null` stands for one that did not. */
export function isSoftEnd(lastWhys: readonly (string | null)[]): boolean {
  const returned = lastWhys.filter(
    (why) => why !== null && RETURNED.test(why) && bounceOf(why) !== "policy",
  );
  return lastWhys.length >= SOFT_BOUNCES_MAX && returned.length === lastWhys.length;
}
