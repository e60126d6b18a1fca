import { type Bounds, boundsOf, type Position } from "./area.ts";

/** What of a flat ring decides over the places north of the strip before, up to this latitude. */
export type Strip = { north: number; positions: Position[]; bounds: Bounds };

/** About as many corners are worth looking through for each place. */
const CORNERS_AT_ONCE = 12;
const STRIPS_MAX = 16;
/** A strip's ring reaches beyond its places, so that none of them lies on the cut. */
const margin = 1e-3;

/**
 * Cuts a ring into strips from south to north. A place is in the ring when it is in the piece of the
 * strip that its latitude falls into: a coast of a thousand corners then costs a dozen for each place.
 */
export function stripsOf(positions: readonly Position[], { south, north }: Bounds): Strip[] {
  const count = Math.min(STRIPS_MAX, Math.max(1, Math.round(positions.length / CORNERS_AT_ONCE)));
  const height = (north - south) / count;
  return Array.from({ length: count }, (_, no) => {
    const from = no === 0 ? south : south + no * height;
    const to = no === count - 1 ? north : south + (no + 1) * height;
    const above = cutAt(positions, from - margin, 1);
    const piece = cutAt(above, to + margin, -1);
    return { north: to, positions: piece, bounds: boundsOf(piece) };
  });
}

/**
 * The part of a ring above (1) or below (-1) a latitude, by Sutherland and Hodgman. What lies beyond
 * is laid onto the cut, around which no place is asked about.
 */
function cutAt(positions: readonly Position[], lat: number, side: 1 | -1): Position[] {
  const kept: Position[] = [];
  let before = positions.at(-1);
  for (const here of positions) {
    const wasIn = before !== undefined && (before[1] - lat) * side >= 0;
    const isIn = (here[1] - lat) * side >= 0;
    if (before !== undefined && wasIn !== isIn) kept.push(crossing(before, here, lat));
    if (isIn) kept.push(here);
    before = here;
  }
  return kept;
}

function crossing([lonA, latA]: Position, [lonB, latB]: Position, lat: number): Position {
  return [lonA + ((lonB - lonA) * (lat - latA)) / (latB - latA), lat];
}
