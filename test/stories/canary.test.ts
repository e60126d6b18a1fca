import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { setChannelState } from "../../src/actions/channel/set-state.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import { createWire, type Wire } from "../../src/lib/wire.ts";
import { createAviary, MINUTE, OURS } from "./canary-world.ts";
import { cascadeOf, crowd, SECOND } from "./delivery-world.ts";

test("a message to ourselves is sent, comes back, and says how long it took", async () => {
  await using aviary = await createAviary();
  await aviary.look();
  expect(aviary.sent()).toHaveLength(1);
  expect(await aviary.lastSignal()).toBeUndefined();
  await aviary.arrive(4);
  expect(await aviary.look()).toMatchObject({
    kind: "probe",
    verdict: "up",
    evidence: { code: "canary:arrived", params: { count: 4 } },
    detail: { canary: true, capability: "send", seconds: 4 },
  });
  expect(await aviary.source()).toMatchObject({ health: "healthy" });
  // It is nobody's delivery, and no orphan either.
  expect(await aviary.db.selectFrom("orphan").selectAll().execute()).toEqual([]);
  // The same receipt once more, and one for a message of another channel, change nothing.
  await aviary.tell("whatsapp", "t0-1-0-0", "delivered");
  await aviary.tell("sms", "t0-1-0-0", "read");
  await aviary.settle();
  const counted = await aviary.db.selectFrom("tally").select(["what", "n"]).execute();
  expect(counted).toContainEqual({ what: "delivered", n: 1 });
});

test("many looks of many nodes: one in flight, the pace and the hourly budget are kept", async () => {
  await using aviary = await createAviary("whatsapp", { everyMinutes: 1, perHourMax: 5 });
  await aviary.simulators.whatsapp.setConduct({ state: "blackhole" });
  await Promise.all([aviary.look(), aviary.look(), aviary.look()]);
  expect(aviary.sent()).toHaveLength(1);
  for (let minute = 0; minute < 59; minute++) {
    aviary.clock.pass(MINUTE);
    await aviary.look();
  }
  expect(aviary.sent()).toHaveLength(5);
  const open = (await aviary.canaries()).filter(({ ended_at }) => ended_at === null);
  expect(open.length).toBeLessThanOrEqual(1);
});

test("one missing message is a doubt, two are an outage, and an arrival ends it", async () => {
  await using aviary = await createAviary();
  await aviary.look();
  aviary.clock.pass(61 * SECOND);
  expect(await aviary.look()).toMatchObject({ verdict: "degraded" });
  expect(aviary.sent()).toHaveLength(2);
  aviary.clock.pass(61 * SECOND);
  expect(await aviary.look()).toMatchObject({
    verdict: "down",
    evidence: { code: "canary:missed", params: { count: 2 } },
  });
  await aviary.arrive(2);
  expect(await aviary.look()).toMatchObject({ verdict: "up" });
  // The one that was missing comes after all: it stays an ended story.
  await aviary.tell("whatsapp", aviary.sent()[0]?.reference ?? "", "delivered");
  await aviary.settle();
  expect(await aviary.look()).toMatchObject({ verdict: "up" });
});

test("a node dies before or after the send: nothing goes twice, and its silence is no outage", async () => {
  await using aviary = await createAviary();
  const wire = createWire({ reach: "loopback" });
  const dies = (after: boolean): Wire => ({
    ...wire,
    request: async (ask) => {
      if (after) await wire.request(ask);
      return await new Promise<never>(() => {});
    },
  });
  void aviary.look(dies(false));
  await expect.poll(async () => (await aviary.canaries()).length).toBe(1);
  expect(aviary.sent()).toHaveLength(0);
  // Another node takes over when the lease has ended: it does not send in its place.
  aviary.clock.pass(50 * SECOND);
  await aviary.db.updateTable("source").set({ leased_until: null }).execute();
  await aviary.look();
  expect(aviary.sent()).toHaveLength(0);
  aviary.clock.pass(20 * SECOND);
  expect(await aviary.look()).toMatchObject({
    verdict: "unknown",
    evidence: { code: "canary:lost" },
  });
  expect(await aviary.source()).toMatchObject({ health: "unhealthy" });
  // The next one in its time; this node dies with the answer in its hand, and the receipt still counts.
  aviary.clock.pass(10 * MINUTE);
  void aviary.look(dies(true));
  await expect.poll(() => aviary.sent().length).toBe(1);
  await aviary.db.updateTable("source").set({ leased_until: null }).execute();
  await aviary.look();
  await aviary.arrive(7);
  expect(await aviary.look()).toMatchObject({ verdict: "up", detail: { seconds: 7 } });
  expect(aviary.sent().map(({ times }) => times)).toEqual([1]);
  await wire.close();
});

