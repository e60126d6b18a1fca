import { expect, test } from "vitest";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { takeRefusals } from "../../src/actions/channel/note-refusals.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { confirmStopsOnce } from "../../src/loops/confirm-stop.ts";
import { person } from "../house.ts";
import { createDeliveryWorld, SECOND } from "./delivery-world.ts";

const admin = person("Ines", "administrator");
const ANA = "+33612000001";
const BEN = "+33612000002";

async function createScene() {
  const world = await createDeliveryWorld();
  const { db, simulators, context, settle } = world;
  await world.contacts([
    { name: "Ana", whatsapp: ANA, sms: ANA },
    { name: "Ben", language: "en", whatsapp: BEN },
  ]);
  return {
    ...world,
    /** Somebody writes on WhatsApp, and everything that follows from it happens. */
    async says(from: string, ...texts: string[]) {
      for (const text of texts) await world.write("whatsapp", from, text);
      await settle();
      while (await confirmStopsOnce(context));
    },
    heardBy: (address: string) => simulators.whatsapp.received.textsOf(address),
    kept: async () => (await db.selectFrom("reply").select("id").execute()).length,
    async state(name: string, kind: string) {
      const row = await db
        .selectFrom("consent_state")
        .innerJoin("contact", "contact.id", "consent_state.contact_id")
        .select("state")
        .where("contact.name", "=", name)
        .where("consent_state.kind", "=", kind)
        .executeTakeFirst();
      return row?.state;
    },
  };
}

test("S7: STOP is confirmed once, in the person's language, and an echo is never answered", async () => {
  await using scene = await createScene();
  await scene.says(ANA, "STOP");
  const once = ["Entendu. Clairval ne vous écrira plus ici. Pour revenir, répondez START."];
  expect(scene.heardBy(ANA)).toEqual(once);
  // A machine at the other end sends our own words back, and a STOP for each.
  await scene.says(ANA, once[0] ?? "", "STOP", "arrêt", "stop");
  await scene.says(ANA, "START", "STOP", "START", "STOP");
  expect(scene.heardBy(ANA)).toEqual(once);
  await scene.says(BEN, "unsubscribe");
  expect(scene.heardBy(BEN)[0]).toContain("will not write to you here again");
  // Whoever came back and leaves again on another day is told again.
  scene.clock.pass(DAY_MS + HOUR_MS);
  await scene.says(ANA, "START");
  expect(await scene.state("Ana", "whatsapp")).toBe("given");
  await scene.says(ANA, "STOP");
  expect(scene.heardBy(ANA)).toHaveLength(2);
});

test("S7: what surely did not leave is tried again, what may have left is not, and nobody is told late", async () => {
  await using scene = await createScene();
  await scene.simulators.whatsapp.setConduct({ loseAnswers: 1 });
  await scene.says(ANA, "STOP");
  await scene.simulators.whatsapp.setConduct({ loseAnswers: 0 });
  await confirmStopsOnce(scene.context);
  expect(scene.heardBy(ANA)).toHaveLength(1);
  await scene.write("whatsapp", BEN, "STOP");
  await scene.settle();
  scene.clock.pass(2 * HOUR_MS);
  await confirmStopsOnce(scene.context);
  expect(scene.heardBy(BEN)).toEqual([]);
  const states = await scene.db.selectFrom("stop_answer").select(["address", "state"]).execute();
  expect(states).toEqual([
    { address: ANA, state: "sent" },
    { address: BEN, state: "failed" },
  ]);
});

test("S7: a flood of one sender is cut off, a STOP in it is heard, and others are not crowded out", async () => {
  await using scene = await createScene();
  await scene.says(ANA, ...Array.from({ length: 60 }, (_, n) => `Hello ${n}`));
  expect(await scene.kept()).toBe(20);
  await scene.says(BEN, "1");
  expect(await scene.kept()).toBe(21);
  await scene.says(ANA, "STOP", "STOP", "STOP");
  expect(await scene.state("Ana", "whatsapp")).toBe("withdrawn");
  expect(await scene.kept()).toBe(22);
  scene.clock.pass(11 * MINUTE_MS);
  await scene.says(ANA, "Sorry, that was my phone");
  expect(await scene.kept()).toBe(23);
  // Strangers with a number each: some are kept, so that somebody sees it; people we know all are.
  for (let n = 0; n < 400; n++) await scene.write("whatsapp", `+3363${4_000_000 + n}`, "Hi");
  await scene.says(BEN, "2");
  expect(await scene.kept()).toBe(23 + 300 + 1);
});

test("S7: a forged sender opts out nobody beyond the way that it came on, and gets no message sent", async () => {
  await using scene = await createScene();
  await scene.write("sms", ANA, "STOP");
  await scene.settle();
  expect(await scene.state("Ana", "sms")).toBe("withdrawn");
  expect(await scene.state("Ana", "whatsapp")).toBe("given");
  const stranger = "+33699999999";
  await scene.says(stranger, "STOP", "START", "STOP");
  expect(scene.heardBy(stranger)).toEqual([]);
  // Twilio confirms a STOP by itself: a second confirmation would be one too many.
  expect(scene.simulators.sms.received.all()).toEqual([]);
  expect(await scene.db.selectFrom("consent").select("id").execute()).toHaveLength(4);
});

test("R17: the simulated people of a live organisation's drill withdraw no real consent", async () => {
  await using scene = await createScene();
  const { db, house, channels } = scene;
  await db.updateTable("channel").set({ drill: true }).execute();
  await scene.says(ANA, "STOP");
  await takeRefusals(house, {
    kind: "whatsapp",
    channelName: "Drill",
    drill: true,
    rejected: [{ address: BEN, why: "simulated" }],
    unsubscribed: [],
  });
  expect(await scene.state("Ana", "whatsapp")).toBe("given");
  expect(scene.heardBy(ANA)).toEqual([]);
  const addresses = await db.selectFrom("address").select("state").execute();
  expect(addresses.filter(({ state }) => state === "rejected")).toEqual([]);
  // In a training organisation nobody is real, and everything shows its effect.
  await db.updateTable("organisation").set({ mode: "training" }).execute();
  await changeChannel(house, admin, { id: channels.whatsapp, name: "Played" });
  await scene.pass(SECOND);
  await scene.says(ANA, "STOP please");
  expect(await scene.state("Ana", "whatsapp")).toBe("withdrawn");
  expect(scene.heardBy(ANA)).toEqual([expect.stringMatching(/^\[EXERCICE\] Entendu\./)]);
});
