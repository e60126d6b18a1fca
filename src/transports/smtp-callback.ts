import PostalMime, { type Attachment, type Email } from "postal-mime";
import type { Heard } from "../domain/outcome.ts";
import { referenceIn } from "./smtp-letter.ts";
import type { Callback } from "./transport.ts";

const NESTING_MAX = 20;
/** RFC 3464, and RFC 6533 for addresses beyond ASCII. */
const REPORT = /^message\/(?:global-)?delivery-status$/;
const QUOTED_FROM =
  /^\s*(>|On .{0,200}wrote:|Le .{0,200}a écrit\s*:|-{2,}\s*Original|De\s?:|From:)/m;

/** Raw mail: a bounce (RFC 3464), a complaint (RFC 5965), or what somebody answered. */
export async function hearEmail(callback: Callback): Promise<Heard[]> {
  const mail = await parseMail(callback.body);
  if (!mail) return [];
  const type = headerOf(mail, "content-type").toLowerCase();
  if (type.includes("report-type=feedback-report") || partOf(mail, /^message\/feedback-report$/)) {
    return hearComplaint(mail, callback.body);
  }
  const report = partOf(mail, REPORT);
  if (report !== null) return hearReport(mail, report, callback.body);
  return isAutomatic(mail) ? [] : hearReply(mail);
}

async function parseMail(body: Buffer): Promise<Email | null> {
  try {
    return await PostalMime.parse(body, { maxNestingDepth: NESTING_MAX, rfc822Attachments: true });
  } catch {
    return null;
  }
}

function hearReport(mail: Email, report: string, raw: Buffer): Heard[] {
  const action = fieldOf(report, "action").toLowerCase();
  const status = statusOf(report);
  const about = {
    reference: referenceOfBounce(mail, raw),
    providerId: null,
    at: momentOf(mail),
  };
  if (action === "delivered") return [{ kind: "receipt", ...about, fact: "delivered" }];
  if (action !== "failed") return [];
  return [{ kind: "refusal", ...about, why: `bounced ${status}`.trim(), blame: blameOf(status) }];
}

/** Some servers write 5.0.0 over everything, and what the other end said into the diagnosis. */
function statusOf(report: string): string {
  const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fieldOf(report, "status"))?.[0] ?? "";
  if (!/^(?:$|\d\.0\.)/.test(status)) return status;
  const said = /\b[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(fieldOf(report, "diagnostic-code"));
  return said?.[1] ?? status;
}

/** x.1.y and x.2.y speak of the address and its mailbox; the rest of systems, routes and policy. */
function blameOf(status: string): "address" | "message" | "platform" {
  // Of a sender: that is us.
  if (/^\d\.1\.[78]$/.test(status) || !/^\d\.[12]\./.test(status)) return "platform";
  // Given up after a while, a full mailbox, one that takes no letter as long as this: the address is
  // none the worse.
  return status.startsWith("4.") || /^\d\.2\.[23]$/.test(status) ? "message" : "address";
}

function hearComplaint(mail: Email, raw: Buffer): Heard[] {
  const reference = referenceOfBounce(mail, raw);
  const why = "marked as unwanted";
  return [
    { kind: "refusal", reference, providerId: null, why, blame: "consent", at: momentOf(mail) },
  ];
}

function hearReply(mail: Email): Heard[] {
  const from = mail.from?.address;
  if (!from) return [];
  return [
    {
      kind: "reply",
      from: from.toLowerCase(),
      body: withoutQuote(mail.text ?? ""),
      providerId: mail.messageId ?? null,
      reference: referenceIn(`${mail.inReplyTo ?? ""} ${mail.references ?? ""}`),
      at: momentOf(mail),
    },
  ];
}

/** Holiday answers, mailing lists and bounces of no known form are nobody's acknowledgement (RFC 3834). */
function isAutomatic(mail: Email): boolean {
  if (headerOf(mail, "return-path").trim() === "<>") return true;
  const submitted = headerOf(mail, "auto-submitted").toLowerCase();
  if (submitted !== "" && submitted !== "no") return true;
  return /^(bulk|junk|list|auto_reply)$/i.test(headerOf(mail, "precedence"));
}

/** The address the bounce came to is the surest; the headers of the returned mail come next. */
function referenceOfBounce(mail: Email, raw: Buffer): string | null {
  const recipients = ["delivered-to", "x-original-to", "to"].map((name) => headerOf(mail, name));
  return referenceIn(recipients.join(" ")) ?? referenceIn(raw.toString("latin1"));
}

function withoutQuote(text: string): string {
  const from = QUOTED_FROM.exec(text);
  return text.slice(0, from?.index ?? text.length).trim();
}

const headerOf = (mail: Email, name: string): string =>
  mail.headers.find(({ key }) => key === name)?.value ?? "";

function partOf(mail: Email, type: RegExp): string | null {
  const part = mail.attachments.find(({ mimeType }) => type.test(mimeType));
  return part ? textOf(part) : null;
}

function textOf({ content }: Attachment): string {
  return typeof content === "string" ? content : Buffer.from(new Uint8Array(content)).toString();
}

const fieldOf = (report: string, name: string): string =>
  new RegExp(`^${name}:\\s*(.+(?:\r?\n[ \t].*)*)`, "im")
    .exec(report)?.[1]
    ?.replaceAll(/\s+/g, " ")
    .trim() ?? "";

function momentOf(mail: Email): number | null {
  const at = Date.parse(mail.date ?? "");
  return Number.isNaN(at) ? null : at;
}
