import { createServer, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, expect, test } from "vitest";
import { type Answers, FakeMailServer } from "../../test/kits/mail-server.ts";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { DAY_MS } from "../lib/clock.ts";
import { createWire } from "../lib/wire.ts";
import { mailGateway, mailLook } from "./mail-gateway.ts";

const settings = { host: "mail.example.org", user: "us", password: "a-mail-password" };
sensorKit(mailGateway, { settings: () => settings, speaksHttp: false });

const wire = createWire({ reach: "loopback" });
afterAll(async () => await wire.close());
const lookAt = async (port: number, change: object = {}) =>
  await mailGateway.look(
    { ...settings, host: "127.0.0.1", port, security: "none", ...change },
    wire,
    quietMoment(),
  );
const lookAtServer = async (answers: Answers, change: object = {}) => {
  await using server = await FakeMailServer.open(answers);
  const look = await lookAt(server.port, change);
  expect(server.letters).toEqual([]);
  return look;
};

test.each<[string, Answers, object]>([
  ["takes us", {}, { verdict: "up", evidence: { code: "triggers:mail.up" } }],
  ["is busy at the door", { hello: "421 4.3.2 Later" }, { verdict: "degraded" }],
  [
    "puts us off",
    { NOOP: "450 4.2.0 Greylisted" },
    { verdict: "degraded", evidence: { params: { step: "NOOP", code: 450 } } },
  ],
  ["is full", { AUTH: "454 4.7.0 Later" }, { verdict: "degraded" }],
  ["refuses everybody", { hello: "554 5.3.2 No service" }, { verdict: "down" }],
  ["breaks down", { NOOP: "500 5.5.1 What?" }, { verdict: "down" }],
  [
    "does not know us",
    { AUTH: "535 5.7.8 Who?" },
    { verdict: "unknown", evidence: { code: "triggers:mail.signIn" } },
  ],
  [
    "hangs up",
    { AUTH: "hangs up" },
    { verdict: "degraded", evidence: { code: "triggers:mail.cut" } },
  ],
  ["hangs up at once", { hello: "hangs up" }, { verdict: "degraded" }],
])("a server that %s", async (_name, answers, expected) => {
  expect(await lookAtServer(answers)).toMatchObject(expected);
});

test("without a user it does not sign in", async () => {
  const look = await lookAtServer({ AUTH: "535 no" }, { user: "" });
  expect(look).toMatchObject({ verdict: "up" });
});

test("a server without encryption is of no use where it is asked for", async () => {
  const look = await lookAtServer({}, { security: "starttls" });
  expect(look).toMatchObject({ verdict: "down", evidence: { code: "triggers:mail.plain" } });
});

test.each(["starttls", "tls"] as const)(
  "to a stranger's certificate (%s) no password is given",
  async (security) => {
    const signIns: unknown[] = [];
    const server = new SMTPServer({
      secure: security === "tls",
      logger: false,
      onAuth: (auth, _session, done) => {
        signIns.push(auth.password);
        done(null, { user: "us" });
      },
    });
    server.on("error", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const look = await lookAt(port, { security });
    await new Promise<void>((resolve) => server.close(resolve));
    expect(["triggers:mail.untrusted", "triggers:mail.expired"]).toContain(look.evidence.code);
    expect(signIns).toEqual([]);
  },
);

/** A machine that says one thing to whoever connects. */
async function lookAtNoise(noise: string, change: object = {}) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.write(noise);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const look = await lookAt(typeof address === "object" && address ? address.port : 0, change);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return look;
}

test.each([
  ["a web server", "HTTP/1.1 400 Bad Request\r\n\r\n", {}, "unknown"],
  ["a line without end", "2".repeat(100_000), {}, "unknown"],
  ["a greeting without end", "220-x\r\n".repeat(10_000), {}, "unknown"],
  ["no TLS where it was expected", "220 hello\r\n", { security: "tls" }, "degraded"],
])("%s is no mail server", async (_name, noise, change, verdict) => {
  expect(await lookAtNoise(noise, change)).toMatchObject({ verdict });
});

test("a port on which nobody listens is an outage only while unrelated hosts answer", async () => {
  const look = await lookAt(1, { anchors: "127.0.0.1:1" });
  expect(look).toMatchObject({ verdict: "unknown", evidence: { code: "crisis:look.anchors" } });
  await using anchor = await FakeMailServer.open();
  const sure = await lookAt(1, { anchors: `127.0.0.1:${anchor.port}` });
  expect(sure).toMatchObject({ verdict: "down" });
});

test.each([
  [100, "up", "mail.up"],
  [14, "up", "mail.expires"],
  [0.5, "up", "mail.expires"],
])("a certificate with %d days left", (days, verdict, code) => {
  const heard = { kind: "fine", validTo: NOON + days * DAY_MS } as const;
  const look = mailLook(heard, { certificateDays: 14 }, NOON);
  expect(look).toMatchObject({ verdict, evidence: { code: `triggers:${code}` } });
});

test("one that has ended is an outage; one of a stranger is trouble", () => {
  const look = (validTo: number) =>
    mailLook(
      { kind: "untrusted", why: "CERT_HAS_EXPIRED", validTo },
      { certificateDays: 14 },
      NOON,
    );
  expect(look(NOON - 1)).toMatchObject({ verdict: "down" });
  expect(look(NOON + 1)).toMatchObject({ verdict: "degraded" });
});

test.each([
  ["a port that mail has nothing to do with", { port: 6_379 }, "mail.port"],
  ["a password in the open", { port: 25, security: "none" }, "mail.password"],
])("%s is refused in public", async (_name, change, code) => {
  const look = await mailGateway.look({ ...settings, ...change }, lineWhere({}), quietMoment());
  expect(look).toMatchObject({ verdict: "unknown", evidence: { code: `triggers:${code}` } });
});
