import { queryOptions } from "@tanstack/react-query";
import { api } from "../api.ts";

/** A place that contacts name: the middle of those who do, and how far around it most of them live. */
export type NamedPlace = { name: string; lat: number; lon: number; km: number; people: number };

const namesStaleMs = 5 * 60_000;

/** From what we know of our own contacts: nobody outside learns what is looked for. */
export const placeNamesQuery = queryOptions({
  queryKey: ["segments", "place-names"],
  queryFn: () => api.get<{ places: NamedPlace[] }>("/segments/place-names"),
  staleTime: namesStaleMs,
});

/** Without accents, case and marks: "saint etienne" finds "Saint-Étienne". */
const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The places whose name holds what was typed; those that begin with it come first. */
export function findPlaces<Place extends { name: string }>(
  places: readonly Place[],
  typed: string,
): Place[] {
  const asked = plain(typed);
  const ranked = places.flatMap((place) => {
    const name = plain(place.name);
    if (!` ${name}`.includes(` ${asked}`) && !name.includes(asked)) return [];
    return [{ place, rank: name.startsWith(asked) ? 0 : ` ${name}`.includes(` ${asked}`) ? 1 : 2 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ place }) => place);
}
