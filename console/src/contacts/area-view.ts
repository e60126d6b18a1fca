import type { Area } from "../types.ts";

/** Where the map looks: its middle, and how many pixels a degree of longitude takes. */
export type MapView = { lat: number; lon: number; scale: number };
export type MapSize = { width: number; height: number };
export type Spot = { lat: number; lon: number };
export type CircleSpot = Spot & { km: number };
type Position = Area[number][number][number];

const scaleMin = 0.8;
/** A street of a hundred metres is as wide as a finger. */
const scaleMax = 60_000;
const latMax = 85;
const radians = Math.PI / 180;
const kmPerDegree = 111.195;
const circlePoints = 64;
const fitShare = 0.8;

const northing = (lat: number): number =>
  Math.log(Math.tan(Math.PI / 4 + (Math.min(latMax, Math.max(-latMax, lat)) * radians) / 2)) /
  radians;
const latOf = (north: number): number =>
  (2 * Math.atan(Math.exp(north * radians)) - Math.PI / 2) / radians;

/** Where a spot is drawn (Mercator: angles are true, so that a circle looks like one). */
export function drawnAt({ lat, lon }: Spot, view: MapView, size: MapSize): [number, number] {
  const x = size.width / 2 + nearest(lon - view.lon) * view.scale;
  const y = size.height / 2 - (northing(lat) - northing(view.lat)) * view.scale;
  return [x, y];
}

/** Which spot lies under a point of the drawing. */
export function spotAt([x, y]: readonly [number, number], view: MapView, size: MapSize): Spot {
  const lon = view.lon + (x - size.width / 2) / view.scale;
  const lat = latOf(northing(view.lat) - (y - size.height / 2) / view.scale);
  return { lat: rounded(lat), lon: rounded(nearest(lon)) };
}

/** The short way round. */
const nearest = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);

/** A hundred-thousandth of a degree is a metre: nobody draws finer. */
const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/** The view moved by so many pixels. */
export function movedBy(view: MapView, [dx, dy]: readonly [number, number]): MapView {
  const lat = latOf(northing(view.lat) + dy / view.scale);
  return {
    ...view,
    lat: Math.min(latMax, Math.max(-latMax, lat)),
    lon: nearest(view.lon - dx / view.scale),
  };
}

/** Closer or further away; what lies under the point stays there. */
export function zoomedBy(
  view: MapView,
  factor: number,
  at: { point: readonly [number, number]; size: MapSize },
): MapView {
  const scale = Math.min(scaleMax, Math.max(scaleMin, view.scale * factor));
  const [x, y] = [at.point[0] - at.size.width / 2, at.point[1] - at.size.height / 2];
  const ratio = scale / view.scale;
  const moved = movedBy({ ...view, scale }, [x - x * ratio, y - y * ratio]);
  return moved;
}

/** A view in which all of these can be seen. */
export function fitted(spots: readonly Spot[], size: MapSize): MapView {
  const lats = spots.map(({ lat }) => northing(lat));
  const lons = spots.map(({ lon }) => lon);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const wide = (size.width * fitShare) / Math.max(east - west, 0.02);
  const high = (size.height * fitShare) / Math.max(north - south, 0.02);
  const scale = Math.min(scaleMax, Math.max(scaleMin, Math.min(wide, high)));
  return { lat: latOf((south + north) / 2), lon: (west + east) / 2, scale };
}

/** The distance on the globe. */
export function kmBetween(a: Spot, b: Spot): number {
  const half = (degrees: number) => Math.sin((degrees * radians) / 2) ** 2;
  const within =
    half(b.lat - a.lat) +
    Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * half(b.lon - a.lon);
  const km = ((2 * kmPerDegree) / radians) * Math.asin(Math.min(1, Math.sqrt(within)));
  return km < 10 ? Math.round(km * 100) / 100 : Math.round(km * 10) / 10;
}

/** A circle as the ring that looks like it. */
export function ringAround({ lat, lon, km }: CircleSpot): Position[] {
  const far = (km / kmPerDegree) * radians;
  const [sin, cos] = [Math.sin(lat * radians), Math.cos(lat * radians)];
  return Array.from({ length: circlePoints }, (_, index): Position => {
    const angle = (index * 2 * Math.PI) / circlePoints;
    const north = Math.asin(sin * Math.cos(far) + cos * Math.sin(far) * Math.cos(angle));
    const east = Math.atan2(
      Math.sin(angle) * Math.sin(far) * cos,
      Math.cos(far) - sin * Math.sin(north),
    );
    return [rounded(nearest(lon + east / radians)), rounded(north / radians)];
  });
}

/** A ring as the corners of a drawing. */
export const drawnRing = (ring: readonly Position[], view: MapView, size: MapSize): string =>
  ring
    .map(([lon, lat]) =>
      drawnAt({ lat, lon }, view, size)
        .map((one) => one.toFixed(1))
        .join(","),
    )
    .join(" ");

const closed = (ring: readonly Position[]): Position[] => [...ring, ...ring.slice(0, 1)];

/** What is meant as GeoJSON, for a map program or a colleague: longitude first, rings closed. */
export function geoJsonOf(within: Area | undefined, near: CircleSpot | undefined): string {
  const features = [
    ...(within ?? []).map((rings) => ({
      type: "Feature",
      properties: {},
      geometry: { type: "Polygon", coordinates: rings.map(closed) },
    })),
    ...(near
      ? [
          {
            type: "Feature",
            properties: { lat: near.lat, lon: near.lon, radiusKm: near.km },
            geometry: { type: "Polygon", coordinates: [closed(ringAround(near))] },
          },
        ]
      : []),
  ];
  return JSON.stringify({ type: "FeatureCollection", features }, null, 2);
}

const steps = [1, 2, 5];

/** A round distance that takes about this many pixels: the scale of the map. */
export function scaleBar(view: MapView, pixels: number): { km: number; pixels: number } {
  const kmPerPixel = (kmPerDegree * Math.cos(view.lat * radians)) / view.scale;
  const about = kmPerPixel * pixels;
  const power = 10 ** Math.floor(Math.log10(about));
  const step = steps.findLast((one) => one * power <= about) ?? 1;
  return { km: step * power, pixels: (step * power) / kmPerPixel };
}
