import { describe, expect, test } from "vitest";
import { circleBounds, flatRings, holds, type Ring } from "./area.ts";
import { readArea } from "./area-text.ts";
import { distanceKm } from "./geo.ts";

/** Numbers from a seed, so that a failure can be repeated. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const lyon: Ring = [
  [4.7, 45.6],
  [5.0, 45.6],
  [5.0, 45.9],
  [4.7, 45.9],
];

describe("circles", () => {
  test("the boxes of a circle hold every place of it, at the poles and over the date line too", () => {
    const next = chance(7);
    for (let round = 0; round < 20_000; round++) {
      const circle = {
        lat: next() * 180 - 90,
        lon: next() * 360 - 180,
        km: 1 + 20_000 * next() ** 4,
      };
      const near = (spread: number) => (next() - 0.5) * spread * (circle.km / 111);
      const lat = Math.max(-90, Math.min(90, circle.lat + near(2)));
      const turned = circle.lon + near(2) / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
      const lon = turned - 360 * Math.round(turned / 360);
      if (distanceKm(circle, { lat, lon }) > circle.km) continue;
      const isHeld = circleBounds(circle).some(
        (box) => lat >= box.south && lat <= box.north && lon >= box.west && lon <= box.east,
      );
      expect(isHeld, JSON.stringify({ circle, lat, lon })).toBe(true);
    }
  });

  test("a small circle has a small box, or the index would be of no use", () => {
    const [box, ...others] = circleBounds({ lat: 45.76, lon: 4.84, km: 10 });
    expect(others).toEqual([]);
    expect(box && box.north - box.south).toBeCloseTo(0.18, 2);
    expect(box && box.east - box.west).toBeCloseTo(0.258, 2);
    expect(circleBounds({ lat: -16.8, lon: 179.99, km: 50 })).toHaveLength(2);
  });
});

describe("areas", () => {
  test("it does not matter which way round a ring is drawn, nor where it begins", () => {
    const inside = { lat: 45.76, lon: 4.84 };
    const outside = { lat: 45.76, lon: 5.1 };
    for (const ring of [lyon, lyon.toReversed(), [...lyon.slice(2), ...lyon.slice(0, 2)]]) {
      expect([holds([[ring]], inside), holds([[ring]], outside)]).toEqual([true, false]);
    }
  });

  test("a ring over the date line holds both of its sides, and not the rest of the globe", () => {
    const fiji: Ring = [
      [177, -20],
      [-178, -20],
      [-178, -15],
      [177, -15],
    ];
    expect(holds([[fiji]], { lat: -17, lon: 179 })).toBe(true);
    expect(holds([[fiji]], { lat: -17, lon: -179 })).toBe(true);
    expect(holds([[fiji]], { lat: -17, lon: 0 })).toBe(false);
    expect(flatRings(fiji)).toHaveLength(2);
    expect(flatRings(lyon)).toHaveLength(1);
  });

  test("who lives in the hole of an area does not live in it", () => {
    const hole: Ring = [
      [4.8, 45.7],
      [4.9, 45.7],
      [4.9, 45.8],
    ];
    expect(holds([[lyon, hole]], { lat: 45.72, lon: 4.88 })).toBe(false);
    expect(holds([[lyon, hole]], { lat: 45.88, lon: 4.72 })).toBe(true);
  });
});

describe("areas as people bring them", () => {
  const polygon = { type: "Polygon", coordinates: [[...lyon, lyon[0]]] };

  test.each([
    ["a polygon", polygon],
    ["polygons", { type: "MultiPolygon", coordinates: [polygon.coordinates] }],
    ["a feature", { type: "Feature", properties: {}, geometry: polygon }],
    [
      "a collection with a pin in it",
      {
        type: "FeatureCollection",
        features: [
          { type: "Feature", geometry: { type: "Point", coordinates: [4.8, 45.7] } },
          { type: "Feature", geometry: polygon },
        ],
      },
    ],
    ["heights", { ...polygon, coordinates: [lyon.map((position) => [...position, 170])] }],
  ])("GeoJSON: %s", (_name, json) => {
    expect(readArea(JSON.stringify(json))).toEqual({ ok: true, area: [[lyon]], points: 4 });
  });

  test("a point in each line, latitude first, with points or with commas", () => {
    const dotted = "45.6, 4.7\n45.6, 5.0\n\n45.9, 5.0\r\n45.9, 4.7\n45.6, 4.7\n";
    expect(readArea(dotted)).toEqual({ ok: true, area: [[lyon]], points: 4 });
    expect(readArea("45,6 4,7\n45,6; 5\n45,9\t5,0\n45,9 4,7")).toMatchObject({ area: [[lyon]] });
  });

  test.each([
    ["empty", " \n "],
    ["line_unclear", "45.6, 4.7\nLyon"],
    ["not_geojson", "{not json"],
    ["not_geojson", '{"type":"Polygon","coordinates":[[["4",5],[1,2],[3,4]]]}'],
    ["not_geojson", '{"type":"Polygon","coordinates":[]}'],
    ["not_geojson", `${'{"type":"Feature","geometry":'.repeat(500)}null${"}".repeat(500)}`],
    ["no_polygon", '{"type":"Point","coordinates":[4,45]}'],
    ["no_polygon", '{"type":"FeatureCollection","features":[]}'],
    ["too_few_points", "45.6, 4.7\n45.6, 5.0"],
    ["off_the_globe", '{"type":"Polygon","coordinates":[[[4,95],[5,95],[5,45]]]}'],
    ["off_the_globe", '{"type":"Polygon","coordinates":[[[1e999,5],[5,5],[5,45]]]}'],
    ["no_surface", "45, 4\n46, 5\n47, 6"],
    ["around_pole", "80, 0\n80, 90\n80, 180\n80, -90"],
    [
      "too_many_points",
      Array.from({ length: 5_001 }, (_, i) => `${i % 80}, ${i % 170}`).join("\n"),
    ],
  ])("%s: %.60j", (code, text) => {
    expect(readArea(text)).toMatchObject({ ok: false, code });
  });
});
