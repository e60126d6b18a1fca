import { generateKeyPairSync } from "node:crypto";
import dns from "node:dns";
import DkimVerifier from "haraka-plugin-dkim/lib/dkim-verify-stream.js";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { startSmtpSimulator } from "../../src/simulators/smtp.ts";
import { hearEmail } from "../../src/transports/smtp-callback.ts";
import { smtpEmail } from "../../src/transports/smtp-email.ts";
import type { Message } from "../../src/transports/transport.ts";
import { FakeMailServer, type Letter } from "../kits/mail-server.ts";
import { aCallback, aMessage } from "../kits/message.ts";
import { SmtpCaller } from "../kits/smtp-caller.ts";
import { published } from "./published.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const dkimKey = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const KEYS: Readonly<Record<string, string>> = {
  "t1._domainkey.ville.example": publicKey
    .export({ type: "spki", format: "der" })
    .toString("base64"),
  // RFC 8463, appendix A.2.
  "test._domainkey.football.example.com":
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
};
const DOT = "\r\n.\r\n";
/** RFC 5322, 2.1.1. */
const LINE_LENGTH_MAX = 998;

beforeEach(() => {
  vi.spyOn(dns.promises, "resolveTxt").mockImplementation(async (name) => [
    [`v=DKIM1; k=rsa; p=${KEYS[name] ?? ""}`],
  ]);
  // The verifier tells each of its steps.
  vi.spyOn(console, "debug").mockReturnValue();
});

/** What the mail server Haraka says of the signature of a letter. */
const judge = (raw: string) =>
  new Promise<string>((resolve, reject) => {
    const verifier = new DkimVerifier({}, (error, result) =>
      error ? reject(error) : resolve(result),
    );
    verifier.write(Buffer.from(raw));
    verifier.end();
  });

describe("the referee itself: the example of RFC 8463, appendix A.3", () => {
  const example = [
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;",
    " d=football.example.com; i=@football.example.com;",
    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :",
    " date : message-id : from : subject : date;",
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;",
    " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3",
    " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz",
    " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=",
    "From: Joe SixPack <joe@football.example.com>",
    "To: Suzie Q <suzie@shopping.example.net>",
    "Subject: Is dinner ready?",
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>",
    "",
    "Hi.",
    "",
    "We lost the game.  Are you hungry yet?",
    "",
    "Joe.",
    "",
  ].join("\r\n");

  test.each<[string, string, string]>([
    ["as it stands", example, "pass"],
    ["another word", example.replace("hungry", "angry"), "fail"],
    ["another subject", example.replace("dinner", "lunch"), "fail"],
    ["a second sender", example.replace("To: Su", "From: Eve <e@e.example>\r\nTo: Su"), "fail"],
    ["nothing signed", example.slice(example.indexOf("From: ")), "none"],
  ])("%s", async (_name, letter, verdict) => {
    expect(await judge(letter)).toBe(verdict);
  });
});

async function received(change: Partial<Message> = {}, to = "ana@example.org"): Promise<Letter> {
  await using server = await FakeMailServer.open();
  const wire = createWire({ reach: "loopback" });
  const settings = smtpEmail.settings.parse({
    host: "127.0.0.1",
    port: server.port,
    security: "none",
    fromName: "Ville d’Exemple",
    from: "crise@ville.example",
    returnPath: "rebond@ville.example",
    dkimDomain: "ville.example",
    dkimSelector: "t1",
    dkimKey,
  });
  expect(await smtpEmail.send(aMessage(change), to, settings, wire)).toMatchObject({
    kind: "accepted",
  });
  await wire.close();
  const [letter] = server.letters;
  if (!letter) throw new Error("No letter came.");
  return letter;
}

/** What hosts on the way may do (RFC 6376, 3.4.2): write on top, fold elsewhere, change the case of a name. */
const relayed = (raw: string) =>
  `Received: from a.example by b.example\r\n\twith ESMTP; Sun, 1 Mar 2026 10:00:01 +0000\r\n${raw
    .replace(/^Subject: /m, "SUBJECT:\r\n   ")
    .replace(/^Message-ID: /m, "Message-Id:\t")}`;

const file = { name: "entretien d’été.ics", type: "text/calendar; charset=utf-8" };

