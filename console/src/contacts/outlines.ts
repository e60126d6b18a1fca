import { queryOptions } from "@tanstack/react-query";
import type { FeatureCollection } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlasAddress from "world-atlas/countries-50m.json?url";
import { api } from "../api.ts";

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** The countries with coasts that bear a closer look, from our own server. */
export const outlinesQuery = queryOptions({
  queryKey: ["outlines"],
  queryFn: async (): Promise<FeatureCollection> => {
    const answer = await fetch(atlasAddress);
    if (!answer.ok) throw new Error(`The map did not come: HTTP ${answer.status}`);
    const atlas: Atlas = await answer.json();
    return feature(atlas, atlas.objects.countries);
  },
  staleTime: Number.POSITIVE_INFINITY,
});

const placesStaleMs = 60_000;

/** Where contacts live, in cells of some five kilometres. */
export const placesQuery = queryOptions({
  queryKey: ["segments", "places"],
  queryFn: () =>
    api.get<{ places: { lat: number; lon: number; people: number }[] }>("/segments/places"),
  staleTime: placesStaleMs,
});
