import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { SmtpCaller } from "../../test/kits/smtp-caller.ts";
import { until } from "../../test/kits/until.ts";
import { stampedSignature } from "../lib/signatures.ts";
import type { Conduct } from "./conduct.ts";
import { createPeople, promptHabits } from "./people.ts";
import { handSchedule } from "./schedule.ts";
import { startSmtpSimulator } from "./smtp.ts";

const secrets = { inboundKey: "an-inbound-key-of-the-test" };
const startedAt = Date.parse("2026-03-01T10:00:00Z");
const from = "bounce+t1-1-0-1@town.example";

async function createScene(conduct: Partial<Conduct> = {}) {
  const end = await FarEnd.open();
  const schedule = handSchedule();
  const simulator = await startSmtpSimulator({
    callbackUrl: end.url,
    conduct,
    secrets,
    schedule,
    now: () => startedAt,
    people: createPeople(promptHabits, {
      "ana@example.org": { answer: { text: "Ça va", afterMs: 10 } },
      "nobody@example.org": { reachable: false },
    }),
  });
  return {
    end,
    schedule,
    simulator,
    /** What the last command was answered. */
    mail: (to: string) => SmtpCaller.mail(simulator.port, { from, to, text: "Hello" }),
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await end[Symbol.asyncDispose]();
    },
  };
}

test("takes a letter and brings the answer back as raw, signed mail", async () => {
  await using scene = await createScene();
  expect(await scene.mail("ana@example.org")).toMatch(/^250/);
  const { received } = scene.simulator;
  expect(received.all()).toEqual([
    { address: "ana@example.org", reference: "t1-1-0-1", at: startedAt, times: 1 },
  ]);
  expect(received.textsOf("ana@example.org").map((text) => text.trim())).toEqual(["Hello"]);
  scene.schedule.pass(1_000);
  await until(() => scene.end.seen.length === 1);
  const [seen] = scene.end.seen;
  expect(seen?.headers["content-type"]).toBe("message/rfc822");
  expect(seen?.body).toContain("In-Reply-To: <m1@town.example>");
  const signature = stampedSignature(secrets.inboundKey, startedAt, seen?.body ?? "");
  expect(seen?.headers["tocsin-signature"]).toBe(signature);
});

test("a wrong address bounces to the envelope sender", async () => {
  await using scene = await createScene();
  await scene.mail("nobody@example.org");
  scene.schedule.pass(1_000);
  await until(() => scene.end.seen.length === 1);
  expect(scene.end.seen[0]?.body).toContain(`To: ${from}`);
  expect(scene.end.seen[0]?.body).toContain("Status: 5.1.1");
});

test.each<[Partial<Conduct>, RegExp]>([
  [{ state: "erring", errorCode: 550 }, /^550 .*5\.1\.1/],
  [{ state: "erring", errorCode: 451 }, /^451/],
  [{ perSecondMax: 0 }, /^450/],
  [{ loseAnswers: 1 }, /^(421|hung up)/],
])("%j answers %s", async (conduct, answer) => {
  await using scene = await createScene(conduct);
  expect(await scene.mail("ana@example.org")).toMatch(answer);
});

test("refusing: nobody listens, and then somebody does again", async () => {
  await using scene = await createScene();
  await scene.simulator.setConduct({ state: "refusing" });
  expect(await scene.mail("ana@example.org")).toBe("ECONNREFUSED");
  await scene.simulator.setConduct({ state: "up" });
  expect(await scene.mail("ana@example.org")).toMatch(/^250/);
});
