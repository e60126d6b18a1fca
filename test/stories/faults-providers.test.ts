import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOME_KINDS } from "../../src/domain/outcome.ts";
import { createWire } from "../../src/lib/wire.ts";
import { transports } from "../../src/transports/index.ts";
import { smtpEmail } from "../../src/transports/smtp-email.ts";
import type { Transport } from "../../src/transports/transport.ts";
import { FarEnd } from "../kits/far-end.ts";
import { FakeMailServer } from "../kits/mail-server.ts";
import { aCallback, aMessage } from "../kits/message.ts";

const REASON_LENGTH_MAX = 500;
const SETTINGS: Record<string, (base: string) => Record<string, unknown>> = {
  "whatsapp-cloud": (base) => ({
    base,
    phoneNumberId: "100200300",
    template: "crisis_notice",
    token: "token-of-the-test",
    appSecret: "app-secret-of-the-test",
    verifyToken: "verify-of-the-test",
  }),
  "twilio-sms": (base) => ({
    base,
    accountSid: `AC${"0".repeat(32)}`,
    sender: "Clairval",
    authToken: "auth-token-of-the-test",
  }),
  "vonage-sms": (base) => ({
    base,
    apiKey: "abcd1234",
    sender: "Clairval",
    apiSecret: "api-secret-of-the-test",
    signatureSecret: "signature-secret-of-the-test",
  }),
  telegram: (base) => ({
    base,
    token: `123456789:AAF${"x".repeat(32)}`,
    webhookSecret: "webhook-secret-of-the-test",
  }),
  "signal-cli": (base) => ({ base, number: "+33700000001", token: "token-of-the-test" }),
  ntfy: (base) => ({ base, token: "token-of-the-test" }),
  "slack-webhook": (base) => ({ url: `${base}/services/T0001/B0001/tail-of-the-test` }),
  "discord-webhook": (base) => ({ url: `${base}/api/webhooks/1234567890/tail-of-the-test` }),
  "teams-workflow": (base) => ({ url: `${base}/invoke?sig=signature-of-the-test` }),
  "twilio-voice": (base) => ({
    base,
    accountSid: `AC${"0".repeat(32)}`,
    caller: "+33700000001",
    authToken: "auth-token-of-the-test",
  }),
  "twilio-whatsapp": (base) => ({
    base,
    accountSid: `AC${"0".repeat(32)}`,
    sender: "+33700000001",
    contentFr: `HX${"b".repeat(32)}`,
    contentEn: `HX${"b".repeat(32)}`,
    authToken: "auth-token-of-the-test",
  }),
  messenger: (base) => ({
    base,
    pageId: "100200300",
    template: "crisis_notice",
    token: "token-of-the-test",
    appSecret: "app-secret-of-the-test",
    verifyToken: "verify-of-the-test",
  }),
  "signed-webhook": (base) => ({ url: `${base}/in`, key: "a-shared-key-of-sixteen" }),
};
/** They speak a protocol of their own, or to an address of the person's: nonsense is in their own tests. */
const ELSEWHERE = [smtpEmail.kind, "smpp", "web-push"];
const overHttp = transports.filter(({ kind }) => kind in SETTINGS);

const nested = fc.jsonValue({ maxDepth: 4 });
/** Bodies in the shapes that each provider really uses, filled with what nobody would expect. */
const garbage = fc.oneof(
  fc.constantFrom(
    "",
    "null",
    "[]",
    "{",
    '{"messages":',
    "<html>Bad gateway</html>",
    "\u0000\ufeff",
    "9".repeat(400),
  ),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  nested.map((value) => JSON.stringify(value)),
  nested.map((value) =>
    JSON.stringify({ messages: value, sid: value, id: value, error: value, code: value }),
  ),
  nested.map((value) =>
    JSON.stringify({ error: { code: value, message: value, error_data: value } }),
  ),
  nested.map((value) =>
    JSON.stringify({ ok: false, description: value, parameters: { retry_after: value } }),
  ),
  nested.map((value) => JSON.stringify({ update_id: 1, message: { chat: value, text: value } })),
  nested.map((value) =>
    JSON.stringify({ status: value, "client-ref": value, msisdn: value, text: value }),
  ),
  nested.map((value) =>
    JSON.stringify({ messages: [{ id: value }], events: [value, { event: value }] }),
  ),
);
const status = fc.constantFrom(
  200,
  201,
  202,
  204,
  206,
  299,
  400,
  402,
  404,
  409,
  418,
  422,
  451,
  500,
  502,
  503,
  520,
  599,
);
const type = fc.constantFrom(
  "application/json",
  "text/html",
  "application/json; charset=klingon",
  "%%%",
);
const retryAfter = fc.constantFrom(
  "",
  "-1",
  "soon",
  "1e99",
  "Wed, 99 Foo 2026",
  "99999999999999999999",
);

