import { describe, expect, test } from "vitest";
import { aCallback } from "../../test/kits/message.ts";
import { hearEmail } from "./smtp-callback.ts";

const heard = (...lines: string[]) =>
  hearEmail(aCallback({ body: Buffer.from(lines.join("\r\n")) }));
const date = "Date: Sun, 01 Mar 2026 10:00:00 +0000";
const at = Date.parse("2026-03-01T10:00:00Z");

/** The example of RFC 3464, appendix E.1, with our addresses in it. */
const bounce = (to: string, action: string, status: string) => [
  date,
  "From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>",
  `To: <${to}>`,
  "MIME-Version: 1.0",
  'Content-Type: multipart/report; report-type=delivery-status; boundary="RAA14128.773615765/CS.UTK.EDU"',
  "Subject: Returned mail: Cannot send message for 5 days",
  "Auto-Submitted: auto-generated (failure)",
  "",
  "--RAA14128.773615765/CS.UTK.EDU",
  "",
  "The original message was received at Sat, 2 Jul 1994 17:10:28 -0400",
  "",
  "--RAA14128.773615765/CS.UTK.EDU",
  "content-type: message/delivery-status",
  "",
  "Reporting-MTA: dns; cs.utk.edu",
  "",
  "Original-Recipient: rfc822;louisl@larry.slip.umd.edu",
  "Final-Recipient: rfc822;louisl@larry.slip.umd.edu",
  `Action: ${action}`,
  `Status: ${status}`,
  "Diagnostic-Code: smtp; 426 connection timed out",
  "Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400",
  "",
  "--RAA14128.773615765/CS.UTK.EDU",
  "content-type: message/rfc822",
  "",
  "Message-ID: <t1-2s-0-1@ville.example>",
  "Subject: WhatsApp est en panne",
  "",
  "Bonjour",
  "--RAA14128.773615765/CS.UTK.EDU--",
  "",
];

describe("smtp-email: bounces", () => {
  test.each([
    ["5.1.1", "address"],
    ["5.2.1", "address"],
    ["5.2.2", "message"],
    ["5.2.3", "message"],
    ["4.4.1", "platform"],
    // Given up after days; and of the sender, who is us.
    ["4.2.1", "message"],
    ["5.1.7", "platform"],
    ["5.1.8", "platform"],
    ["5.7.1", "platform"],
  ])("%s blames the %s", async (status, blame) => {
    expect(await heard(...bounce("rebond+t1-2s-0-1@ville.example", "failed", status))).toEqual([
      {
        kind: "refusal",
        reference: "t1-2s-0-1",
        providerId: null,
        why: `bounced ${status}`,
        blame,
        at,
      },
    ]);
  });

  test("without our address the returned letter tells which one it was", async () => {
    const [refusal] = await heard(...bounce("crise@ville.example", "failed", "5.1.1"));
    expect(refusal).toMatchObject({ kind: "refusal", reference: "t1-2s-0-1" });
  });

  test("a delay says nothing yet; a delivery is a receipt", async () => {
    const to = "rebond+t1-2s-0-1@ville.example";
    expect(await heard(...bounce(to, "delayed", "4.4.1"))).toEqual([]);
    expect(await heard(...bounce(to, "delivered", "2.0.0"))).toMatchObject([
      { kind: "receipt", fact: "delivered", reference: "t1-2s-0-1" },
    ]);
  });
});

test("smtp-email: a complaint (the example of RFC 5965) ends the consent", async () => {
  const complaint = await heard(
    "From: <abusedesk@example.com>",
    date,
    "Subject: FW: Earn money",
    "To: <abuse@example.net>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54"',
    "",
    "--part1_13d.2e68ed54",
    'Content-Type: text/plain; charset="US-ASCII"',
    "",
    "This is an email abuse report.",
    "",
    "--part1_13d.2e68ed54",
    "Content-Type: message/feedback-report",
    "",
    "Feedback-Type: abuse",
    "User-Agent: SomeGenerator/1.0",
    "Version: 1",
    "",
    "--part1_13d.2e68ed54",
    "Content-Type: message/rfc822",
    "",
    "Return-Path: <rebond+t1-2s-0-1@ville.example>",
    "Subject: WhatsApp est en panne",
    "",
    "Bonjour",
    "--part1_13d.2e68ed54--",
    "",
  );
  expect(complaint).toMatchObject([{ kind: "refusal", reference: "t1-2s-0-1", blame: "consent" }]);
});

describe("smtp-email: answers", () => {
  const answer = (body: string, ...headers: string[]) =>
    heard(
      "From: Ana <Ana@Example.org>",
      date,
      "Message-ID: <abc@example.org>",
      "In-Reply-To: <t1-2s-0-1@ville.example>",
      "Content-Type: text/plain; charset=utf-8",
      ...headers,
      "",
      body,
    );

  test("an answer knows what it answers, and loses what it quotes", async () => {
    const body =
      "1\r\n\r\nLe dim. 1 mars 2026 à 10:00, Ville <crise@ville.example> a écrit :\r\n> STOP";
    expect(await answer(body)).toEqual([
      {
        kind: "reply",
        from: "ana@example.org",
        body: "1",
        providerId: "<abc@example.org>",
        reference: "t1-2s-0-1",
        at,
      },
    ]);
  });

  test.each([
    "Auto-Submitted: auto-replied",
    "Precedence: bulk",
    "Precedence: auto_reply",
    "Return-Path: <>",
  ])("%s is no answer", async (header) => {
    expect(await answer("I am on holiday", header)).toEqual([]);
  });

  test("nonsense says nothing", async () => {
    expect(await heard("")).toEqual([]);
    expect(await hearEmail(aCallback({ body: Buffer.from([0, 255, 10, 13, 0]) }))).toEqual([]);
  });
});
