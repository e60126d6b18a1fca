import { expect, test } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { startMessengerSimulator } from "../../src/simulators/messenger.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { person } from "../house.ts";
import { createDeliveryWorld, SECOND } from "./delivery-world.ts";

const admin = person("Ines", "administrator");
const PSID = "4567890123456789";

/** Messenger for a minute, whose receipts name nothing but its own numbers, and then SMS. */
async function createScene(people = 1) {
  const world = await createDeliveryWorld();
  const { house, db, clock } = world;
  const secrets = { token: "page-token-1", appSecret: "app-secret-1" };
  const simulator = await startMessengerSimulator({
    secrets,
    schedule: handSchedule(),
    now: clock,
    people: createPeople(promptHabits),
    conduct: { dropped: 1 },
  });
  const settings = { base: simulator.url, pageId: "12345678", template: "notice", ...secrets };
  const { id: channelId } = await createChannel(house, admin, {
    transport: "messenger",
    name: "Page",
    settings: { ...settings, verifyToken: "verify-123" },
    perSecond: 1_000,
  });
  const ids = await world.contacts(
    Array.from({ length: people }, (_, n) => ({ name: `P${n}`, sms: `+3361200000${n}` })),
  );
  for (const [n, contact_id] of ids.entries()) {
    const at = new Date(clock());
    const of = { contact_id, kind: "messenger" };
    await db
      .insertInto("address")
      .values({ ...of, value: psid(n) })
      .execute();
    await db
      .insertInto("consent")
      .values({ ...of, state: "given", wording: "yes", source: "form", at })
      .execute();
  }
  const rungs = [channelId, world.channels.sms].map((id) => ({
    channelId: id,
    patienceMs: MINUTE_MS,
    success: "delivered" as const,
  }));
  return {
    ...world,
    simulator,
    launch: async () =>
      await world.launch({ cascade: { rungs, expiresAfterMs: 3_600_000, triesMax: 3 } }),
    /** What Meta says when these messages have arrived. */
    async delivered(...mids: string[]) {
      const messaging = [
        { sender: { id: PSID }, timestamp: clock(), delivery: { mids, watermark: 1 } },
      ];
      const body = Buffer.from(JSON.stringify({ object: "page", entry: [{ messaging }] }));
      const item = { channelId, receivedAt: clock(), query: "", contentType: "application/json" };
      await takeIn(house, [{ ...item, body }]);
    },
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await world[Symbol.asyncDispose]();
    },
  };
}

const psid = (n: number): string => PSID.replace(/9$/, String(n));

test("R3 R4: a receipt that names the provider's number only finds its message, once or twice", async () => {
  await using scene = await createScene(3);
  const id = await scene.launch();
  await scene.settle();
  const [a, b] = scene.simulator.received.all().map(({ reference }) => reference);
  // Reordered and doubled, with a stranger's between them.
  await scene.delivered(b ?? "", "m_of_another_system", a ?? "");
  await scene.delivered(b ?? "");
  await scene.settle();
  const standing = (await scene.deliveries(id)).map(({ settled }) => settled);
  expect(standing.filter((settled) => settled === "reached")).toHaveLength(2);
  await scene.pass(MINUTE_MS);
  expect(scene.simulators.sms.received.all()).toHaveLength(1);
  // The stranger's is kept for a while, and neither starts nor stops anything.
  expect(await scene.db.selectFrom("orphan").selectAll().execute()).toHaveLength(1);
});

test("R4: such a receipt may be faster than the answer that gives the number", async () => {
  await using scene = await createScene();
  await scene.delivered("m_1");
  await scene.settle();
  const id = await scene.launch();
  await scene.settle();
  await scene.pass(2 * SECOND);
  expect(await scene.deliveries(id)).toMatchObject([{ settled: "reached", rung: 0, best: 4 }]);
  await scene.pass(2 * MINUTE_MS);
  expect(scene.simulators.sms.received.all()).toEqual([]);
});

test("R4: late, it mends what patience had given up, on the rung that it belongs to", async () => {
  await using scene = await createScene();
  const id = await scene.launch();
  await scene.settle();
  await scene.pass(MINUTE_MS);
  await scene.delivered("m_1");
  await scene.settle();
  expect(await scene.deliveries(id)).toMatchObject([{ settled: "reached", rung: 1, best: 4 }]);
  expect(await scene.db.selectFrom("attempt").select(["rung", "fact"]).execute()).toEqual([
    { rung: 0, fact: 4 },
  ]);
});

test("numbers are kept only where they are needed, and not for ever", async () => {
  await using scene = await createScene();
  await scene.launch();
  await scene.settle();
  await scene.pass(MINUTE_MS);
  const numbers = async () =>
    (await scene.db.selectFrom("provider_number").select("number").execute()).length;
  // The SMS went out as well; its receipts carry our own reference.
  expect(scene.simulators.sms.received.all()).toHaveLength(1);
  expect(await numbers()).toBe(1);
  scene.clock.pass(8 * DAY_MS);
  await reconcileOnce({ house: scene.house });
  expect(await numbers()).toBe(0);
});
