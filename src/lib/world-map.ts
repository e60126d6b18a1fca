import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/** The countries of the world as paths of one drawing (Natural Earth, 1:110 million, public domain). */
export type WorldMap = {
  /** All land, drawn first. */
  land: string;
  /** Where two countries meet. */
  borders: string;
  /** Every country, drawn on the land; the smallest have no shape at this scale. */
  countries: readonly Country[];
};

export type Box = { left: number; top: number; right: number; bottom: number };

export type Country = {
  /** Its ISO 3166 code; null where there is none. */
  code: string | null;
  path: string;
  /** The same with ten times the precision, for a closer look. */
  fine: string;
  /** Around its largest part: what lies across an ocean is not where most people are. */
  box: Box;
};

type Named = GeometryCollection<{ name: string }>;
type Atlas = Topology<{ countries: Named; land: GeometryCollection }>;

export const MAP_WIDTH = 960;
export const MAP_HEIGHT = 440;
const ANTARCTICA = "010";
/** Kosovo has no number in ISO 3166. */
const UNNUMBERED: Readonly<Record<string, string>> = { Kosovo: "XK" };

let drawn: WorldMap | null = null;

/** Projected once, at the first question. */
export function worldMap(): WorldMap {
  drawn ??= draw();
  return drawn;
}

function draw(): WorldMap {
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-110m.json");
  const atlas: Atlas = JSON.parse(readFileSync(file, "utf8"));
  const { countries } = atlas.objects;
  const areas = countries.geometries.filter(hasArea).filter(({ id }) => id !== ANTARCTICA);
  const land = merge(atlas, areas);
  const projection = geoNaturalEarth1().fitSize([MAP_WIDTH, MAP_HEIGHT], land);
  const coarse = geoPath(projection).digits(0);
  const fine = geoPath(projection).digits(1);
  const inhabited: Named = { ...countries, geometries: areas };
  return {
    land: compact(coarse(land) ?? ""),
    borders: compact(coarse(mesh(atlas, inhabited, (a, b) => a !== b)) ?? ""),
    countries: areas.map((area) => {
      const outline = merge(atlas, [area]);
      const boxes = outline.coordinates.map((coordinates) =>
        boxOf(coarse.bounds({ type: "Polygon", coordinates })),
      );
      return {
        code: codeOf(area.id, area.properties?.name ?? ""),
        path: compact(coarse(outline) ?? ""),
        fine: compact(fine(outline) ?? ""),
        box: boxes.reduce((large, box) => (areaOf(box) > areaOf(large) ? box : large)),
      };
    }),
  };
}

const boxOf = ([[left, top], [right, bottom]]: [[number, number], [number, number]]): Box => ({
  left,
  top,
  right,
  bottom,
});

const areaOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);

type Shape = Named["geometries"][number];
type Area = Extract<Shape, { type: "Polygon" | "MultiPolygon" }>;

const hasArea = (shape: Shape): shape is Area =>
  shape.type === "Polygon" || shape.type === "MultiPolygon";

/** The two letters of a country that has three digits: CLDR knows them as its alias. */
function codeOf(id: string | number | undefined, name: string): string | null {
  const number = String(id ?? "");
  if (!/^\d{3}$/.test(number)) return UNNUMBERED[name] ?? null;
  const { region } = new Intl.Locale(`und-${number}`);
  return region !== undefined && /^[A-Z]{2}$/.test(region) ? region : null;
}

/** The same lines as steps from point to point, without points that fall together: half as long. */
function compact(path: string): string {
  let at: readonly [number, number] = [0, 0];
  let start = at;
  let out = "";
  for (const [, verb = "", to = ""] of path.matchAll(/([MLZ])([^MLZ]*)/g)) {
    if (verb === "Z") {
      out += "z";
      at = start;
      continue;
    }
    const [x = 0, y = 0] = to.split(",").map(Number);
    const [dx, dy] = [step(x - at[0]), step(y - at[1])];
    at = [x, y];
    if (verb === "M") start = at;
    else if (dx === 0 && dy === 0) continue;
    out += `${verb === "M" ? "m" : "l"}${dx}${dy < 0 ? "" : " "}${dy}`;
  }
  return out;
}

/** Differences of tenths are tenths, whatever binary fractions make of them. */
const step = (difference: number): number => Math.round(difference * 10) / 10;
