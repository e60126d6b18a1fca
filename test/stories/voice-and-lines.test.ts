import { expect, test } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { twilioSignature } from "../../src/lib/signatures.ts";
import { createWire } from "../../src/lib/wire.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { createWorker } from "../../src/loops/deliver-worker.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { startSmscSimulator } from "../../src/simulators/smsc.ts";
import { startTwilioVoiceSimulator } from "../../src/simulators/twilio-voice.ts";
import { person } from "../house.ts";
import { createCallbackDesk } from "../kits/callback-desk.ts";
import { until } from "../kits/until.ts";

const MINUTE_MS = 60_000;
const admin = person("Ines", "administrator");
const authToken = "auth-token-of-the-test";

const over = (channelId: number) => ({
  rungs: [{ channelId, patienceMs: 3 * MINUTE_MS, success: "delivered" as const }],
  expiresAfterMs: 60 * MINUTE_MS,
  triesMax: 3,
});

test("the telephone rings, reads it aloud, and a key is an answer", async () => {
  await using desk = await createCallbackDesk();
  const simulator = await startTwilioVoiceSimulator({
    secrets: { authToken },
    schedule: handSchedule(),
  });
  const settings = {
    base: simulator.url,
    accountSid: `AC${"0".repeat(32)}`,
    caller: "+15550006666",
    authToken,
  };
  const made = { transport: "twilio-voice", name: "Telephone", settings };
  const { id: channelId } = await createChannel(desk.house, admin, made);
  const marie = { name: "Marie", voice: "+33155000001" };
  await desk.contacts([marie]);
  const id = await desk.launch({ cascade: over(channelId) });
  await desk.settle();

  const [spoken = ""] = simulator.received.textsOf("+33155000001");
  expect(spoken).toContain("Appuyez sur 1 si vous êtes en sécurité");
  expect(spoken).not.toContain("STOP");

  const reference = simulator.received.all()[0]?.reference ?? "";
  const url = `/hooks/${channelId}?reference=${reference}&language=fr`;
  const form = { CallSid: "CA1", Digits: "1", To: marie.voice, Direction: "outbound-api" };
  const knock = async (payload: Record<string, string>, token = authToken) => {
    const body = new URLSearchParams(payload);
    const signature = twilioSignature(token, `https://status.example.org${url}`, body);
    const type = "application/x-www-form-urlencoded";
    const headers = { "content-type": type, "x-twilio-signature": signature };
    return await desk.app.inject({ method: "POST", url, headers, payload: body.toString() });
  };
  const stranger = await knock(form, "another-token");
  expect([stranger.statusCode, stranger.body.includes("<Response>")]).toEqual([401, false]);
  const pressed = await knock(form);
  expect(pressed.headers["content-type"]).toMatch(/^text\/xml/);
  expect(pressed.body).toContain("Merci");
  const ended = await knock({ CallSid: "CA1", CallStatus: "completed" });
  expect([ended.statusCode, ended.body]).toEqual([200, ""]);

  await desk.settle();
  expect(await desk.deliveries(id)).toMatchObject([{ settled: "acknowledged", answer: "safe" }]);
  await simulator.stop();
});

async function telephoneIn(desk: Awaited<ReturnType<typeof createCallbackDesk>>) {
  const simulator = await startTwilioVoiceSimulator({ schedule: handSchedule() });
  const settings = {
    base: simulator.url,
    accountSid: `AC${"0".repeat(32)}`,
    caller: "+15550006666",
    authToken,
  };
  const made = { transport: "twilio-voice", name: "Telephone", settings, perSecond: 100 };
  const { id: channelId } = await createChannel(desk.house, admin, made);
  const calls = () => simulator.received.all().map(({ address }) => address);
  return { simulator, channelId, calls };
}

const [marie, paul] = ["+33155000001", "+33155000002"] as const;
const contactOf = (name: string, voice: string) => ({ name, voice });

test("two broadcasts at once call a person one after the other, and others at once", async () => {
  await using desk = await createCallbackDesk();
  const { simulator, channelId, calls } = await telephoneIn(desk);
  await desk.contacts([contactOf("Marie", marie)]);
  await desk.launch({ cascade: over(channelId) });
  await desk.settle();
  await desk.contacts([contactOf("Paul", paul)]);
  await desk.launch({ cascade: over(channelId), title: "Second" });
  await desk.settle();
  expect(calls()).toEqual([marie, paul]);
  await desk.pass(2 * MINUTE_MS);
  expect(calls()).toEqual([marie, paul, marie]);
  await simulator.stop();
});

test("R8: whose line is engaged for longer than a call would be waited for is written to at once", async () => {
  await using desk = await createCallbackDesk();
  const { simulator, channelId, calls } = await telephoneIn(desk);
  await desk.contacts([{ ...contactOf("Marie", marie), sms: marie }]);
  await desk.launch({ cascade: over(channelId) });
  await desk.settle();
  const { rungs, ...terms } = over(channelId);
  const short = rungs.map((one) => ({ ...one, patienceMs: 1.5 * MINUTE_MS }));
  const sms = over(desk.channels.sms).rungs;
  const id = await desk.launch({ cascade: { ...terms, rungs: [...short, ...sms] }, title: "Two" });
  await desk.settle();
  expect(calls()).toEqual([marie]);
  expect(await desk.deliveries(id)).toMatchObject([{ rung: 1, try: 0 }]);
  expect(desk.simulators.sms.received.summary().accepted).toBe(1);
  await simulator.stop();
});

