import { type Area, boundsOf, flatRings, type Position, type Ring } from "./area.ts";

export type AreaRead =
  | { ok: true; area: Area; points: number }
  | { ok: false; code: string; params: Record<string, string | number> };

export const areaPointsMax = 5_000;
export const areaPolygonsMax = 200;
const ringPointsMin = 3;
const nestingMax = 6;
/** Square degrees: about one square metre. Below it a ring is a line, or crosses itself away. */
const ringAreaMin = 1e-10;
const PAIR = /^\s*([-+]?\d{1,2}(?:[.,]\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:[.,]\d+)?)\s*$/;

/** An area as people have it: GeoJSON of a map program, or a point in each line, latitude first. */
export function readArea(text: string): AreaRead {
  const typed = text.trim();
  if (typed === "") return wrong("empty");
  const found = typed.startsWith("{") ? polygonsIn(parsed(typed), 0) : pointsIn(typed);
  return "code" in found ? wrong(found.code, found.params) : checkArea(found.area);
}

type Found = { area: Area } | { code: string; params?: Record<string, string | number> };

const wrong = (code: string, params: Record<string, string | number> = {}): AreaRead => ({
  ok: false,
  code,
  params,
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The polygons of a geometry, a feature or a collection of them. Everything else is not an area. */
function polygonsIn(json: unknown, depth: number): Found {
  if (!isObject(json) || depth > nestingMax) return { code: "not_geojson" };
  const { type, coordinates, geometry, features, geometries } = json;
  if (type === "Feature") return polygonsIn(geometry, depth + 1);
  const parts = type === "FeatureCollection" ? features : geometries;
  if (Array.isArray(parts)) return joined(parts.map((part) => polygonsIn(part, depth + 1)));
  const polygons = type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : 0;
  if (!Array.isArray(polygons)) return { code: "no_polygon" };
  const area = polygons.map((rings) => (Array.isArray(rings) ? rings.map(ringOf) : []));
  const isWhole = area.every((rings) => rings.length > 0 && !rings.includes(null));
  return isWhole
    ? { area: area.map((rings) => rings.flatMap((ring) => (ring ? [ring] : []))) }
    : { code: "not_geojson" };
}

function joined(parts: Found[]): Found {
  const area: Area = [];
  for (const part of parts) {
    if ("area" in part) area.push(...part.area);
    // A pin beside the polygon does no harm; something unreadable does.
    else if (part.code !== "no_polygon") return part;
  }
  return area.length > 0 ? { area } : { code: "no_polygon" };
}

function ringOf(positions: unknown): Ring | null {
  if (!Array.isArray(positions)) return null;
  const ring: Ring = [];
  for (const position of positions) {
    const [lon, lat] = Array.isArray(position) ? position : [];
    if (typeof lon !== "number" || typeof lat !== "number") return null;
    ring.push([lon, lat]);
  }
  return opened(ring);
}

/** GeoJSON closes a ring by naming its first position again. */
function opened(ring: Ring): Ring {
  const [first, last] = [ring[0], ring.at(-1)];
  const isClosed = ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return isClosed ? ring.slice(0, -1) : ring;
}

function pointsIn(text: string): Found {
  const ring: Ring = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [, lat = "", lon = ""] = PAIR.exec(line) ?? [];
    if (lon === "") return { code: "line_unclear", params: { line: index + 1 } };
    ring.push([numberOf(lon), numberOf(lat)]);
  }
  return { area: [[opened(ring)]] };
}

const numberOf = (text: string): number => Number(text.replace(",", "."));

/** An area that can be asked for, or what is wrong with it. */
export function checkArea(area: Area): AreaRead {
  const rings = area.flat();
  const points = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (rings.length === 0) return wrong("no_polygon");
  if (area.length > areaPolygonsMax || points > areaPointsMax) {
    return wrong("too_many_points", { points, max: areaPointsMax });
  }
  for (const ring of rings) {
    if (ring.length < ringPointsMin) return wrong("too_few_points");
    const outside = ring.find(([lon, lat]) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90));
    if (outside) return wrong("off_the_globe", { lat: outside[1], lon: outside[0] });
    const [flat] = flatRings(ring);
    if (!flat || isAroundPole(ring)) return wrong("around_pole");
    if (Math.abs(signedArea(flat.positions)) < ringAreaMin) return wrong("no_surface");
  }
  return { ok: true, area, points };
}

/** Following it leads once around the globe: what is inside is then a matter of opinion. */
function isAroundPole(ring: Ring): boolean {
  const turn = ring.reduce((sum, [lon], index) => {
    const step = (ring[(index + 1) % ring.length]?.[0] ?? lon) - lon;
    return sum + step - 360 * Math.round(step / 360);
  }, 0);
  return Math.abs(turn) > 180;
}

function signedArea(positions: readonly Position[]): number {
  const { west, south } = boundsOf(positions);
  return positions.reduce((sum, [lon, lat], index) => {
    const [nextLon, nextLat] = positions[(index + 1) % positions.length] ?? [lon, lat];
    return sum + ((lon - west) * (nextLat - south) - (nextLon - west) * (lat - south)) / 2;
  }, 0);
}

const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null && !Array.isArray(json);