test("every transport of the catalogue is put to this test", () => {
  const kinds = [...overHttp.map(({ kind }) => kind), ...ELSEWHERE];
  expect(kinds.sort()).toEqual(transports.map(({ kind }) => kind).sort());
});

describe.each(overHttp)("$kind", (transport) => {
  test("whatever the provider answers, it is one of our outcomes, told briefly, and asked once", async () => {
    await using end = await FarEnd.open();
    const settings = transport.settings.parse(SETTINGS[transport.kind]?.(end.url));
    const answers = fc.record({ status, body: garbage, type, retryAfter });
    await fc.assert(
      fc.asyncProperty(answers, async ({ type, retryAfter, ...answer }) => {
        const headers = { "content-type": type, ...(retryAfter && { "retry-after": retryAfter }) };
        end.behaviour = { ...answer, headers };
        const asked = end.seen.length;
        // A wire of its own: over the same one a person who is on the telephone is not called again.
        const wire = createWire({ reach: "loopback" });
        const outcome = await transport.send(aMessage(), transport.address.example, settings, wire);
        await wire.close();
        expect(OUTCOME_KINDS).toContain(outcome.kind);
        expect(JSON.stringify(outcome).length).toBeLessThan(REASON_LENGTH_MAX);
        expect(end.seen.length - asked).toBe(1);
        if (outcome.kind === "throttled" && outcome.waitMs !== null)
          expect(outcome.waitMs).toBeGreaterThanOrEqual(0);
        // Where the provider said yes, nobody may be asked to try once more.
        if (answer.status < 300) expect(["accepted", "unknown"]).toContain(outcome.kind);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(transports)("$kind", (transport: Transport) => {
  test("whatever the provider tells, hearing it ends in a list and never in a crash", async () => {
    const settings = transport.settings.safeParse(
      SETTINGS[transport.kind]?.("https://provider.example"),
    );
    const known = settings.data ?? {};
    const told = fc.record({ body: garbage, type, query: fc.string({ maxLength: 80 }) });
    await fc.assert(
      fc.asyncProperty(told, async ({ body, type, query }) => {
        const heard = await transport.hear?.(
          aCallback({
            body: Buffer.from(body),
            headers: { "content-type": type },
            query: new URLSearchParams(query),
          }),
          known,
        );
        for (const item of heard ?? [])
          expect(["receipt", "refusal", "reply", "account"]).toContain(item.kind);
      }),
      { numRuns: 150 },
    );
  });
});

test.each([
  ["hello", "HTTP/1.1 400 Bad Request", "unknown"],
  ["MAIL", "nonsense", "unreachable"],
  ["MAIL", "553 5.1.8 We do not like the sender", "misconfigured"],
  ["RCPT", "999 what is this", "unreachable"],
  ["RCPT", "no idea", "unreachable"],
  ["DATA", "\u0000\u0001\u0002", "unreachable"],
  [".", "999 what is this", "unknown"],
  [".", "no idea", "unknown"],
])(
  "smtp-email: %s answered by %j is nobody's bad address, and is asked once",
  async (command, answer, kind) => {
    await using server = await FakeMailServer.open({ [command]: answer });
    const wire = createWire({ reach: "loopback" });
    const settings = smtpEmail.settings.parse({
      host: "127.0.0.1",
      port: server.port,
      security: "none",
      fromName: "Clairval",
      from: "crise@clairval.example",
    });
    const outcome = await smtpEmail.send(aMessage(), "ana@example.org", settings, wire);
    await wire.close();
    expect(outcome.kind).toBe(kind);
    expect(server.connections).toBe(1);
  },
);
