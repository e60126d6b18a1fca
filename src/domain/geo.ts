/** A point of the earth, in degrees. */
export type Place = { lat: number; lon: number };

/** Whether two numbers are a point of the earth. */
export const isPlace = ({ lat, lon }: Place): boolean =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** The mean radius: what every distance of ours is measured on. */
export const earthRadiusKm = 6_371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The great circle between two points, on a sphere: right to half a percent. */
export function distanceKm(a: Place, b: Place): number {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const sines =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(sines)));
}

/** Whether the ring holds the place; a ring may cross the date line. */
export function isInside(place: Place, ring: readonly Place[]): boolean {
  const plane = unrolled(ring);
  return [-360, 0, 360].some((turn) => isWithin({ ...place, lon: place.lon + turn }, plane));
}

/** Each edge goes the short way round, or a ring over the date line would span the globe. */
export function unrolled(ring: readonly Place[]): Place[] {
  const plane: Place[] = [];
  for (const { lat, lon } of ring) {
    const before = plane.at(-1)?.lon ?? lon;
    plane.push({ lat, lon: lon + 360 * Math.round((before - lon) / 360) });
  }
  return plane;
}

/** Counts the edges that lie to the east: an odd number of them, and the place is within. */
function isWithin(place: Place, ring: readonly Place[]): boolean {
  let inside = false;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a;
    if (a.lat > place.lat === b.lat > place.lat) return;
    const crossing = a.lon + ((place.lat - a.lat) / (b.lat - a.lat)) * (b.lon - a.lon);
    if (place.lon < crossing) inside = !inside;
  });
  return inside;
}
