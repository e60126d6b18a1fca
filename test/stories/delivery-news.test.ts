import { sql } from "kysely";
import { expect, test } from "vitest";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import { answerByLink, readLink, signLink } from "../../src/actions/reply/by-link.ts";
import { parseReference } from "../../src/domain/reference.ts";
import { goodConduct } from "../../src/simulators/conduct.ts";
import { findBroadcast } from "../../src/store/broadcasts.ts";
import { person } from "../house.ts";
import { createDeliveryWorld, crowd, SECOND } from "./delivery-world.ts";

const admin = person("Ines", "administrator");

const ana = { name: "Ana", whatsapp: "+33612000001", sms: "+33612000002", webhook: "pager-1" };

type Told = "sent" | "delivered" | "read" | "failed";

/** Every order of every part of what a provider may tell. */
const ORDERS = (["sent", "delivered", "read", "failed"] satisfies Told[]).reduce<Told[][]>(
  (orders, told) =>
    orders.flatMap((order) => [
      order,
      ...Array.from({ length: order.length + 1 }, (_, at) => order.toSpliced(at, 0, told)),
    ]),
  [[]],
);

/** Where somebody must stand who was told about in this order, whatever our code thinks. */
function oracle(order: readonly Told[]) {
  const arrived = order.includes("delivered") || order.includes("read");
  const failedAt = order.indexOf("failed");
  const goodAt = order.findIndex((told) => told === "delivered" || told === "read");
  const moved = failedAt >= 0 && (goodAt < 0 || failedAt < goodAt);
  const best = order.includes("read") ? 5 : arrived ? 4 : order.includes("sent") ? 3 : 2;
  return { settled: arrived ? "reached" : null, rung: moved ? 1 : 0, best };
}

test("R4: all 65 orders of what may be told, part of it missing, then twice: the end is the oracle's", async () => {
  expect(new Set(ORDERS.map((order) => order.join())).size).toBe(65);
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(ORDERS.length));
  const id = await world.launch();
  await world.settle();
  const sent = new Map(
    world.simulators.whatsapp.received
      .all()
      .map(({ reference }) => [parseReference(reference)?.ordinal, reference]),
  );
  const tell = async (turn: (order: readonly Told[]) => Told | undefined) => {
    for (const [ordinal, order] of ORDERS.entries()) {
      const told = turn(order);
      if (told) await world.tell("whatsapp", sent.get(ordinal) ?? "", told);
    }
    await world.settle();
  };
  let best = ORDERS.map(() => 0);
  for (let turn = 0; turn < 4; turn++) {
    await tell((order) => order[turn]);
    const now = (await world.deliveries(id)).map((one) => one.best);
    expect(now.every((rank, ordinal) => rank >= (best[ordinal] ?? 0))).toBe(true);
    best = now;
  }
  const standing = async () =>
    (await world.deliveries(id)).map((one) => ({
      settled: one.settled,
      rung: one.rung,
      best: one.best,
    }));
  expect(await standing()).toEqual(ORDERS.map(oracle));
  const moved = ORDERS.filter((order) => oracle(order).rung === 1);
  expect(world.simulators.sms.received.all()).toHaveLength(moved.length);
  // All of it once more, the other way round: nothing is new, and nothing is undone.
  const before = await standing();
  for (let turn = 3; turn >= 0; turn--) await tell((order) => order[turn]);
  expect(await standing()).toEqual(before);
  expect(world.simulators.sms.received.all()).toHaveLength(moved.length);
  expect(world.simulators.webhook.received.all()).toEqual([]);
});