test("a revoked token is our trouble: unknown, what to do, and no more asking; then tried out again", async () => {
  await using aviary = await createAviary("whatsapp", { everyMinutes: 1 });
  const { simulators, house, channelId } = aviary;
  await simulators.whatsapp.setConduct({ state: "erring", errorCode: 190 });
  expect(await aviary.look()).toMatchObject({
    verdict: "unknown",
    evidence: { code: "canary:refused.misconfigured" },
  });
  expect(await aviary.channel()).toMatchObject({ state: "down", state_source: "account" });
  expect(await aviary.source()).toMatchObject({ health: "unhealthy" });
  aviary.clock.pass(10 * MINUTE);
  expect(await aviary.look()).toMatchObject({ evidence: { code: "canary:grounded.account" } });
  expect(simulators.whatsapp.received.summary()).toMatchObject({ refused: 1 });
  // Somebody renews the token: the test messages are the canaries that bring the channel back.
  await simulators.whatsapp.setConduct({ state: "up" });
  const probing = { id: channelId, state: "probing", reason: "", source: "operator" } as const;
  await setChannelState(house, machine("test"), probing);
  for (let flight = 0; flight < 3; flight++) {
    aviary.clock.pass(MINUTE);
    await aviary.look();
    await aviary.arrive(3);
  }
  await aviary.settle();
  expect(await aviary.channel()).toMatchObject({ state: "up", state_source: "receipts" });
  const rate = await aviary.db
    .selectFrom("channel_rate")
    .select("canaries")
    .where("channel_id", "=", channelId)
    .executeTakeFirst();
  expect(rate).toEqual({ canaries: 17 });
});

test("throttled is not down, and the whole channel keeps the pause that was asked for", async () => {
  await using aviary = await createAviary("whatsapp", { everyMinutes: 1 });
  await aviary.simulators.whatsapp.setConduct({ perSecondMax: 0.5 });
  await aviary.look();
  expect(await aviary.look()).toMatchObject({
    verdict: "unknown",
    evidence: { code: "canary:refused.throttled" },
  });
  expect(await aviary.channel()).toMatchObject({ state: "up" });
});

test("where a broadcast arrives, a test message would tell nothing new", async () => {
  await using aviary = await createAviary();
  await aviary.contacts(crowd(25));
  await aviary.launch();
  await aviary.settle();
  for (const { reference } of aviary.simulators.whatsapp.received.all()) {
    await aviary.tell("whatsapp", reference, "delivered");
  }
  await aviary.settle();
  await aviary.look();
  expect(aviary.sent()).toEqual([]);
  expect(await aviary.source()).toMatchObject({
    health: "healthy",
    health_note: { code: "canary:grounded.spoken", params: { count: 25 } },
  });
  aviary.clock.pass(20 * MINUTE);
  await aviary.look();
  expect(aviary.sent()).toHaveLength(1);
});

test("what our receipts took down is tried out again when it has rested and a message comes through", async () => {
  await using aviary = await createAviary();
  const down = { id: aviary.channelId, state: "down", reason: "", source: "receipts" } as const;
  await setChannelState(aviary.house, machine("test"), down);
  aviary.clock.pass(SECOND);
  await aviary.look();
  await aviary.arrive(5);
  await aviary.look();
  expect(await aviary.channel()).toMatchObject({ state: "down" });
  aviary.clock.pass(5 * MINUTE);
  await aviary.look();
  expect(await aviary.channel()).toMatchObject({
    state: "probing",
    state_reason: "canary:came_through",
  });
});

