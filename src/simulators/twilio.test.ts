import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { until } from "../../test/kits/until.ts";
import { twilioSignature } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { createPeople, promptHabits } from "./people.ts";
import { handSchedule } from "./schedule.ts";
import { startTwilioSimulator } from "./twilio.ts";

const authToken = "auth-token-of-the-test";
const account = `AC${"a".repeat(32)}`;

async function createScene() {
  const end = await FarEnd.open();
  const schedule = handSchedule();
  const simulator = await startTwilioSimulator({
    callbackUrl: `${end.url}/hooks/2`,
    secrets: { authToken },
    schedule,
    people: createPeople(promptHabits, {
      "+33612345671": { answer: { text: "1", afterMs: 10 } },
      "+33612345672": { reachable: false },
    }),
  });
  const wire = createWire({ reach: "loopback" });
  const send = (to: string, more: Record<string, string> = {}, password = authToken) =>
    wire.request({
      method: "POST",
      url: `${simulator.url}/2010-04-01/Accounts/${account}/Messages.json`,
      secret: { basic: { user: account, password } },
      form: {
        To: to,
        From: "+15550006666",
        Body: "Hello",
        StatusCallback: `${end.url}/hooks/2?reference=t1-1-0-1`,
        ...more,
      },
    });
  return {
    end,
    simulator,
    send,
    async pass(ms: number) {
      schedule.pass(ms);
      await until(() => simulator.waiting() === 0);
    },
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await wire.close();
      await end[Symbol.asyncDispose]();
    },
  };
}

test("each fact comes as a signed form of its own, to where the message said", async () => {
  await using scene = await createScene();
  expect(await scene.send("+33612345671")).toMatchObject({
    status: 201,
    json: { status: "queued" },
  });
  expect(scene.simulator.received.all()).toMatchObject([
    { address: "+33612345671", reference: "t1-1-0-1", times: 1 },
  ]);
  await scene.pass(1_000);
  const told = scene.end.seen.map(({ url, body }) => ({ url, form: new URLSearchParams(body) }));
  const statuses = told.map(({ form }) => form.get("MessageStatus") ?? form.get("SmsStatus"));
  expect(new Set(statuses)).toEqual(new Set(["delivered", "received", "sent"]));
  const reply = told.find(({ form }) => form.get("SmsStatus") === "received");
  expect(reply).toMatchObject({ url: "/hooks/2" });
  expect(reply?.form.get("Body")).toBe("1");
  for (const { url, headers, body } of scene.end.seen) {
    const form = new URLSearchParams(body);
    const expected = twilioSignature(authToken, `${scene.end.url}${url}`, form);
    expect(headers["x-twilio-signature"]).toBe(expected);
  }
});

test("an unknown handset is undelivered", async () => {
  await using scene = await createScene();
  await scene.send("+33612345672");
  await scene.pass(1_000);
  const forms = scene.end.seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  expect(forms).toMatchObject([
    { MessageStatus: "sent" },
    { MessageStatus: "undelivered", ErrorCode: "30005" },
  ]);
});

test("what Twilio refuses is refused", async () => {
  await using scene = await createScene();
  expect(await scene.send("12")).toMatchObject({ status: 400, json: { code: 21_211 } });
  expect(await scene.send("+15005550003")).toMatchObject({ status: 400, json: { code: 21_408 } });
  expect(await scene.send("+33612345671", { Body: "" })).toMatchObject({ json: { code: 21_602 } });
  const long = { Body: "x".repeat(1_601) };
  expect(await scene.send("+33612345671", long)).toMatchObject({ json: { code: 21_617 } });
  expect(await scene.send("+33612345671", {}, "wrong")).toMatchObject({ status: 401 });
  await scene.simulator.setConduct({ perSecondMax: 0.5 });
  expect(await scene.send("+33612345671")).toMatchObject({
    failed: { kind: "throttled", waitMs: 1_000 },
  });
});
