import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aMessage } from "../../test/kits/message.ts";
import { until } from "../../test/kits/until.ts";
import { stampedFits } from "../lib/signatures.ts";
import { createWire } from "../lib/wire.ts";
import { createPeople, promptHabits } from "./people.ts";
import { handSchedule } from "./schedule.ts";
import { startWebhookSimulator } from "./webhook-receiver.ts";

const key = "a-key-of-at-least-sixteen";
const now = () => Date.parse("2026-03-01T10:00:00Z");

test("a gateway takes what is signed, and signs what it tells", async () => {
  await using end = await FarEnd.open();
  const schedule = handSchedule();
  const people = createPeople(promptHabits, { "p-1": { answer: { text: "1", afterMs: 60 } } });
  const simulator = await startWebhookSimulator({ secrets: { key }, schedule, people, now });
  const wire = createWire({ reach: "loopback" });
  const post = (secretKey: string, json: object) =>
    wire.request({
      method: "POST",
      url: simulator.url,
      json,
      secret: { stamp: { header: "tocsin-signature", key: secretKey, at: now() } },
    });
  const message = { ...aMessage({ callbackUrl: `${end.url}/hooks/4` }), to: "p-1" };
  expect(await post("another-key-of-sixteen", message)).toMatchObject({ status: 401 });
  expect(await post(key, { to: "p-1" })).toMatchObject({ status: 400 });
  expect(await post(key, message)).toMatchObject({ status: 202, json: { id: "w-t1-2s-0-1" } });
  schedule.pass(1_000);
  await until(() => simulator.waiting() === 0);
  await simulator.stop();
  await wire.close();
  const events = end.seen.flatMap(({ body }) => JSON.parse(body).events);
  const told = events.map(({ event, fact }: { event: string; fact?: string }) => fact ?? event);
  expect(told.sort()).toEqual(["delivered", "read", "reply", "sent"]);
  for (const { headers, body } of end.seen) {
    const given = String(headers["tocsin-signature"]);
    expect(stampedFits(key, given, { body: Buffer.from(body), at: now() })).toBe(true);
  }
});
