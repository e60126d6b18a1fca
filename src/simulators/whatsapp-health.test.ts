import { expect, test } from "vitest";
import { createWire } from "../lib/wire.ts";
import type { Conduct } from "./conduct.ts";
import { startWhatsAppSimulator } from "./whatsapp-cloud.ts";

const TOKEN = "token-of-the-test";

/** What the simulated Meta says of our account, and of a message sent from it. */
async function ask(account: Conduct["account"], token = TOKEN) {
  const simulator = await startWhatsAppSimulator({
    secrets: { token: TOKEN },
    conduct: { account },
  });
  const wire = createWire({ reach: "loopback" });
  const node = `${simulator.url}/v25.0/100200300`;
  const secret = { bearer: token };
  const fields = "health_status,quality_rating";
  const health = await wire.request({ method: "GET", url: `${node}?fields=${fields}`, secret });
  const json = {
    messaging_product: "whatsapp",
    to: "33612345678",
    type: "text",
    text: { body: "?" },
  };
  const sent = await wire.request({ method: "POST", url: `${node}/messages`, secret, json });
  const summary = simulator.received.summary();
  await wire.close();
  await simulator.stop();
  return { health, sent, summary };
}

test.each([
  ["fine", "AVAILABLE"],
  ["limited", "LIMITED"],
] as const)("an account that is %s says %s, and takes messages", async (account, able) => {
  const { health, sent, summary } = await ask(account);
  expect(health).toMatchObject({
    ok: true,
    json: {
      id: "100200300",
      quality_rating: "GREEN",
      health_status: {
        can_send_message: able,
        entities: [
          { entity_type: "PHONE_NUMBER", can_send_message: "AVAILABLE" },
          { entity_type: "WABA", can_send_message: able },
          { entity_type: "BUSINESS" },
          { entity_type: "APP" },
        ],
      },
    },
  });
  expect(sent).toMatchObject({ ok: true });
  // A question is no message, taken or refused.
  expect(summary).toMatchObject({ accepted: 1, refused: 0 });
});

test("a blocked account says why and what to do, and every message is refused as locked", async () => {
  const { health, sent, summary } = await ask("blocked");
  const entities = expect.arrayContaining([
    expect.objectContaining({
      entity_type: "WABA",
      errors: [expect.objectContaining({ possible_solution: expect.any(String) })],
    }),
  ]);
  expect(health).toMatchObject({
    json: { health_status: { can_send_message: "BLOCKED", entities } },
  });
  expect(sent).toMatchObject({ status: 403, json: { error: { code: 131_031 } } });
  expect(summary).toMatchObject({ accepted: 0, refused: 1 });
});

test("a stranger learns nothing", async () => {
  const { health } = await ask("blocked", "another-token");
  expect(health).toMatchObject({ status: 401, json: { error: { code: 190 } } });
});
