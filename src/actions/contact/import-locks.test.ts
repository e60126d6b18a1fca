import { sql } from "kysely";
import { expect, test } from "vitest";
import { administrator } from "../../../test/audience.ts";
import { inOrder } from "../../../test/kits/in-order.ts";
import { createDeliveryWorld, planner } from "../../../test/stories/delivery-world.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import { lockContact } from "../../store/contacts.ts";
import type { Tx } from "../../store/database.ts";
import { lockDeliveries } from "../../store/deliveries.ts";
import { applyContactPull } from "../contact-pull/apply.ts";
import { createContactPull } from "../contact-pull/settings.ts";
import { syncContacts } from "./sync.ts";
import type { SyncRow } from "./take-batch.ts";

/** Two broadcasts under way to the same two people, who have keys of another system. */
async function createScene() {
  const world = await createDeliveryWorld();
  const ids = await world.contacts([
    { name: "Zoé", whatsapp: "+33611111111", sms: "+33611111111" },
    { name: "Ali", whatsapp: "+33622222222", sms: "+33622222222" },
  ]);
  await sql`update contact set external_key = name`.execute(world.db);
  const older = await world.launch();
  const newer = await world.launch({ title: "Second" });
  await world.settle();
  return {
    ...world,
    ids,
    older,
    newer,
    person: (broadcastId: number, ordinal: number) => async (tx: Tx) =>
      await lockDeliveries(tx, [{ broadcastId, ordinal }]),
    async sync(...rows: SyncRow[]) {
      return await syncContacts(world.house, planner, { rows, dryRun: false, confirmed: false });
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
    },
  };
}

const leaves = (key: string): SyncRow => ({
  key,
  addresses: { whatsapp: key === "Ali" ? "+33622222222" : "+33611111111" },
  consents: { whatsapp: "withdrawn" },
});

test("an import that withdraws many takes the people it ends in the order of all", async () => {
  await using scene = await createScene();
  const { db, older, newer, person } = scene;
  const settled = async () =>
    [...(await scene.deliveries(older)), ...(await scene.deliveries(newer))].map((d) => d.settled);
  // Ali comes first in the list, and second among the people of each broadcast.
  await inOrder(db, {
    first: person(older, 0),
    work: async () => await scene.sync(leaves("Ali"), leaves("Zoé")),
    later: person(newer, 1),
  });
  expect(await settled()).toEqual(["blocked", "blocked", "blocked", "blocked"]);
});

test("it holds people before their deliveries, as the console does, and addresses by their value", async () => {
  await using scene = await createScene();
  const { db, house, older, newer, ids, person } = scene;
  await inOrder(db, {
    first: async (tx) => await lockContact(tx, ids[0] ?? 0),
    work: async () => await scene.sync(leaves("Zoé")),
    later: person(older, 0),
  });
  const address = (value: string) => async (tx: Tx) =>
    await sql`select from address where kind = 'sms' and value = ${value} for update`.execute(tx);
  await inOrder(db, {
    first: address("+33611111111"),
    work: async () =>
      await scene.sync(
        { key: "Ali", addresses: { sms: "+33600000001" } },
        { key: "Zoé", addresses: { sms: "+33611111112" } },
      ),
    later: address("+33622222222"),
  });
  // A list that silences whoever is missing: what it ends comes before the addresses that it changes.
  await scene.contacts([{ name: "Eve", sms: "+33633333333" }]);
  await sql`update contact set external_key = name`.execute(db);
  const pull = await createContactPull(house, administrator, {
    name: "Register",
    url: "https://register.example.org/list.csv",
    reading: {
      format: "csv",
      path: "",
      columns: {},
      country: "FR",
      wording: "yes",
      source: "form",
    },
    auth: "none",
    secret: "",
    absent: "silence",
    brakePercent: 100,
    everyMs: HOUR_MS,
    enabled: true,
  });
  const lists = (...rows: string[][]) => ({
    id: pull.id,
    table: { header: ["id", "sms"], rows },
    digest: Buffer.from(String(rows.length)),
    etag: null,
    lastModified: null,
  });
  const all = [
    ["Ali", "+33600000001"],
    ["Zoé", "+33611111112"],
    ["Eve", "+33633333333"],
  ];
  await applyContactPull(house, planner, lists(...all));
  await inOrder(db, {
    first: person(older, 1),
    work: async () => await applyContactPull(house, planner, lists(["Eve", "+33633333334"])),
    later: address("+33633333333"),
  });
  expect((await scene.deliveries(newer)).map((d) => d.settled)).toEqual(["blocked", "blocked"]);
});