test("R14: whoever answers by SMS while their call stands in the queue is not called", async () => {
  await using desk = await createCallbackDesk();
  const { simulator, channelId, calls } = await telephoneIn(desk);
  const people = [marie, paul].map((voice) => ({ ...contactOf(voice, voice), sms: voice }));
  await desk.contacts(people);
  // One call now, and the next in more than a minute and a half.
  const of = (table: "channel" | "channel_rate") => desk.db.updateTable(table);
  await of("channel").set({ per_second: 0.01 }).where("id", "=", channelId).execute();
  await of("channel_rate").set({ tokens: 1 }).where("channel_id", "=", channelId).execute();
  const sms = over(desk.channels.sms).rungs.map((one) => ({ ...one, patienceMs: MINUTE_MS }));
  const { rungs: telephone, ...terms } = over(channelId);
  const id = await desk.launch({ cascade: { ...terms, rungs: [...sms, ...telephone] } });
  await desk.pass(MINUTE_MS);
  await desk.pass(MINUTE_MS);
  const [called, ...others] = calls();
  expect(others).toEqual([]);
  const spared = called === marie ? paul : marie;
  await desk.write("sms", spared, "1");
  for (let minute = 0; minute < 6; minute++) await desk.pass(MINUTE_MS);
  expect(calls()).not.toContain(spared);
  expect(await desk.deliveries(id)).toContainEqual(
    expect.objectContaining({ settled: "acknowledged", answer: "safe", best: 6 }),
  );
  await simulator.stop();
});

test("two nodes at once call nobody twice, and a line that rang nowhere is free again", async () => {
  await using desk = await createCallbackDesk();
  const { simulator, channelId, calls } = await telephoneIn(desk);
  await desk.contacts([contactOf("Marie", marie), contactOf("Paul", paul)]);
  await desk.launch({ cascade: over(channelId) });
  await desk.launch({ cascade: over(channelId), title: "Second" });
  // Each node has connections of its own, and takes one of the two broadcasts.
  const nodes = [1, 2].map(() => {
    const wire = createWire({ reach: "loopback" });
    const limits = { chunksMax: 1, bulkChunksMax: 1 };
    const context = { ...desk.context, wireFor: () => wire, limits };
    return { wire, context, worker: createWorker(context) };
  });
  const round = async () =>
    await Promise.all(nodes.map(({ context, worker }) => deliverOnce(context, worker)));
  const ring = async (ms: number) => {
    desk.clock.pass(ms);
    for (let n = 0; n < 4; n++) await round();
    return calls().sort();
  };
  await simulator.setConduct({ state: "refusing" });
  expect(await ring(0)).toEqual([]);
  await simulator.setConduct({ state: "up" });
  expect(await ring(3_000)).toEqual([marie, paul]);
  expect(await ring(MINUTE_MS)).toEqual([marie, paul]);
  expect(await ring(MINUTE_MS)).toEqual([marie, marie, paul, paul]);
  expect(await desk.db.selectFrom("busy_line").selectAll().execute()).toHaveLength(2);
  await ring(2 * MINUTE_MS);
  expect(await desk.db.selectFrom("busy_line").selectAll().execute()).toEqual([]);
  for (const { wire } of nodes) await wire.close();
  await simulator.stop();
});

test("what an operator's centre tells over the line is kept, and finds its message", async () => {
  await using desk = await createCallbackDesk();
  const schedule = handSchedule();
  const centre = await startSmscSimulator({ schedule, conduct: {}, secrets: { ids: "hex" } });
  const settings = {
    host: "127.0.0.1",
    port: centre.port,
    security: "none",
    systemId: "town",
    sender: "Town",
    password: "pass-1",
  };
  const made = { transport: "smpp", name: "Operator", settings, perSecond: 100 };
  const { id: channelId } = await createChannel(desk.house, admin, made);
  await desk.contacts([{ name: "Marie", sms: "+33612345678" }]);
  const id = await desk.launch({ cascade: over(channelId) });
  await desk.settle();
  expect(centre.received.summary()).toMatchObject({ accepted: 1, duplicates: 0 });

  schedule.pass(MINUTE_MS);
  centre.write("+33612345678", "1");
  schedule.pass(1);
  await until(() => centre.waiting() === 0);
  await desk.settle();
  expect(await desk.deliveries(id)).toMatchObject([{ settled: "acknowledged", answer: "safe" }]);
  const receipts = await desk.db.selectFrom("delivery").select("best").execute();
  expect(receipts[0]?.best).toBeGreaterThanOrEqual(4);
  await centre.stop();
});
