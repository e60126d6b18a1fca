import { expect, test } from "vitest";
import { distanceKm, isInside, type Place } from "./geo.ts";

const paris = { lat: 48.857, lon: 2.352 };
const lyon = { lat: 45.764, lon: 4.836 };

test.each([
  [paris, lyon, 392],
  [paris, paris, 0],
  [{ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }, 111],
  [{ lat: 90, lon: 0 }, { lat: -90, lon: 77 }, 20_015],
])("the great circle from %o to %o is %d km", (a, b, km) => {
  expect(Math.round(distanceKm(a, b))).toBe(km);
});

const ring = (...pairs: [number, number][]): Place[] => pairs.map(([lat, lon]) => ({ lat, lon }));
const france = ring([51, -5], [51, 8], [42, 8], [42, -5], [51, -5]);
const dateLine = ring([10, 170], [10, -170], [-10, -170], [-10, 170], [10, 170]);
const horseshoe = ring([0, 0], [0, 9], [9, 9], [9, 6], [3, 6], [3, 3], [9, 3], [9, 0], [0, 0]);

test.each([
  ["Paris in France", paris, france, true],
  ["London is not", { lat: 51.5, lon: -0.1 }, france, false],
  ["an island on the date line, from the east", { lat: 0, lon: -179 }, dateLine, true],
  ["and from the west", { lat: 0, lon: 179 }, dateLine, true],
  ["the other side of the earth is outside of it", { lat: 0, lon: 0 }, dateLine, false],
  ["the hollow of a horseshoe", { lat: 6, lon: 4.5 }, horseshoe, false],
  ["its arm", { lat: 6, lon: 1.5 }, horseshoe, true],
  ["no ring at all", paris, [], false],
])("%s", (_name, place, area, inside) => {
  expect(isInside(place, area)).toBe(inside);
});
