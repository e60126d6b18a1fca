import { earthRadiusKm, isInside, type Place, unrolled } from "./geo.ts";

/** Everything within so many kilometres of a point. */
export type Circle = { lat: number; lon: number; km: number };
/** Longitude first, as GeoJSON has it. The last position does not repeat the first one. */
export type Position = [lon: number, lat: number];
export type Ring = Position[];
/** Polygons, each an outer ring and its holes. A ring may run either way, and over the date line. */
export type Area = Ring[][];

export type Bounds = { south: number; north: number; west: number; east: number };

/** Half way round the globe is everywhere. */
export const circleKmMax = 20_000;
const TURNS = [-360, 0, 360];
const FULL_DEGREES = 180;
/** Rounding must never put the edge of a circle outside its own bounds. */
const marginDegrees = 1e-6;

/** Whether an area holds a place: within an outer ring and in none of its holes. */
export const holds = (area: Area, place: Place): boolean =>
  area.some(([outer = [], ...holes]) => {
    const within = (ring: Ring) => isInside(place, ring.map(placeOf));
    return within(outer) && !holes.some(within);
  });

/** A ring laid flat, once for each turn of the globe in which a longitude of ours can meet it. */
export function flatRings(ring: Ring): { positions: Position[]; bounds: Bounds }[] {
  const flat = unrolled(ring.map(placeOf));
  return TURNS.flatMap((turn) => {
    const positions = flat.map(({ lat, lon }): Position => [lon + turn, lat]);
    const bounds = boundsOf(positions);
    const isMet = bounds.west <= FULL_DEGREES && bounds.east >= -FULL_DEGREES;
    return isMet ? [{ positions, bounds }] : [];
  });
}

const placeOf = ([lon, lat]: Position): Place => ({ lat, lon });

export function boundsOf(positions: readonly Position[]): Bounds {
  const bounds = { south: 90, north: -90, west: 900, east: -900 };
  for (const [lon, lat] of positions) {
    bounds.south = Math.min(bounds.south, lat);
    bounds.north = Math.max(bounds.north, lat);
    bounds.west = Math.min(bounds.west, lon);
    bounds.east = Math.max(bounds.east, lon);
  }
  return bounds;
}

/** The boxes that hold a circle: two where it crosses the date line, a whole belt around a pole. */
export function circleBounds({ lat, lon, km }: Circle): Bounds[] {
  const angle = km / earthRadiusKm;
  const reach = degrees(angle) + marginDegrees;
  const [south, north] = [Math.max(-90, lat - reach), Math.min(90, lat + reach)];
  const sideways = Math.sin(angle) / Math.cos(radians(lat));
  const overPole = angle >= Math.PI / 2 || south <= -90 || north >= 90;
  if (overPole || Math.abs(sideways) >= 1) {
    return [{ south, north, west: -FULL_DEGREES, east: FULL_DEGREES }];
  }
  const half = degrees(Math.asin(sideways)) + marginDegrees;
  return TURNS.flatMap((turn) => {
    const [west, east] = [lon + turn - half, lon + turn + half];
    if (west > FULL_DEGREES || east < -FULL_DEGREES) return [];
    return [{ south, north, west: Math.max(-180, west), east: Math.min(180, east) }];
  });
}

const radians = (angle: number): number => (angle * Math.PI) / FULL_DEGREES;
const degrees = (angle: number): number => (angle * FULL_DEGREES) / Math.PI;
