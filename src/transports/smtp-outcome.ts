import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";

const Trouble = z.object({
  code: z.string().optional(),
  originalCode: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
  timeoutType: z.string().optional(),
  syscall: z.string().optional(),
});

const GREYLIST_WAIT_MS = 5 * 60_000;
/** A full mailbox (RFC 3463, x.2.2): time may help, and another way is better. */
const FULL = /^\d\.2\.2$/;
/** What a server that counts our letters says of all of them, at whichever recipient it says it. */
const TOO_FAST = /\b(?:too (?:many|fast)|rate|throttl\w*|limit)\b/i;
const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/;
/** What stands in answers without such a number: our name, our text or our right to send at all. */
const POLICY = /\b(?:relay\w*|spam|blacklist\w*|blocklist\w*|reputation|spf|dkim|dmarc)\b/i;
/** A sender's address that is none (RFC 3463, x.1.7 and x.1.8). */
const OUR_ADDRESS = /^\d\.1\.[78]$/;
/** Errors from before any message was offered. */
const BEFORE = ["EDNS", "ETLS", "EREQUIRETLS", "ECONFIG", "EPROXY", "ENOAUTH"];

/**
 * RFC 5321 4.2.1 and RFC 3463: 4yz passes, 5yz stays. A line that dies without an answer may have
 * died after the last dot, and the message may be on its way.
 */
export function smtpOutcome(cause: unknown): Outcome {
  const trouble = Trouble.safeParse(cause).data ?? {};
  const { code = "", responseCode, command = "" } = trouble;
  if (code === "EAUTH" || code === "ENOAUTH")
    return misconfigured("the sign-in was refused", trouble);
  const isAnswer = responseCode !== undefined && responseCode >= 400 && responseCode < 600;
  if (isAnswer) return ofAnswer(responseCode, trouble);
  const isBefore =
    // The pool's own word for a connection that ended with no letter under way on it.
    (code === "ECONNECTION" && command === "") ||
    BEFORE.includes(code) ||
    trouble.syscall === "connect" ||
    trouble.originalCode === "ECONNREFUSED" ||
    trouble.timeoutType === "CONNECT_TIMEOUT" ||
    trouble.timeoutType === "GREETING_TIMEOUT";
  const why = trouble.originalCode ?? (code || "the line died");
  if (isBefore) return { kind: "unreachable", why };
  // Our own check refused the address. From a server, it is nonsense in answer to a command: nothing
  // was handed over, and nothing was said about the person.
  if (code === "EENVELOPE" && command === "API") return { kind: "rejected", why: "no address" };
  if (code === "EENVELOPE") return { kind: "unreachable", why: `no answer to ${command}` };
  return { kind: "unknown", why };
}

function ofAnswer(status: number, trouble: z.infer<typeof Trouble>): Outcome {
  const enhanced = ENHANCED.exec(trouble.response ?? "")?.[1] ?? "";
  const why = enhanced === "" ? `SMTP ${status}` : `SMTP ${status} ${enhanced}`;
  if (status === 421) return { kind: "unreachable", why };
  if (status < 500 && FULL.test(enhanced)) return { kind: "unreachable", why };
  if (status === 450 || status === 451 || status === 452) {
    // Greylisting and busy mailboxes are one recipient's: everybody else's letters go on.
    const isTheirs = trouble.command === "RCPT TO" && !TOO_FAST.test(trouble.response ?? "");
    const wait = { kind: "throttled", waitMs: GREYLIST_WAIT_MS } as const;
    return isTheirs ? { ...wait, scope: "person" } : wait;
  }
  if (status < 500) return { kind: "unreachable", why };
  if (status === 530 || status === 534 || status === 535) return { kind: "misconfigured", why };
  // 5.7.x is policy: our name, our text or our reputation, and so nothing this person can help.
  const isPolicy = enhanced === "" && POLICY.test(trouble.response ?? "");
  if (isPolicy || enhanced.startsWith("5.7.") || OUR_ADDRESS.test(enhanced))
    return { kind: "misconfigured", why };
  // What is refused before the recipient was named is our sender.
  if (trouble.command === "MAIL FROM") return { kind: "misconfigured", why };
  // 552 is a size, 554 a refusal of the transaction: neither says that nobody lives there.
  const isVague = (status === 552 || status === 554) && !enhanced.startsWith("5.1.");
  const isAddress = trouble.command === "RCPT TO" && !isVague && !FULL.test(enhanced);
  return isAddress ? { kind: "rejected", why } : { kind: "rejected", why, scope: "message" };
}

const misconfigured = (words: string, { responseCode }: z.infer<typeof Trouble>): Outcome => ({
  kind: "misconfigured",
  why: responseCode === undefined ? words : `SMTP ${responseCode}: ${words}`,
});
