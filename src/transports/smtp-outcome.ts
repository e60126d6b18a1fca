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
/** What a server that counts our letters says of all of them, at whichever letter it says it. */
const TOO_FAST = /\b(?:too (?:many|fast)|rate|throttl\w*|limit)\b/i;
const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/;
/** What stands in answers without such a number: our name, our text or our right to send at all. */
const POLICY = /\b(?:relay\w*|spam|blacklist\w*|blocklist\w*|reputation|spf|dkim|dmarc)\b/i;
/** A sender's address that is none (RFC 3463, x.1.7 and x.1.8). */
const OUR_ADDRESS = /^\d\.1\.[78]$/;
/** The server itself: its system, its congestion, its count of recipients (RFC 3463). */
const SERVERS_OWN = /^\d\.(?:3\.|4\.5$|5\.3$)/;
/** Whoever is called `spam` or `rate` says nothing about us with it: an answer may repeat an address. */
const ADDRESSES = /\S+@\S+/g;
const ANSWER_LENGTH_MAX = 1_000;
/** We have to sign in, or to encrypt (RFC 4954, RFC 3207). */
const SIGN_IN = [530, 534, 535, 538];
/** Nothing was said but the status, and these three say that nobody lives there (RFC 5321, 4.2.3). */
const NO_MAILBOX = [550, 551, 553];
/** At these commands a server answers for one letter; what it refuses at those before, it refuses us. */
const ONE_LETTER = ["RCPT TO", "DATA"];
const ALL_LETTERS = /^(?:CONN|EHLO|HELO|STARTTLS|AUTH|MAIL FROM)/;
/** The certificate is not theirs, or nobody speaks TLS there: it ended before a word was said. */
const HANDSHAKE =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_CERT_|ERR_SSL_WRONG_VERSION)/;
/** Errors from before any message was offered. */
const BEFORE = ["EDNS", "ETLS", "EREQUIRETLS", "ECONFIG", "EPROXY", "ENOAUTH"];

/**
 * RFC 5321 4.2.1 and RFC 3463: 4yz passes, 5yz stays. A line that dies without an answer may have
 * died after the last dot, and the message may be on its way.
 */
export function smtpOutcome(cause: unknown): Outcome {
  const trouble = Trouble.safeParse(cause).data ?? {};
  const { code = "", responseCode, command = "" } = trouble;
  const isAnswer = responseCode !== undefined && responseCode >= 400 && responseCode < 600;
  // RFC 4954: a sign-in refused with 4yz may do in a while, so nobody has to change it.
  const isSignIn = code === "EAUTH" || code === "ENOAUTH";
  if (isSignIn && !(isAnswer && responseCode < 500))
    return misconfigured("the sign-in was refused", trouble);
  if (isAnswer) return ofAnswer(responseCode, trouble);
  const isBefore =
    // The pool's own word for a connection that ended with no letter under way on it.
    (code === "ECONNECTION" && command === "") ||
    BEFORE.includes(code) ||
    trouble.syscall === "connect" ||
    trouble.originalCode === "ECONNREFUSED" ||
    HANDSHAKE.test(trouble.originalCode ?? "") ||
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
  const { command = "" } = trouble;
  const response = (trouble.response ?? "").slice(0, ANSWER_LENGTH_MAX).replaceAll(ADDRESSES, "");
  const enhanced = ENHANCED.exec(response)?.[1] ?? "";
  const why = enhanced === "" ? `SMTP ${status}` : `SMTP ${status} ${enhanced}`;
  if (status < 500) return ofDelay({ status, enhanced, why }, { command, response });
  // 5.7.x is policy: our name, our text or our reputation, and so nothing this person can help.
  const isPolicy = enhanced === "" && POLICY.test(response);
  const isOurs = isPolicy || enhanced.startsWith("5.7.") || OUR_ADDRESS.test(enhanced);
  if (isOurs || SIGN_IN.includes(status) || ALL_LETTERS.test(command))
    return { kind: "misconfigured", why };
  const isAddress = command === "RCPT TO" && isNobodyThere(status, enhanced);
  return isAddress ? { kind: "rejected", why } : { kind: "rejected", why, scope: "message" };
}

/** 4yz: nothing was taken. Greylisting, busy mailboxes and a letter that is disliked are one person's. */
function ofDelay(
  { status, enhanced, why }: { status: number; enhanced: string; why: string },
  { command, response }: { command: string; response: string },
): Outcome {
  const isWait = status === 450 || status === 451 || status === 452;
  if (!isWait || FULL.test(enhanced)) return { kind: "unreachable", why };
  // A bare 452 is the server's own store (RFC 5321, 4.2.3).
  const isServers = SERVERS_OWN.test(enhanced) || (enhanced === "" && status === 452);
  const isTheirs = ONE_LETTER.includes(command) && !isServers && !TOO_FAST.test(response);
  const wait = { kind: "throttled", waitMs: GREYLIST_WAIT_MS } as const;
  return isTheirs ? { ...wait, scope: "person" } : wait;
}

/** RFC 3463: x.1 is the address, x.2.1 a mailbox that was closed; x.0 and x.5 leave it to the status. */
function isNobodyThere(status: number, enhanced: string): boolean {
  if (/^5\.(?:1\.|2\.[01]$)/.test(enhanced)) return true;
  return /^(?:$|5\.[05]\.)/.test(enhanced) && NO_MAILBOX.includes(status);
}

const misconfigured = (words: string, { responseCode }: z.infer<typeof Trouble>): Outcome => ({
  kind: "misconfigured",
  why: responseCode === undefined ? words : `SMTP ${responseCode}: ${words}`,
});