describe("our letters, judged by Haraka", () => {
  test.each<[string, Partial<Message>]>([
    ["some news", {}],
    ["nobody can leave", { links: { answer: null, optOut: null } }],
    ["lines of a form, and of an old Macintosh", { body: "Un\r\nDeux\rTrois\n\r\n\r\nQuatre\r" }],
    ["lone dots, and what mailboxes take for a letter", { body: ".\n..\nFrom me\n.\n" }],
    ["blanks at the ends", { heading: " Avis ", body: "  a\t b \n \n\t\n\n" }],
    ["a heading of two lines", { heading: `${"très ".repeat(40)}long 🔔\r\nBcc: eve@e.example` }],
    ["as long as it may be, in one line", { body: "x".repeat(20_000) }],
    ["bells", { body: "🔔".repeat(2_000) }],
    ["a file", { files: [{ ...file, text: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" }] }],
  ])("%s", async (_name, change) => {
    const { raw } = await received(change);
    expect(await judge(raw)).toBe("pass");
    expect(await judge(relayed(raw))).toBe("pass");
    // RFC 5321, 2.3.8: a return and a feed stand together only. Servers that meet one alone mend it.
    expect(raw).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
    expect(raw).toMatch(/^[\x20-\x7e\t\r\n]+$/);
    expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThan(LINE_LENGTH_MAX);
    expect(raw.split("\r\n\r\n", 1)[0]).not.toMatch(/^Bcc:/im);
  });

  test.each<[string, (raw: string) => string]>([
    ["another subject", (raw) => raw.replace(/^Subject: /m, "Subject: Not ")],
    ["another sender", (raw) => raw.replace("crise@ville.example>", "eve@e.example>")],
    ["another recipient", (raw) => raw.replace(/^To: .*/m, "To: eve@e.example")],
    ["another name", (raw) => raw.replace(/^Message-ID: <t1/m, "Message-ID: <t2")],
    // RFC 8058, 4: the two headers by which mailboxes let people leave stand under the signature.
    ["no way to leave", (raw) => raw.replace(/^List-Unsubscribe: .*\r\n/m, "")],
    ["no button to leave", (raw) => raw.replace(/^List-Unsubscribe-Post: .*\r\n/m, "")],
    ["another way to leave", (raw) => raw.replace("/r/def>", "/r/eve>")],
    ["a word of the text", (raw) => raw.replace("Nos messages", "Vos messages")],
    ["one more line", (raw) => `${raw}And one more line.\r\n`],
  ])("the referee bites: %s", async (_name, change) => {
    const { raw } = await received();
    expect(change(raw)).not.toBe(raw);
    expect(await judge(change(raw))).toBe("fail");
  });

  test("a second try is the same letter, for mailboxes that keep one copy", async () => {
    const [first, second] = [await received(), await received()];
    const nameOf = ({ raw }: Letter) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1];
    expect(nameOf(first)).toBe("<t1-2s-0-1@ville.example>");
    expect(nameOf(second)).toBe(nameOf(first));
    for (const letter of [first, second]) {
      expect(letter).toMatchObject({ from: "<rebond+t1-2s-0-1@ville.example>" });
      expect(letter.raw).toMatch(/^List-Unsubscribe: <https:\/\/[^>]+>\r$/m);
      expect(letter.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    }
  });
});

test.each<[string, string, string]>([
  ["postfix: no such mailbox", "bounced 5.1.1", "address"],
  ["postfix: a full mailbox", "bounced 5.2.2", "message"],
  ["postfix: an address beyond ASCII", "bounced 5.1.1", "address"],
  // Exim says 5.0.0 whatever it was.
  ["exim: no such mailbox, without a diagnosis", "bounced 5.0.0", "platform"],
  ["exim: no such mailbox", "bounced 5.1.1", "address"],
  ["exim: a matter of policy", "bounced 5.7.1", "platform"],
])("a report that came from %s is %s, and blames the %s", async (name, why, blame) => {
  const lines: readonly string[] = published("mail-reports.json")[name];
  for (const end of ["\n", "\r\n"]) {
    const heard = await hearEmail(aCallback({ body: Buffer.from(lines.join(end)) }));
    expect(heard).toMatchObject([{ kind: "refusal", reference: "t1-2s-0-1", why, blame }]);
  }
});

test("our simulated server keeps to RFC 5321, also when all commands come at once", async () => {
  const simulator = await startSmtpSimulator();
  const letter = (to: string, text: string) =>
    `mail from:<a+${to}@town.example>\r\nRcpt To:<${to}@example.org>\r\nDATA\r\nSubject: x\r\n\r\n${text}${DOT}`;
  const said = [
    "DATA\r\n", // of whom, and to whom?
    "SING\r\nnoop\r\nMAIL FROM:town.example\r\n",
    "MAIL FROM:<a@town.example>\r\nRSET\r\nRCPT TO:<ana@example.org>\r\n",
    letter("ana", "One\r\n..\r\n...three"),
    letter("bob", "Two"),
    "QUIT\r\n",
  ];
  const answers = await SmtpCaller.talk(simulator.port, said.join(""));
  const codes = answers.map((line) => Number(line.slice(0, 3)));
  const taken = [250, 250, 354, 250];
  expect(codes).toEqual([503, 500, 250, 501, 250, 250, 503, ...taken, ...taken, 221]);
  expect(simulator.received.textsOf("ana@example.org")).toEqual([
    expect.stringMatching(/^One\r?\n\.\r?\n\.\.three/),
  ]);
  expect(simulator.received.all().map(({ reference }) => reference)).toEqual(["ana", "bob"]);
  await simulator.stop();
});
