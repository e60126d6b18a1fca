import { expect, test } from "vitest";
import {
  catchingUpClock,
  HOUR_MS,
  handClock,
  MINUTE_MS,
  steadyClock,
} from "../../src/lib/clock.ts";
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
  wall.pass(-MINUTE_MS);
  expect(clock()).toBe(before);
  wall.pass(2 * MINUTE_MS);
  expect(clock()).toBe(wall());
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
