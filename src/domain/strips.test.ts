import fc from "fast-check";
import { expect, test } from "vitest";
import { boundsOf, type Position } from "./area.ts";
import { isInside, type Place } from "./geo.ts";
import { stripsOf } from "./strips.ts";

const seed = 29;

/** A coast with bays: as many corners as it is given, each as far out as it is told. */
const coast = (reaches: readonly number[]): Position[] =>
  reaches.map((reach, no) => {
    const angle = (no / reaches.length) * 2 * Math.PI;
    return [3 + reach * Math.cos(angle), 46 + reach * Math.sin(angle)];
  });

const inRing = (place: Place, ring: readonly Position[]): boolean =>
  isInside(
    place,
    ring.map(([lon, lat]) => ({ lat, lon })),
  );

test("a place is in a ring when it is in the piece of its strip", () => {
  const far = fc.double({ min: 0.2, max: 3, noNaN: true });
  const near = fc.double({ min: -3.2, max: 3.2, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(far, { minLength: 3, maxLength: 400 }),
      fc.array(fc.tuple(near, near), { minLength: 20, maxLength: 20 }),
      (reaches, steps) => {
        const ring = coast(reaches);
        const bounds = boundsOf(ring);
        const strips = stripsOf(ring, bounds);
        for (const [up, right] of steps) {
          const place = { lat: 46 + up, lon: 3 + right };
          const strip = strips.find(({ north }) => place.lat <= north);
          const isIn = place.lat >= bounds.south && strip && inRing(place, strip.positions);
          expect(isIn ?? false).toBe(inRing(place, ring));
        }
      },
    ),
    { seed, numRuns: 300 },
  );
});

test("a coast of many corners costs few of them for each place", () => {
  const ring = coast(Array.from({ length: 200 }, (_, no) => 2.6 + Math.sin(no)));
  const strips = stripsOf(ring, boundsOf(ring));
  expect(strips).toHaveLength(16);
  const corners = strips.map(({ positions }) => positions.length);
  expect(corners.reduce((sum, n) => sum + n, 0) / strips.length).toBeLessThan(60);
});
