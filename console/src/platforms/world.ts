import { queryOptions } from "@tanstack/react-query";
import {
  type ExtendedFeature,
  type GeoPermissibleObjects,
  type GeoProjection,
  geoArea,
  geoCentroid,
  geoEqualEarth,
} from "d3-geo";
import type { Feature, FeatureCollection, Geometry, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlasAddress from "world-atlas/countries-110m.json?url";
import { letterCodes } from "./country-codes.ts";

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
export type Country = {
  code: string | null;
  shape: Feature<Geometry>;
  /** The largest piece: where a mark belongs, and what a close view is fitted to. */
  mainland: Feature<Geometry>;
};

/** The world in 177 countries, from our own server: the map needs nobody else. */
export const worldQuery = queryOptions({
  queryKey: ["world"],
  queryFn: async (): Promise<Country[]> => {
    const answer = await fetch(atlasAddress);
    if (!answer.ok) throw new Error(`The map did not come: HTTP ${answer.status}`);
    const atlas: Atlas = await answer.json();
    return feature(atlas, atlas.objects.countries).features.map((shape) => ({
      code: codeOf(shape),
      shape,
      mainland: mainlandOf(shape),
    }));
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Some places that the map draws have no number of their own. */
const named: Readonly<Record<string, string>> = { Kosovo: "XK" };
const antarctica = "AQ";

function codeOf({ id, properties }: Feature<Geometry, { name: string }>): string | null {
  return letterCodes.get(String(id)) ?? named[properties.name] ?? null;
}

function mainlandOf(shape: Feature<Geometry>): Feature<Geometry> {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const pieces = shape.geometry.coordinates.map(
    (coordinates): Polygon => ({ type: "Polygon", coordinates }),
  );
  const largest = pieces.sort((a, b) => geoArea(b) - geoArea(a))[0];
  return largest ? { ...shape, geometry: largest } : shape;
}

export type Size = { width: number; height: number };

const paddingShare = 0.16;
/** Nearer than this, a small country would fill the map and lose its neighbours. */
const nearest = 9;

/** The whole world, or as near as the countries concerned allow. */
export function projectionOf(
  world: readonly Country[],
  near: readonly Country[],
  size: Size,
): GeoProjection {
  const everywhere = world.filter(({ code }) => code !== antarctica).map(({ shape }) => shape);
  const whole = fitted(everywhere, size, 0.01);
  if (near.length === 0) return whole;
  const pieces = near.map(({ mainland }) => mainland);
  const close = fitted(pieces, size, paddingShare);
  if (close.scale() <= whole.scale() * nearest) return close;
  return centred(close.scale(whole.scale() * nearest), together(pieces), size);
}

function fitted(shapes: Feature<Geometry>[], { width, height }: Size, padding: number) {
  const [x, y] = [width * padding, height * padding];
  return geoEqualEarth().fitExtent(
    [
      [x, y],
      [width - x, height - y],
    ],
    together(shapes),
  );
}

function centred(projection: GeoProjection, on: GeoPermissibleObjects, size: Size): GeoProjection {
  const middle = projection.translate([0, 0])(geoCentroid(on)) ?? [0, 0];
  return projection.translate([size.width / 2 - middle[0], size.height / 2 - middle[1]]);
}

const together = (features: Feature<Geometry>[]): FeatureCollection & ExtendedFeatureLike => ({
  type: "FeatureCollection",
  features,
});
type ExtendedFeatureLike = { features: (Feature<Geometry> & ExtendedFeature)[] };
