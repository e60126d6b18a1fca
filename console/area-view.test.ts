import { expect, test } from "vitest";
import {
  drawnAt,
  fitted,
  geoJsonOf,
  kmBetween,
  movedBy,
  ringAround,
  scaleBar,
  spotAt,
  zoomedBy,
} from "./src/contacts/area-view.ts";
import { findPlaces } from "./src/contacts/place-names.ts";

const size = { width: 600, height: 320 };
const lyon = { lat: 45.764, lon: 4.8357 };
const view = { ...lyon, scale: 900 };

test("what is drawn somewhere is found there again, near the date line too", () => {
  for (const middle of [
    view,
    { lat: -17.7, lon: 179.9, scale: 40 },
    { lat: 64, lon: -22, scale: 5 },
  ]) {
    for (const point of [
      [0, 0],
      [300, 160],
      [599, 1],
    ] as const) {
      const [x, y] = drawnAt(spotAt(point, middle, size), middle, size);
      expect([Math.abs(x - point[0]) < 0.5, Math.abs(y - point[1]) < 0.5]).toEqual([true, true]);
    }
  }
});

test("zooming keeps what is under the pointer; moving follows the hand", () => {
  const point = [100, 40] as const;
  const before = spotAt(point, view, size);
  const closer = zoomedBy(view, 4, { point, size });
  expect(closer.scale).toBe(3_600);
  expect(kmBetween(spotAt(point, closer, size), before)).toBeLessThan(0.05);
  const [x, y] = drawnAt(lyon, movedBy(view, [30, -12]), size);
  expect([Math.round(x), Math.round(y)]).toEqual([330, 148]);
  expect(zoomedBy(view, 1e9, { point, size }).scale).toBe(60_000);
  expect(zoomedBy(view, 1e-9, { point, size }).scale).toBe(0.8);
});

test("a circle is as wide as it says, and what is exported is closed GeoJSON", () => {
  const circle = { ...lyon, km: 12 };
  for (const [lon, lat] of ringAround(circle))
    expect(kmBetween(lyon, { lat, lon })).toBeCloseTo(12, 1);
  const within = [
    [
      [
        [4.72, 45.82],
        [4.95, 45.82],
        [4.95, 45.68],
      ] as [number, number][],
    ],
  ];
  const { features } = JSON.parse(geoJsonOf(within, circle));
  const [drawn, around] = features;
  // GeoJSON closes a ring by naming its first position again.
  expect(drawn.geometry.coordinates[0]).toEqual([...(within[0]?.[0] ?? []), [4.72, 45.82]]);
  expect(around.geometry.coordinates[0]).toHaveLength(65);
  expect(around.properties).toEqual({ lat: lyon.lat, lon: lyon.lon, radiusKm: 12 });
});

test("everybody fits into the first view, and the scale is a round number", () => {
  const spots = [lyon, { lat: 53.8, lon: -1.55 }, { lat: 47.2, lon: -1.55 }];
  const all = fitted(spots, size);
  for (const spot of spots) {
    const [x, y] = drawnAt(spot, all, size);
    expect(x > 0 && x < size.width && y > 0 && y < size.height).toBe(true);
  }
  expect(scaleBar(view, 100).km).toBe(5);
  expect(scaleBar(view, 100).pixels).toBeLessThanOrEqual(100);
});

test("a place is found without its accents, its case or its hyphens; beginnings come first", () => {
  const places = ["Lyon", "Saint-Étienne", "Stéphanville", "Villé", "Œuilly", "Neuville-sur-Oise"];
  const found = (typed: string) =>
    findPlaces(
      places.map((name) => ({ name })),
      typed,
    );
  expect(found("saint etienne")).toEqual([{ name: "Saint-Étienne" }]);
  expect(found("ETIENNE")).toEqual([{ name: "Saint-Étienne" }]);
  expect(found("oeu")).toEqual([{ name: "Œuilly" }]);
  expect(found("ville").map(({ name }) => name)).toEqual([
    "Villé",
    "Stéphanville",
    "Neuville-sur-Oise",
  ]);
  expect(found("  ")).toHaveLength(places.length);
  expect(found("\u0301(*")).toHaveLength(places.length);
  expect(found("Paris")).toEqual([]);
});