test("what somebody took down, switched off or pointed elsewhere sends nothing, and says so", async () => {
  await using aviary = await createAviary();
  const { db, house, channelId } = aviary;
  const down = { id: channelId, state: "down", reason: "", source: "operator" } as const;
  await setChannelState(house, machine("test"), down);
  expect(await aviary.look()).toMatchObject({ evidence: { code: "canary:grounded.operator" } });
  await db.updateTable("channel").set({ enabled: false }).execute();
  expect(await aviary.look()).toMatchObject({ evidence: { code: "canary:grounded.off" } });
  await db.updateTable("channel").set({ enabled: true, state: "up" }).execute();
  const settings = JSON.stringify({ channel: String(channelId), address: "nobody" });
  await db.updateTable("source").set({ settings }).execute();
  expect(await aviary.look()).toMatchObject({ evidence: { code: "canary:grounded.address" } });
  const gone = JSON.stringify({ channel: "99999", address: OURS });
  await db.updateTable("source").set({ settings: gone }).execute();
  expect(await aviary.look()).toMatchObject({ evidence: { code: "canary:grounded.no_channel" } });
  expect(aviary.sent()).toEqual([]);
});

test("the answer of the test device proves the way back, and is nobody's reply", async () => {
  await using aviary = await createAviary("sms", { proof: "reply" });
  await aviary.look();
  await aviary.arrive(2);
  expect((await aviary.canaries())[0]).toMatchObject({ arrived_at: null });
  await aviary.write("sms", OURS, "Auto-reply: received");
  await aviary.settle();
  expect(await aviary.look()).toMatchObject({ verdict: "up", detail: { capability: "receive" } });
  expect(await aviary.db.selectFrom("reply").selectAll().execute()).toEqual([]);
  // What comes when nothing is awaited is a reply like any other.
  await aviary.write("sms", OURS, "1");
  await aviary.settle();
  expect(await aviary.db.selectFrom("reply").selectAll().execute()).toHaveLength(1);
});

test("our own phone is switched off: degraded, and a channel in service is not stopped for it", async () => {
  await using aviary = await createAviary("whatsapp", {
    everyMinutes: 1,
    perHourMax: 60,
    patienceSeconds: 20,
  });
  // Another channel shows that receipts reach us: silence would be judged.
  await aviary.contacts([{ name: "Ana", sms: "+33699000001" }]);
  await aviary.launch({ cascade: cascadeOf(aviary.channels) });
  await aviary.settle();
  const [sms] = aviary.simulators.sms.received.all();
  await aviary.tell("sms", sms?.reference ?? "", "delivered");
  for (let minute = 0; minute < 15; minute++) {
    await aviary.look();
    if (minute % 2 === 0) await aviary.arrive(1, "sent");
    await aviary.pass(MINUTE);
  }
  expect(aviary.sent().length).toBeGreaterThan(12);
  expect(await aviary.channel()).toMatchObject({ state: "up" });
  await aviary.arrive(1, "sent");
  await aviary.look();
  await aviary.arrive(1, "sent");
  await aviary.pass(MINUTE);
  expect(await aviary.look()).toMatchObject({
    verdict: "degraded",
    evidence: { code: "canary:passed_on" },
  });
});

test("callbacks nobody could have meant are kept apart, and hurt nothing", async () => {
  await using aviary = await createAviary();
  await aviary.look();
  for (const reference of ["t0-0-0-0", "t0-zzzzzz-0-0", "t0-1-9-9", "t0--1-0-0", "", "DROP"]) {
    await aviary.tell("whatsapp", reference, "delivered");
  }
  const item = { channelId: aviary.channelId, receivedAt: aviary.clock(), query: "" };
  const garbage = { ...item, contentType: "application/json", body: Buffer.from("<html>") };
  await takeIn(aviary.house, [garbage]);
  await aviary.settle();
  expect(await aviary.canaries()).toHaveLength(1);
});
