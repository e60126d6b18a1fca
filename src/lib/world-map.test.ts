import { expect, test } from "vitest";
import { MAP_HEIGHT, MAP_WIDTH, worldMap } from "./world-map.ts";

const { land, borders, countries } = worldMap();

/** Every point of a path made of relative steps. */
function pointsOf(path: string): [number, number][] {
  let [at, start] = [[0, 0] as [number, number], [0, 0] as [number, number]];
  return [...path.matchAll(/([mlz])(?:(-?[\d.]+) ?(-?[\d.]+))?/g)].flatMap(([, verb, x, y]) => {
    if (verb === "z") {
      at = start;
      return [];
    }
    at = [at[0] + Number(x), at[1] + Number(y)];
    if (verb === "m") start = at;
    return [at];
  });
}

test("all of the world lies within its frame", () => {
  for (const path of [land, borders, ...countries.map(({ fine }) => fine)]) {
    for (const [x, y] of pointsOf(path)) {
      expect(x >= -1 && x <= MAP_WIDTH + 1 && y >= -1 && y <= MAP_HEIGHT + 1).toBe(true);
    }
  }
});

test("countries have the letters that reports carry", () => {
  const codes = countries.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["FR", "BE", "US", "BR", "CI", "CD", "SN", "XK"]));
  expect(codes.filter((code) => code === null).length).toBeLessThan(4);
  expect(new Set(codes.filter((code) => code !== null)).size).toBeGreaterThan(170);
});

test("France lies in Europe, whatever else belongs to it", () => {
  const france = countries.find(({ code }) => code === "FR");
  const germany = countries.find(({ code }) => code === "DE");
  if (!france || !germany) throw new Error("Both are on the map.");
  expect(france.box.right - france.box.left).toBeLessThan(40);
  expect(france.box.left).toBeLessThan(germany.box.left);
  expect(france.box.bottom).toBeGreaterThan(germany.box.bottom);
});
