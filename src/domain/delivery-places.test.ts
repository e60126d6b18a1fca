import { expect, test } from "vitest";
import { losses, type Place } from "./delivery-places.ts";

const place = (country: string, sent: number, delivered: number): Place => ({
  country,
  sent,
  delivered,
  usual: { sent: 5_000, delivered: 4_800 },
});
const where = (...places: Place[]) => losses(places, 0.95).here?.country ?? null;

test("one country that loses what the others get is named, with its numbers", () => {
  const { here, lost } = losses([place("FR", 400, 388), place("BR", 60, 3)], 0.95);
  expect(here).toEqual({ country: "BR", sent: 60, delivered: 3, usualShare: 0.96 });
  expect(lost["BR"]?.excess).toBeCloseTo(54.6);
  expect(lost["BR"]?.usualShare).toBeCloseTo(60 / 460);
  expect(lost["FR"]?.excess).toBe(0);
});

test("small numbers have the benefit of the doubt", () => {
  expect(where(place("FR", 400, 388), place("BR", 12, 0))).toBeNull();
  expect(where(place("FR", 400, 388), place("BR", 20, 14))).toBeNull();
  expect(where(place("FR", 400, 388), place("BR", 20, 1))).toBe("BR");
  // The same share, with enough messages behind it.
  expect(where(place("FR", 400, 388), place("BR", 2_000, 1_300))).toBe("BR");
});

test("when everybody loses it is no country's affair, and neither when there is but one", () => {
  expect(where(place("FR", 400, 20), place("BR", 60, 3))).toBeNull();
  expect(where(place("BR", 400, 3))).toBeNull();
  expect(where(place("FR", 5, 5), place("BR", 400, 3))).toBeNull();
});

test("a country is held to its own usual, once it has one", () => {
  const poor: Place = { ...place("CU", 200, 100), usual: { sent: 900, delivered: 460 } };
  expect(where(place("FR", 400, 388), poor)).toBeNull();
  expect(where(place("FR", 400, 388), { ...poor, usual: { sent: 9, delivered: 5 } })).toBe("CU");
});

test("nothing sent is nothing lost", () => {
  expect(losses([], 0.95)).toEqual({ here: null, lost: {} });
});