test("R4: a failure after delivery restarts nothing; delivery after a failure stops the fallback", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(2));
  const id = await world.launch();
  await world.settle();
  const [first, second] = world.simulators.whatsapp.received.all();
  await world.tell("whatsapp", first?.reference ?? "", "delivered");
  await world.settle();
  await world.tell("whatsapp", first?.reference ?? "", "failed");
  await world.tell("whatsapp", second?.reference ?? "", "failed");
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([
    { rung: 0, settled: "reached" },
    { rung: 1, fact: 2 },
  ]);
  await world.tell("whatsapp", second?.reference ?? "", "delivered");
  await world.pass(300 * SECOND);
  expect(await world.deliveries(id)).toMatchObject([
    { rung: 0 },
    { rung: 1, settled: "reached", best: 4 },
  ]);
  expect(world.simulators.webhook.received.all()).toEqual([]);
});

test("R13: an opt-out between two steps blocks the next one; nothing falls through", async () => {
  await using world = await createDeliveryWorld();
  const [contactId] = await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  await world.write("sms", ana.sms, "Arrêt !");
  await world.pass(300 * SECOND);
  expect(await world.deliveries(id)).toMatchObject([
    { settled: "blocked", why: "opted-out", rung: 0 },
  ]);
  expect(world.simulators.sms.received.all()).toEqual([]);
  expect(world.simulators.webhook.received.all()).toEqual([]);
  const consent = await world.db
    .selectFrom("consent")
    .select(["state", "source", "wording"])
    .where("contact_id", "=", contactId ?? 0)
    .where("kind", "=", "sms")
    .orderBy("id", "desc")
    .executeTakeFirst();
  expect(consent).toEqual({ state: "withdrawn", source: "reply", wording: "Arrêt !" });
});

test("R13: a consent that somebody withdraws in the console stops what is under way as well", async () => {
  await using world = await createDeliveryWorld();
  const [contactId] = await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  await world.db
    .insertInto("consent")
    .values({
      contact_id: contactId ?? 0,
      kind: "sms",
      state: "withdrawn",
      wording: "by phone",
      source: "console",
      at: new Date(world.clock()),
    })
    .execute();
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ settled: "blocked" }]);
  // Nobody is left to wait for, so the broadcast is done at once and not when patience ends.
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "done" });
  await world.pass(300 * SECOND);
  expect(world.simulators.sms.received.all()).toEqual([]);
});

test("R14: an answer on one channel, and the step that was queued on another is not taken", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.pass(0);
  await world.pass(60 * SECOND);
  expect(world.simulators.sms.received.summary().accepted).toBe(1);
  await world.write("whatsapp", ana.whatsapp, "1️⃣");
  await world.pass(300 * SECOND);
  expect(await world.deliveries(id)).toMatchObject([
    { settled: "acknowledged", answer: "safe", best: 6 },
  ]);
  expect(world.simulators.webhook.received.all()).toEqual([]);
});

test("a click on the signed link counts as an answer, and only for what it was signed for", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([{ name: "Gate", webhook: "pager-9" }]);
  const id = await world.launch();
  await world.settle();
  const [sent] = world.simulators.webhook.received.all();
  const text = world.simulators.webhook.received.textsOf("pager-9").join();
  const token = /\/r\/(a\.\S+)/.exec(text)?.[1] ?? "";
  const link = readLink(world.house.secretKey, token);
  expect(link).toEqual({ purpose: "answer", key: parseReference(sent?.reference ?? "") });
  expect(readLink(world.house.secretKey, token.replace(/^a/, "o"))).toBeNull();
  expect(readLink(Buffer.alloc(32, 8), token)).toBeNull();
  if (!link) throw new Error("The link could not be read.");
  expect(signLink(world.house.secretKey, "answer", link.key)).toBe(token);
  await answerByLink(world.house, { key: link.key, say: "2" });
  await answerByLink(world.house, { key: link.key, say: "2" });
  expect(await world.deliveries(id)).toMatchObject([{ settled: "acknowledged", answer: "help" }]);
  const replies = await world.db.selectFrom("reply").selectAll().execute();
  expect(replies).toHaveLength(1);
});

