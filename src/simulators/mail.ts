import PostalMime from "postal-mime";
import type { News } from "./simulator.ts";

/** What a mail server sees of a message: its number, our reference in the envelope, and the text. */
export async function readMail(raw: Buffer, envelopeFrom: string) {
  const mail = await PostalMime.parse(raw);
  const messageId = mail.messageId ?? "";
  const reference = /\+([^@+]+)@/.exec(envelopeFrom)?.[1] ?? messageId;
  return { reference, messageId, text: mail.text ?? "" };
}

/** The mail that comes back: a report of failure (RFC 3464), or an answer. */
export function mailOf(news: News): string {
  if (news.kind === "reply") return answerOf(news);
  return news.kind === "failed" ? reportOf(news) : "";
}

const lines = (...parts: string[]): string => parts.join("\r\n");
const dateOf = (at: number): string => new Date(at).toUTCString().replace("GMT", "+0000");

function answerOf({ from, text, to, at }: Extract<News, { kind: "reply" }>): string {
  const original = to?.providerId;
  return lines(
    `From: Simulated person <${from}>`,
    "To: crisis@example.org",
    "Subject: Re:",
    `Date: ${dateOf(at)}`,
    `Message-ID: <${at}.${Buffer.from(from).toString("hex").slice(0, 24)}@example.org>`,
    ...(original ? [`In-Reply-To: ${original}`, `References: ${original}`] : []),
    "MIME-Version: 1.0",
    'Content-Type: text/plain; charset="utf-8"',
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(text).toString("base64"),
    "",
  );
}

function reportOf({ of, at }: Extract<News, { kind: "failed" }>): string {
  return lines(
    "From: Mail Delivery System <mailer-daemon@example.org>",
    // The envelope sender of the message, where bounces have to go.
    `To: ${of.callbackUrl ?? "nobody@example.org"}`,
    "Subject: Undelivered Mail Returned to Sender",
    `Date: ${dateOf(at)}`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    "",
    "--report",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "This message could not be delivered.",
    "",
    "--report",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mail.example.org",
    "",
    `Final-Recipient: rfc822; ${of.address}`,
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 No such mailbox",
    "",
    "--report",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${of.providerId}`,
    "",
    "--report--",
    "",
  );
}
