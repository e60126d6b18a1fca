import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { selfOf, signSelfLink } from "../../src/actions/contact/self-link.ts";
import { setUpOrganisation } from "../../src/actions/organisation/set-up.ts";
import { openTraining } from "../../src/actions/organisation/train.ts";
import { readLink, signLink } from "../../src/actions/reply/by-link.ts";
import { findChannel } from "../../src/store/channels.ts";
import { sealEvents, verifyChain } from "../../src/store/events.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";
import { approver, createDeliveryWorld, planner } from "./delivery-world.ts";

const admin = person("Ines", "administrator");
const OWN = {
  organisation: { name: "Clairval", timeZone: "Europe/Paris", country: "FR", language: "fr" },
  account: { name: "Ada", email: "ada@clairval.example", passwordHash: "nobody's" },
} as const;
const KEY = "a-shared-key-of-sixteen";

/** An organisation in training, one gate that a webhook reaches, and three broadcasts to it. */
async function createTraining() {
  const world = await createDeliveryWorld();
  const { house, db, simulators } = world;
  await db.updateTable("organisation").set({ mode: "training" }).execute();
  const gate = async (drill: boolean) => {
    const settings = { url: simulators.webhook.url, key: KEY };
    const asked = { transport: "signed-webhook", name: "Gate", settings, drill, perSecond: 2 };
    const { id: channelId } = await createChannel(house, admin, asked);
    const rungs = [{ channelId, patienceMs: 60_000, success: "accepted" as const }];
    return { channelId, cascade: { rungs, expiresAfterMs: 3_600_000, triesMax: 3 } };
  };
  const people = async () =>
    await world.contacts([1, 2, 3].map((n) => ({ name: `Gate ${n}`, webhook: `pager-${n}` })));
  const contactIds = await people();
  const { cascade } = await gate(true);
  const running = await world.launch({ cascade, title: "Running" });
  await world.settle();
  const approved = await world.draft({ cascade, title: "Approved" });
  await approveBroadcast(house, approver, { id: approved, start: false });
  const planned = await world.draft({ cascade, title: "Planned" });
  const goLive = async () => {
    await setUpOrganisation(house, admin, OWN);
    await db.updateTable("organisation").set({ second_approver: true }).execute();
  };
  return { ...world, gate, people, contactIds, running, approved, planned, goLive };
}

test("R17: the service goes live: what was planned, approved or running as a drill is gone and sends nothing", async () => {
  await using training = await createTraining();
  const { house, db, simulators, running, approved, planned } = training;
  // Two tokens: one of three is still to be sent to.
  expect(simulators.webhook.received.all()).toHaveLength(2);
  await training.goLive();
  for (let minute = 0; minute < 3; minute++) await training.pass(60_000);
  expect(simulators.webhook.received.all()).toHaveLength(2);
  const gone = { code: "not_found" };
  for (const id of [running, approved, planned]) {
    await expect(approveBroadcast(house, approver, { id })).rejects.toMatchObject(gone);
    await expect(resumeBroadcast(house, planner, { id })).rejects.toMatchObject(gone);
  }
  expect(await db.selectFrom("channel").select("id").execute()).toEqual([]);
  // The record begins anew, and is whole.
  while ((await sealEvents(db)) > 0);
  expect(await verifyChain(db)).toMatchObject({ brokenAt: null });
  // Nor is there a way back: a real organisation is never turned into a training one.
  const back = openTraining(house, machine("first start"), { passwordHash: "nobody's" });
  await expect(back).rejects.toThrow();
  expect(await db.selectFrom("organisation").select("mode").execute()).toEqual([{ mode: "live" }]);
  const again = setUpOrganisation(house, admin, OWN);
  await expect(again).rejects.toMatchObject({ code: "conflict" });
});

test("R17: the first real broadcast is sent by nodes that were there for the drill, in its own words", async () => {
  await using training = await createTraining();
  const { house, simulators, running, contactIds } = training;
  const key = { broadcastId: running, ordinal: 0, rung: 0, try: 0 };
  const oldAnswer = signLink(house.secretKey, "answer", key);
  const signer = { secretKey: house.secretKey, page: "https://status.example.org" };
  const asked = { contactId: contactIds[0] ?? 0, now: training.clock() };
  const oldSelf = signSelfLink(signer, "second", asked);
  await training.goLive();
  const newIds = await training.people();
  const { cascade } = await training.gate(false);
  const texts = {
    fr: { heading: "", body: "C’est pour de vrai." },
    en: { heading: "", body: "For real." },
  };
  const id = await training.launch({ cascade, texts, title: "Real" });
  await training.settle();
  for (let second = 0; second < 3; second++) await training.pass(1_000);
  expect((await training.deliveries(id)).map(({ settled }) => settled)).toEqual(
    Array.from({ length: 3 }, () => "reached"),
  );
  const words = simulators.webhook.received.textsOf("pager-1");
  expect(words).toHaveLength(2);
  expect(words[1]).toContain("C’est pour de vrai.");
  // No name of the drill means anybody of today: its links lead nowhere.
  expect(readLink(house.secretKey, oldAnswer)?.key.broadcastId).not.toBe(id);
  expect(newIds).not.toContain(contactIds[0]);
  expect(await selfOf(house.db, signer, { token: oldSelf, now: training.clock() })).toBeNull();
});

test("R17: no request turns a drill's channel live, nor a live one into a drill's", async () => {
  await using front = await createTestFront();
  const ines = await front.signIn("Ines", "administrator");
  for (const drill of [true, false]) {
    const settings = { url: "https://gate.example.org/in", key: KEY };
    const asked = { transport: "signed-webhook", name: "Gate", settings, drill };
    const { id } = (await ines.ask("POST", "/api/channels", asked)).body;
    await ines.ask("PUT", `/api/channels/${id}`, { drill: !drill, name: "Turned" });
    expect(await findChannel(front.db, id)).toMatchObject({ drill });
  }
});