test("R16: receipts of attempts that this database never made are kept and never acted on", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  await world.tell("whatsapp", "t9-9-0-0", "read");
  await world.tell("whatsapp", `t${id}-0-2-0`, "read");
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ rung: 0, fact: 2, settled: null }]);
  const orphans = await world.db.selectFrom("orphan").selectAll().execute();
  expect(orphans).toHaveLength(2);
  await world.pass(3_600 * SECOND);
  expect(await world.db.selectFrom("orphan").selectAll().execute()).toHaveLength(2);
  await world.pass(8 * 86_400 * SECOND);
  await world.pass(8 * 86_400 * SECOND);
  expect(await world.db.selectFrom("orphan").selectAll().execute()).toEqual([]);
});

test("nonsense in the inbox spoils nothing that came with it", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  const [sent] = world.simulators.whatsapp.received.all();
  const junk = {
    channelId: world.channels.whatsapp,
    receivedAt: world.clock(),
    contentType: "",
    query: "",
  };
  await takeIn(world.house, [
    { ...junk, body: Buffer.from("{") },
    { ...junk, body: Buffer.from([0xff, 0]) },
  ]);
  await world.tell("whatsapp", sent?.reference ?? "", "read");
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ settled: "reached" }]);
});

test("the database itself refuses a fact that goes down and a second delivery to one contact", async () => {
  await using world = await createDeliveryWorld();
  const [contactId] = await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  const down = world.db
    .updateTable("delivery")
    .set({ fact: 1 })
    .where("broadcast_id", "=", id)
    .execute();
  await expect(down).rejects.toThrow(/facts only climb/);
  const again =
    sql`insert into delivery (broadcast_id, ordinal, contact_id, language, ways, variables, due_at)
    values (${id}, 99, ${contactId}, 'fr', '[]', '{}', ${new Date(world.clock())})`.execute(
      world.db,
    );
  await expect(again).rejects.toThrow(/unique/);
});

test("a template that Meta pauses: its backup carries the message, the plan says so, the channel stays up", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels, simulators } = world;
  const { whatsapp: id } = channels;
  await changeChannel(house, admin, { id, settings: { backupTemplate: "crisis_notice_2" } });
  await world.contacts(crowd(8));
  const rules = {
    ...goodConduct.rules,
    templates: { crisis_notice: "paused" as const },
  };
  await simulators.whatsapp.setConduct({ rules });
  await world.launch();
  await world.settle();
  const { accepted, refused } = simulators.whatsapp.received.summary();
  // Those who were under way when the first was refused; from then on the backup goes out at once.
  expect([accepted, refused > 0 && refused <= 8]).toEqual([8, true]);
  await world.launch({ title: "Again" });
  await world.settle();
  expect(simulators.whatsapp.received.summary()).toMatchObject({ accepted: 16, refused });
  expect(simulators.sms.received.all()).toEqual([]);
  for (const language of ["fr", "en"]) {
    await world.tellTemplate({ event: "APPROVED", language, name: "crisis_notice_2" });
    await world.tellTemplate({ event: "PAUSED", language });
  }
  await world.settle();
  const state = await db.selectFrom("channel").select("state").where("id", "=", id).execute();
  expect(state).toEqual([{ state: "up" }]);
  const about = { channelId: id, name: "crisis_notice", state: "paused" };
  const backup = { code: "template-backup", backup: "crisis_notice_2" };
  const warnings = (await world.plan()).warnings.filter(({ code }) => code.startsWith("template"));
  expect(warnings).toEqual(["fr", "en"].map((language) => ({ ...about, ...backup, language })));
  // Both are gone: what no template carries takes the channel from everybody, and the next one serves.
  const both = { crisis_notice: "paused", crisis_notice_2: "disabled" } as const;
  await simulators.whatsapp.setConduct({ rules: { ...rules, templates: both } });
  await world.launch({ title: "Without" });
  await world.settle();
  expect(simulators.sms.received.summary()).toMatchObject({ accepted: 24 });
});
