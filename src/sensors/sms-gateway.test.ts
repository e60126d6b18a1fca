import { expect, test } from "vitest";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { smsGateway } from "./sms-gateway.ts";

const twilio = { provider: "twilio", account: `AC${"0".repeat(32)}`, secret: "twilio-auth-token" };
const vonage = { provider: "vonage", account: "abcd1234", secret: "vonage-secret" };
sensorKit(smsGateway, { settings: (base) => ({ ...twilio, base }), speaksHttp: true });

const refused = (status: number): Answer => ({
  ok: false,
  status,
  json: null,
  text: "",
  failed: { kind: "misconfigured", why: `HTTP ${status}` },
});
const look = async (settings: typeof twilio, ...answers: (Answer | object)[]) => {
  const left = answers.map((answer) => ("ok" in answer ? (answer as Answer) : told(answer)));
  const wire: Wire = {
    ...lineWhere({}),
    request: async ({ method, secret }) => {
      expect({ method, secret }).toEqual({
        method: "GET",
        secret: { basic: { user: settings.account, password: settings.secret } },
      });
      return left.shift() ?? refused(404);
    },
  };
  return await smsGateway.look(settings, wire, quietMoment());
};
const active = { status: "active" };
const holds = (balance: string) => ({ balance, currency: "EUR" });

test.each([
  ["in order", [active, holds("120.50")], "up", "funded"],
  ["nearly empty", [active, holds("3.2")], "degraded", "low"],
  ["empty", [active, holds("0")], "down", "empty"],
  ["in debt", [active, holds("-4.10")], "down", "empty"],
  ["suspended", [{ status: "suspended" }], "down", "suspended"],
  ["closed", [{ status: "closed" }], "down", "closed"],
  ["somebody's part", [active, refused(404)], "up", "active"],
])("an account at Twilio that is %s", async (_name, answers, verdict, code) => {
  const found = await look(twilio, ...answers);
  expect(found).toMatchObject({ verdict, evidence: { code: `triggers:sms.${code}` } });
  const account = { up: "well", degraded: "limited", down: "blocked" }[verdict];
  expect(found).toMatchObject({ detail: { account } });
});

test.each([
  [{ value: 10.28, autoReload: false }, "degraded", "low"],
  [{ value: 10.28, autoReload: true }, "up", "reloads"],
  [{ value: 500 }, "up", "funded"],
  [{ value: 0, autoReload: true }, "down", "empty"],
])("an account at Vonage that says %o", async (answer, verdict, code) => {
  expect(await look(vonage, answer)).toMatchObject({
    verdict,
    evidence: { code: `triggers:sms.${code}` },
  });
});

test("401 says that the token has to be renewed, and nothing about the carrier", async () => {
  const found = await look(twilio, refused(401));
  expect(found).toMatchObject({ verdict: "unknown", evidence: { code: "sensors:unknown.door" } });
});

test.each([
  [{ status: "odd" }],
  [active, { balance: "plenty", currency: "EUR" }],
  [active, { balance: "1e9", currency: "<b>" }],
])("an answer of another shape is not understood", async (...answers) => {
  expect(await look(twilio, ...answers)).toMatchObject({ verdict: "unknown" });
});
