import fc from "fast-check";
import { expect, test } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import { parseReference } from "../../src/domain/reference.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { createWire, type Wire } from "../../src/lib/wire.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { createWorker } from "../../src/loops/deliver-worker.ts";
import { hearOnce } from "../../src/loops/hear.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { startMessengerSimulator } from "../../src/simulators/messenger.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { person } from "../house.ts";
import { miscounted } from "../kill/flood-oracle.ts";
import { createDeliveryWorld, crowd, SECOND } from "./delivery-world.ts";

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
      await this.says({ delivery: { mids, watermark: 1 } });
    },
    /** What Meta says of somebody. */
    async says(news: object, of = PSID) {
      const messaging = [{ sender: { id: of }, timestamp: clock(), ...news }];
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

test("R4: a receipt that is heard while the next message is in the air counts nobody twice", async () => {
  await using world = await createDeliveryWorld();
  const { simulators, context } = world;
  await simulators.whatsapp.setConduct({ loseAnswers: 1 });
  await world.contacts([{ name: "Ana", whatsapp: "+33612000001", sms: "+33612000002" }]);
  const id = await world.launch();
  await world.settle();
  const [first] = simulators.whatsapp.received.all();
  const wire = createWire({ reach: "loopback" });
  // The provider of the SMS has taken it, and its answer is still under way.
  const between: Wire = {
    ...wire,
    async request(ask) {
      const answer = await wire.request(ask);
      await world.tell("whatsapp", first?.reference ?? "", "sent");
      await hearOnce(context);
      return answer;
    },
  };
  world.clock.pass(MINUTE_MS);
  const node = { ...context, wireFor: () => between };
  await deliverOnce(node, createWorker(node));
  expect(await world.deliveries(id)).toMatchObject([{ rung: 1, fact: 2, best: 3, settled: null }]);
  expect(await miscounted(world.db, id)).toEqual([]);
  await wire.close();
});

test("R4: a moment until which all was delivered or read is a receipt of each message before it", async () => {
  await using scene = await createScene(2);
  const [first, second] = [psid(0), psid(1)];
  const early = scene.clock();
  const one = await scene.launch();
  // Faster than our own note of the answer: heard a moment later.
  await scene.says({ delivery: { watermark: early } }, first);
  await hearOnce(scene.context);
  await scene.settle();
  await scene.pass(2 * SECOND);
  const two = await scene.launch();
  await scene.settle();
  const standing = async (id: number) =>
    (await scene.deliveries(id)).map(({ best, settled }) => `${best} ${settled}`);
  // It was before the second message, and of somebody else it says nothing.
  expect(await standing(one)).toEqual(["4 reached", "2 null"]);
  expect(await standing(two)).toEqual(["2 null", "2 null"]);
  await scene.pass(MINUTE_MS);
  // Read after both, and after both went on to SMS; a time in the future is taken for now.
  await scene.says({ read: { watermark: scene.clock() + DAY_MS } }, second);
  await scene.says({ read: { watermark: early - SECOND } }, first);
  await scene.says({ read: { watermark: scene.clock() } }, "1112223334445556");
  await scene.settle();
  expect(await standing(one)).toEqual(["4 reached", "5 reached"]);
  expect(await standing(two)).toEqual(["2 null", "5 reached"]);
  expect([await miscounted(scene.db, one), await miscounted(scene.db, two)]).toEqual([[], []]);
  // What covers none of ours is looked at again for a few seconds, and then forgotten.
  for (let second = 0; second < 20; second++) await scene.pass(SECOND);
  expect(await scene.db.selectFrom("orphan").selectAll().execute()).toEqual([]);
});

const TOLD = ["sent", "delivered", "read", "failed"] as const;
const RANKS = { failed: 0, sent: 3, delivered: 4, read: 5 };

/** Where somebody stands who was told all of this at once, whatever our code thinks. */
function oracle(told: readonly (typeof TOLD)[number][]) {
  const best = Math.max(2, ...told.map((one) => RANKS[one]));
  const [failedAt, goodAt] = [told.indexOf("failed"), told.findIndex((one) => RANKS[one] >= 4)];
  const rung = failedAt >= 0 && (goodAt < 0 || failedAt < goodAt) ? 1 : 0;
  return { best, rung, settled: best >= 4 ? "reached" : null };
}

test("R4: whatever comes in one round, doubled and in any order: the end is the oracle's, and stays it", async () => {
  const orders = fc.sample(fc.array(fc.constantFrom(...TOLD), { maxLength: 9 }), {
    numRuns: 200,
    seed: 4,
  });
  await using world = await createDeliveryWorld();
  const { whatsapp, sms } = world.simulators;
  await world.contacts(crowd(orders.length));
  const id = await world.launch();
  await world.settle();
  const sent = new Map(
    whatsapp.received.all().map(({ reference }) => [parseReference(reference)?.ordinal, reference]),
  );
  const tellAll = async (turned: boolean) => {
    for (const [ordinal, told] of orders.entries()) {
      const order = turned ? told.toReversed() : told;
      for (const one of order) await world.tell("whatsapp", sent.get(ordinal) ?? "", one);
    }
    await world.settle();
    return (await world.deliveries(id)).map(({ best, rung, settled }) => ({ best, rung, settled }));
  };
  const wanted = orders.map(oracle);
  expect(await tellAll(false)).toEqual(wanted);
  // Good news that came with the bad stopped the fallback before it began.
  const fellBack = wanted.filter(({ rung, settled }) => rung === 1 && settled === null);
  expect(sms.received.all()).toHaveLength(fellBack.length);
  expect(fellBack.length).toBeGreaterThan(10);
  // The other way round: what failed at first is late now, and nothing that was known is undone.
  const again = await tellAll(true);
  const kept = again.map(({ best, settled }) => ({ best, settled }));
  expect(kept).toEqual(wanted.map(({ best, settled }) => ({ best, settled })));
  expect(await miscounted(world.db, id)).toEqual([]);
  expect(whatsapp.received.summary()).toMatchObject({ duplicates: 0, accepted: orders.length });
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
