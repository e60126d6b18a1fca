import { createServer } from "node:net";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { FakeMailServer } from "../../test/kits/mail-server.ts";
import { aCallback, aMessage } from "../../test/kits/message.ts";
import { stampedSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { smtpEmail } from "./smtp-email.ts";
import { smtpOutcome } from "./smtp-outcome.ts";
import type { Message } from "./transport.ts";
import { describe as describeTransport } from "./transport.ts";

const inboundKey = "an-inbound-key-of-the-test";
const settingsAt = (port: number, more: object = {}) =>
  smtpEmail.settings.parse({
    host: "127.0.0.1",
    port,
    security: "none",
    fromName: "Ville d’Exemple",
    from: "crise@ville.example",
    returnPath: "rebond@ville.example",
    inboundKey,
    ...more,
  });

async function send(
  server: FakeMailServer,
  given: { message?: Partial<Message>; to?: string; settings?: object } = {},
) {
  const wire = createWire({ reach: "loopback" });
  const settings = settingsAt(server.port, given.settings);
  const to = given.to ?? "ana@example.org";
  const outcome = await smtpEmail.send(aMessage(given.message), to, settings, wire);
  await wire.close();
  return outcome;
}

describe("smtp-email: sending", () => {
  test("the letter carries everything by which it is recognised later", async () => {
    await using server = await FakeMailServer.open();
    const outcome = await send(server);
    expect(outcome).toEqual({ kind: "accepted", providerId: "<t1-2s-0-1@ville.example>" });
    const [letter] = server.letters;
    expect(letter?.from).toBe("<rebond+t1-2s-0-1@ville.example>");
    expect(letter?.to).toBe("<ana@example.org>");
    const mail = await PostalMime.parse(letter?.raw ?? "");
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(mail.messageId).toBe("<t1-2s-0-1@ville.example>");
    expect(mail.subject).toBe("WhatsApp est en panne");
    expect(mail.from).toEqual({ name: "Ville d’Exemple", address: "crise@ville.example" });
    expect(mail.text?.trim()).toBe(aMessage().body);
    expect(headers["list-unsubscribe"]).toBe("<https://example.org/r/def>");
    expect(headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    expect(headers["x-tocsin-reference"]).toBe("t1-2s-0-1");
  });

  test("a file travels along as it is", async () => {
    await using server = await FakeMailServer.open();
    const text = "BEGIN:VCALENDAR\nSUMMARY:Câble\nEND:VCALENDAR\n";
    const file = { name: "maintenance.ics", type: "text/calendar; charset=utf-8", text };
    await send(server, { message: { files: [file] } });
    const mail = await PostalMime.parse(server.letters[0]?.raw ?? "", {
      attachmentEncoding: "utf8",
    });
    expect(mail.text?.trim()).toBe(aMessage().body);
    expect(mail.attachments).toMatchObject([
      { filename: "maintenance.ics", mimeType: "text/calendar", content: text },
    ]);
  });

  test("the HTML says the same, and nothing in it is markup of somebody else", async () => {
    await using server = await FakeMailServer.open();
    const body = 'Don\'t <script>alert("x")</script> & go: https://example.org/r/abc\n\nTwo';
    await send(server, { message: { body, heading: "<b>Now</b>" } });
    const { html = "" } = await PostalMime.parse(server.letters[0]?.raw ?? "");
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; go");
    expect(html).toContain('<a href="https://example.org/r/abc">https://example.org/r/abc</a>');
    expect(html).toContain('<h1 style="font-size:1.25em">&lt;b&gt;Now&lt;/b&gt;</h1>');
    expect(html).not.toMatch(/<script|<b>|<img/);
  });

  test("no address or heading can add a header or a recipient", async () => {
    await using server = await FakeMailServer.open();
    const heading = "Hello\r\nBcc: everybody@example.org";
    await send(server, { message: { heading } });
    expect(server.letters).toHaveLength(1);
    expect(server.letters[0]?.to).toBe("<ana@example.org>");
    expect(server.letters[0]?.raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/im);
    expect(smtpEmail.address.parse("ana@example.org, bob@example.org")).toBeNull();
    expect(smtpEmail.address.parse("ana@example.org\r\nBcc: b@example.org")).toBeNull();
  });

  test.each([
    ["ANA@Example.ORG", "ANA@example.org"],
    [" ana+x@sub.example.org ", "ana+x@sub.example.org"],
    ["ana@exämple.org", "ana@exämple.org"],
    ["ana@localhost", null],
    ["ana", null],
    ["<ana@example.org>", null],
    ["", null],
    [`${"a".repeat(250)}@example.org`, null],
  ])("the address %s is %s", (typed, parsed) => {
    expect(smtpEmail.address.parse(typed)).toBe(parsed);
  });
});

/** Nothing is said against the address. */
const ONE = { scope: "message" };
const WAIT = { kind: "throttled", waitMs: 300_000 };

describe("smtp-email: what can go wrong", () => {
  test.each([
    ["hello", "554 5.3.2 No service here", { kind: "misconfigured", why: "SMTP 554 5.3.2" }],
    ["MAIL", "421 4.3.2 Closing", { kind: "unreachable", why: "SMTP 421 4.3.2" }],
    ["MAIL", "451 4.7.1 Please try later", WAIT],
    ["MAIL", "550 5.1.0 Sender refused", { kind: "misconfigured", why: "SMTP 550 5.1.0" }],
    ["RCPT", "550 5.1.1 No such user", { kind: "rejected", why: "SMTP 550 5.1.1" }],
    ["RCPT", "550 5.2.1 Closed", { kind: "rejected", why: "SMTP 550 5.2.1" }],
    ["RCPT", "550 5.5.0 No such user", { kind: "rejected", why: "SMTP 550 5.5.0" }],
    ["RCPT", "550 5.7.1 Blocked", { kind: "misconfigured", why: "SMTP 550 5.7.1" }],
    ["RCPT", "550 No such user", { kind: "rejected", why: "SMTP 550" }],
    ["RCPT", "550 Relaying denied", { kind: "misconfigured", why: "SMTP 550" }],
    ["RCPT", "550 Listed at a spam blocklist", { kind: "misconfigured", why: "SMTP 550" }],
    ["RCPT", "550 5.1.8 Bad sender", { kind: "misconfigured", why: "SMTP 550 5.1.8" }],
    ["RCPT", "550 5.2.2 Mailbox full", { kind: "rejected", why: "SMTP 550 5.2.2", ...ONE }],
    ["RCPT", "550 5.2.3 Too long", { kind: "rejected", why: "SMTP 550 5.2.3", ...ONE }],
    ["RCPT", "550 5.4.4 No route", { kind: "rejected", why: "SMTP 550 5.4.4", ...ONE }],
    ["RCPT", "530 Sign in first", { kind: "misconfigured", why: "SMTP 530" }],
    // An answer may repeat the address: what somebody is called says nothing about us.
    ["RCPT", "550 <spam@example.org>: No such user", { kind: "rejected", why: "SMTP 550" }],
    ["RCPT", "450 <rate@example.org>: Busy", { ...WAIT, scope: "person" }],
    ["RCPT", "500 What?", { kind: "rejected", why: "SMTP 500", ...ONE }],
    ["RCPT", "554 Transaction failed", { kind: "rejected", why: "SMTP 554", ...ONE }],
    ["RCPT", "450 4.2.0 Greylisted", { ...WAIT, scope: "person" }],
    ["RCPT", "451 4.7.1 Please try later", { ...WAIT, scope: "person" }],
    ["RCPT", "452 4.5.3 Too many recipients", WAIT],
    ["RCPT", "450 4.7.1 Your rate is too high", WAIT],
    ["RCPT", "450 4.3.2 Not now", WAIT],
    ["RCPT", "452 4.2.2 Mailbox full", { kind: "unreachable", why: "SMTP 452 4.2.2" }],
    ["DATA", "451 4.2.0 Busy mailbox", { ...WAIT, scope: "person" }],
    ["DATA", "554 5.5.1 No recipients", { kind: "rejected", why: "SMTP 554 5.5.1", ...ONE }],
    [".", "554 5.6.0 No", { kind: "rejected", why: "SMTP 554 5.6.0", ...ONE }],
    [".", "552 5.3.4 Too big", { kind: "rejected", why: "SMTP 552 5.3.4", ...ONE }],
    // Of one letter, or of the server: what stands after the status tells.
    [".", "451 Later", { ...WAIT, scope: "person" }],
    [".", "451 4.7.1 Greylisted", { ...WAIT, scope: "person" }],
    [".", "451 4.5.0 Error in processing", { ...WAIT, scope: "person" }],
    [".", "450 4.2.1 Busy", { ...WAIT, scope: "person" }],
    [".", "451 4.3.0 Later", WAIT],
    [".", "451 4.4.5 Congestion", WAIT],
    [".", "452 Insufficient storage", WAIT],
    [".", "451 Message rate limit exceeded", WAIT],
  ])("%s answered by %s", async (command, answer, expected) => {
    await using server = await FakeMailServer.open({ [command]: answer });
    expect(await send(server)).toEqual(expected);
  });

  test.each([
    ["250 2.1.5 Ok", { kind: "accepted" }],
    ["550 5.1.1 No such user", { kind: "rejected", why: "SMTP 550 5.1.1" }],
    ["450 4.2.0 Greylisted", { ...WAIT, scope: "person" }],
  ])(
    "RFC 2920: commands that leave together are each heard: RCPT answered by %s",
    async (answer, expected) => {
      const isTaken = answer.startsWith("2");
      const answers = { EHLO: "250 PIPELINING", ...(isTaken ? {} : { RCPT: answer }) };
      await using server = await FakeMailServer.open(answers);
      expect(await send(server)).toMatchObject(expected);
      expect(server.letters).toHaveLength(isTaken ? 1 : 0);
    },
  );

  test("a line that dies after the last dot is unknown, and nothing is sent again", async () => {
    await using server = await FakeMailServer.open({ ".": "hangs up" });
    expect(await send(server)).toMatchObject({ kind: "unknown" });
    expect(server.letters).toHaveLength(1);
  });

  test("a server that hangs up before it says hello took nothing, and is asked once", async () => {
    await using server = await FakeMailServer.open({ hello: "hangs up" });
    expect(await send(server)).toMatchObject({ kind: "unreachable" });
    expect(server.connections).toBe(1);
  });

  test("a refused connection is unreachable", async () => {
    const server = await FakeMailServer.open();
    await server[Symbol.asyncDispose]();
    expect(await send(server)).toEqual({ kind: "unreachable", why: "ECONNREFUSED" });
  });

  test("a server that does not prove who it is, or speaks no TLS at all, was told nothing", async () => {
    await using server = await FakeMailServer.open();
    const plain = await send(server, { settings: { security: "tls" } });
    expect(plain).toEqual({ kind: "unreachable", why: "ERR_SSL_WRONG_VERSION_NUMBER" });
    for (const originalCode of ["DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"]) {
      const refused = smtpOutcome({ code: "ESOCKET", originalCode, command: "CONN" });
      expect(refused).toEqual({ kind: "unreachable", why: originalCode });
    }
  });

  test.each([
    ["AUTH", "535 5.7.8 Wrong", "misconfigured"],
    ["AUTH", "454 4.7.0 Not now", "unreachable"],
    ["STARTTLS", "502 5.5.1 No such thing", "misconfigured"],
    ["STARTTLS", "454 4.7.0 Not now", "unreachable"],
  ])("%s answered by %s is no person's, and nothing leaves", async (command, answer, kind) => {
    await using server = await FakeMailServer.open({ [command]: answer });
    const security = command === "STARTTLS" ? "starttls" : "none";
    const settings = { user: "u", password: "password-of-the-test", security };
    expect(await send(server, { settings })).toMatchObject({ kind });
    expect(server.letters).toEqual([]);
  });

  test.each([
    ["127.0.0.1", 465, "tls", "leads to a loopback address"],
    ["10.0.0.1", 465, "tls", "leads to a private address"],
    ["8.8.8.8", 22, "tls", "port 22 refused"],
    ["8.8.8.8", 25, "none", "a password travels over TLS only"],
  ])("S5 live mail refuses %s:%i %s", async (host, port, security, why) => {
    const wire = createWire({ reach: "public" });
    const settings = settingsAt(port, { host, security, user: "u", password: "p" });
    const outcome = await smtpEmail.send(aMessage(), "ana@example.org", settings, wire);
    await wire.close();
    expect(outcome).toMatchObject({ kind: "misconfigured", why: expect.stringContaining(why) });
  });

  test("R17 a drill's mail refuses any server but this machine's own", async () => {
    let connections = 0;
    const server = createServer(() => (connections += 1));
    const wire = createWire({ reach: "loopback", lookup: async () => ["93.184.215.14"] });
    const settings = settingsAt(25, { host: "mail.example.org" });
    const outcome = await smtpEmail.send(aMessage(), "ana@example.org", settings, wire);
    await wire.close();
    server.close();
    expect(outcome).toMatchObject({ kind: "misconfigured" });
    expect(connections).toBe(0);
  });

  test("says what it is, and marks its secrets", () => {
    const { fields } = describeTransport(smtpEmail);
    const secret = fields.filter(({ type }) => type === "secret").map(({ name }) => name);
    expect(secret.sort()).toEqual(["dkimKey", "inboundKey", "password"]);
    expect(fields.find(({ name }) => name === "security")).toMatchObject({
      type: "select",
      options: ["tls", "starttls", "none"],
      default: "tls",
    });
  });
});

test("SEC-6 smtp-email: raw mail is believed with the key's signature only", () => {
  const body = Buffer.from("From: a@example.org\r\n\r\nHi");
  const { receivedAt } = aCallback();
  const verify = (given: string | undefined, settings = settingsAt(25)) =>
    smtpEmail.verify?.(aCallback({ body, headers: { "tocsin-signature": given } }), settings);
  const signature = stampedSignature(inboundKey, receivedAt, body);
  expect(verify(signature)).toBe(true);
  expect(verify(undefined)).toBe(false);
  expect(verify(`${signature}0`)).toBe(false);
  expect(verify(signature, settingsAt(25, { inboundKey: undefined }))).toBe(false);
});
