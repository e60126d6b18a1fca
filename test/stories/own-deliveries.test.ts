import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { openIncidentOf } from "../../src/store/incidents.ts";
import { lineWhere } from "../kits/sensor-kit.ts";
import { cascadeOf, createDeliveryWorld, SECOND } from "./delivery-world.ts";

const MINUTE = 60 * SECOND;
const WHATSAPP = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };
const PEOPLE = 60;
const log = { info() {}, warn() {}, error() {} };

/** As many people in France as in Brazil, all on WhatsApp. */
const abroad = Array.from({ length: PEOPLE }, (_, n) => {
  const tail = String(n).padStart(4, "0");
  return n % 2 === 0
    ? { name: `Ana ${n}`, whatsapp: `+5511912340${tail.slice(1)}` }
    : { name: `Anne ${n}`, whatsapp: `+336120${tail}0` };
});

test("what Brazil does not get, and France does, is a trouble of Brazil: said with the country", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, clock, channels } = world;
  await createPlatform(house, machine("test"), WHATSAPP);
  await db
    .updateTable("channel")
    .set({ platform_id: "whatsapp" })
    .where("id", "=", channels.whatsapp)
    .execute();
  const at = { platformId: "whatsapp", name: "Ours", settings: {} };
  await createSource(house, machine("test"), { ...at, sensor: "own-deliveries" });
  await createSource(house, machine("test"), { ...at, sensor: "user-reports" });
  await world.contacts(abroad);
  const [first] = cascadeOf(channels).rungs;
  const rungs = first ? [{ ...first, patienceMs: 20 * MINUTE }] : [];
  await world.launch({ cascade: { ...cascadeOf(channels), rungs } });
  await world.settle();
  clock.pass(SECOND);
  for (const { reference, address } of world.simulators.whatsapp.received.all()) {
    if (address.startsWith("+33")) await world.tell("whatsapp", reference, "delivered");
  }
  await world.settle();
  const counted = await db
    .selectFrom("tally")
    .select(["what", (e) => e.fn.sum<number>("n").as("n")])
    .where("what", "like", "%@%")
    .groupBy("what")
    .orderBy("what")
    .execute();
  expect(counted).toEqual([
    { what: "accepted@BR", n: PEOPLE / 2 },
    { what: "accepted@FR", n: PEOPLE / 2 },
    { what: "delivered@FR", n: PEOPLE / 2 },
  ]);
  for (let minute = 0; minute < 6; minute++) {
    clock.pass(MINUTE);
    await watchOnce({ house, wire: lineWhere({}), log });
    await assessOnce({ house, log });
  }
  const signal = await db
    .selectFrom("signal")
    .selectAll()
    .where("kind", "=", "deliveries")
    .orderBy("at", "desc")
    .executeTakeFirst();
  expect(signal).toMatchObject({
    verdict: "degraded",
    evidence: { params: { country: "BR", sent: PEOPLE / 2, delivered: 0 } },
  });
  const opinion = await db
    .selectFrom("assessment")
    .selectAll()
    .orderBy("id", "desc")
    .executeTakeFirst();
  expect(opinion).toMatchObject({ level: "suspected", class: "regional", subject: "BR" });
  expect(opinion?.addends[0]).toMatchObject({
    code: "detection:deliveries_lost_in",
    params: { country: "BR" },
  });
  expect(await openIncidentOf(db, "whatsapp")).toMatchObject({ class: "regional" });
});
