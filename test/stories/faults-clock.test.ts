import { expect, test } from "vitest";
import {
  catchingUpClock,
  HOUR_MS,
  handClock,
  MINUTE_MS,
  steadyClock,
} from "../../src/lib/clock.ts";
import { createDatabaseClock } from "../../src/store/database-clock.ts";
import { createTestHouse } from "../house.ts";
import { createDeliveryWorld, crowd } from "./delivery-world.ts";

const NOON = Date.parse("2026-03-05T12:00:00Z");

test("R15: a clock that is set back waits until time has caught up", () => {
  const wall = handClock(NOON);
  const clock = steadyClock(wall);
  expect(clock()).toBe(NOON);
  wall.pass(-HOUR_MS);
  expect(clock()).toBe(NOON);
  wall.pass(HOUR_MS - 1);
  expect(clock()).toBe(NOON);
  wall.pass(2);
  expect(clock()).toBe(NOON + 1);
});

test("R15: a play at speed does not run backwards either", () => {
  const wall = handClock(NOON);
  const clock = catchingUpClock(HOUR_MS, 60, wall);
  wall.pass(10_000);
  const before = clock();
  expect(clock.pace()).toBe(60);
  wall.pass(-MINUTE_MS);
  expect(clock()).toBe(before);
  wall.pass(2 * MINUTE_MS);
  expect(clock()).toBe(wall());
  expect(clock.pace()).toBe(1);
});

test("R15: a play that is slower than its clock is waited for, and nothing is jumped over", () => {
  const wall = handClock(NOON);
  const clock = catchingUpClock(HOUR_MS, 60, wall);
  clock.mayReach(NOON - HOUR_MS + MINUTE_MS);
  wall.pass(10_000);
  expect(clock()).toBe(NOON - HOUR_MS + MINUTE_MS);
  clock.mayReach(Number.POSITIVE_INFINITY);
  expect(clock()).toBe(NOON - HOUR_MS + MINUTE_MS);
  wall.pass(1_000);
  expect(clock()).toBe(NOON - HOUR_MS + 2 * MINUTE_MS);
});

test("R15: a wall clock that steps back an hour makes no step of a cascade early, late for ever, or twice", async () => {
  await using world = await createDeliveryWorld();
  const wall = world.clock;
  world.house.now = steadyClock(wall);
  await world.contacts(crowd(2));
  const id = await world.launch();
  const sent = () => ({
    whatsapp: world.simulators.whatsapp.received.all().length,
    sms: world.simulators.sms.received.all().length,
  });
  await world.settle();
  expect(sent()).toEqual({ whatsapp: 2, sms: 0 });

  await world.pass(30_000);
  await world.pass(-HOUR_MS);
  expect(sent()).toEqual({ whatsapp: 2, sms: 0 });
  // An hour later the wall shows the same time again: half of the patience is still to come.
  await world.pass(HOUR_MS);
  expect(sent()).toEqual({ whatsapp: 2, sms: 0 });
  await world.pass(29_999);
  expect(sent()).toEqual({ whatsapp: 2, sms: 0 });
  await world.pass(1);
  expect(sent()).toEqual({ whatsapp: 2, sms: 2 });

  await world.pass(-MINUTE_MS);
  await world.pass(MINUTE_MS + 1);
  expect(sent()).toEqual({ whatsapp: 2, sms: 2 });
  const { whatsapp, sms } = world.simulators;
  expect([whatsapp, sms].map(({ received }) => received.summary().duplicates)).toEqual([0, 0]);
  expect(await world.deliveries(id)).toMatchObject([{ rung: 1 }, { rung: 1 }]);
});

test("R15: the time of the database counts, whatever the clocks of the nodes are set to", async () => {
  await using world = await createTestHouse();
  let counted = 0;
  const steady = () => counted;
  const nodes = [-5, 0, 26].map((hours) =>
    createDatabaseClock(world.db, { steady, wall: () => Date.now() + hours * HOUR_MS }),
  );
  for (const node of nodes) expect(await node.sync()).toBe(0);
  const times = nodes.map(({ now }) => now());
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(MINUTE_MS);
  // Somebody sets this machine's clock; nothing asks it.
  const [first] = nodes;
  const before = first?.now() ?? 0;
  counted += 5_000;
  expect(first?.now()).toBe(before + 5_000);
  // A database that does not answer takes nobody's time away.
  await world.db.destroy();
  expect(await first?.sync()).toBeNull();
  counted += 5_000;
  expect(first?.now()).toBe(before + 10_000);
});

test.each([
  ["the clocks go forward in Paris", "2026-03-29T00:59:30Z"],
  ["the clocks go back in Paris", "2026-10-25T00:59:30Z"],
  ["a leap second could be inserted", "2026-12-31T23:59:30Z"],
])("R15: %s, and each step comes to the millisecond", async (_when, at) => {
  await using world = await createDeliveryWorld();
  world.clock.set(Date.parse(at));
  world.house.now = steadyClock(world.clock);
  await world.contacts(crowd(1));
  await world.launch();
  await world.settle();
  const sms = () => world.simulators.sms.received.all().length;
  // The second is counted twice, and time stands still for us instead.
  await world.pass(30_000);
  await world.pass(-1_000);
  await world.pass(1_000);
  await world.pass(29_999);
  expect(sms()).toBe(0);
  await world.pass(1);
  expect(sms()).toBe(1);
});
