import { expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";
import { createDeliveryWorld, crowd, leave, planner } from "./delivery-world.ts";

test("S4: whoever planned a broadcast cannot approve it, whatever their roles", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(1));
  const both = person("Both", "communicator", "approver", "administrator");
  const { id } = await createBroadcast(world.house, both, { title: "Flood", texts: leave });
  const renamed = { ...both, name: "Somebody else" };
  for (const actor of [both, renamed]) {
    await expect(approveBroadcast(world.house, actor, { id })).rejects.toMatchObject({
      code: "forbidden",
      message: "A second person has to approve it.",
    });
  }
  // A key of the API is nobody's second pair of eyes, whoever made it and whatever it may.
  const key = { kind: "key", id: world.house.newId(), name: "Robot", roles: both.roles } as const;
  await expect(approveBroadcast(world.house, key, { id })).rejects.toMatchObject({
    code: "forbidden",
    message: "A second person has to approve it.",
  });
  await expect(approveBroadcast(world.house, planner, { id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await world.settle();
  expect(world.simulators.whatsapp.received.all()).toEqual([]);
  const second = person("Marc", "approver");
  expect(await approveBroadcast(world.house, second, { id })).toMatchObject({ state: "running" });
});

test("S4: an organisation that gave up the second pair of eyes has said so on the record", async () => {
  await using front = await createTestFront();
  const ada = await front.signIn("Ada", "administrator");
  const { body: before } = await ada.ask("GET", "/api/organisation");
  const changed = await ada.ask("PATCH", "/api/organisation", { ...before, secondApprover: false });
  expect(changed).toMatchObject({ status: 200, body: { secondApprover: false } });
  const { events } = (await ada.ask("GET", "/api/events?limit=1")).body;
  expect(events).toMatchObject([{ actor: "Ada", name: expect.stringMatching(/^organisation\./) }]);
});
