import { type Expression, type SqlBool, sql } from "kysely";
import {
  type Area,
  type Bounds,
  type Circle,
  circleBounds,
  flatRings,
  type Ring,
} from "../domain/area.ts";
import { earthRadiusKm } from "../domain/geo.ts";
import { type Strip, stripsOf } from "../domain/strips.ts";

/**
 * Whether the contact in the query lives within a circle, measured on the great circle. The boxes
 * come first: the index knows them, and the trigonometry is left to the few that remain.
 */
export function inCircle(circle: Circle): Expression<SqlBool> {
  const { lat, lon, km } = circle;
  // The haversine grows with the distance: no root and no arc have to be taken for each row.
  const limit = Math.sin(Math.min(Math.PI / 2, km / (2 * earthRadiusKm))) ** 2;
  const cosine = Math.cos((lat * Math.PI) / 180);
  const boxes = circleBounds(circle).map(inBounds);
  return sql<SqlBool>`((${sql.join(boxes, sql` or `)}) and
    power(sin(radians((contact.lat - ${lat}::float8) / 2)), 2)
      + ${cosine}::float8 * cos(radians(contact.lat))
      * power(sin(radians((contact.lon - ${lon}::float8) / 2)), 2) <= ${limit}::float8)`;
}

/** PostgreSQL's shapes are right to a millionth of their unit: in degrees, that is a street. */
const fine = 1e6;

/** Whether the contact in the query lives within an area: in an outer ring, and in no hole of it. */
export function inArea(area: Area): Expression<SqlBool> {
  const polygons = area.map(([outer = [], ...holes]) => {
    const without = holes.map((hole) => sql` and not (${inRing(hole)})`);
    return sql`((${inRing(outer)})${sql.join(without, sql``)})`;
  });
  return sql<SqlBool>`(${polygons.length > 0 ? sql.join(polygons, sql` or `) : sql`false`})`;
}

function inRing(ring: Ring) {
  const turns = flatRings(ring).map(({ positions, bounds }) => {
    const strips = stripsOf(positions, bounds).map(
      (strip) => sql`when contact.lat <= ${strip.north}::float8 then ${inStrip(strip)}`,
    );
    return sql`(${inBounds(bounds)} and case ${sql.join(strips, sql` `)} else false end)`;
  });
  return turns.length > 0 ? sql.join(turns, sql` or `) : sql`false`;
}

function inStrip({ positions, bounds }: Strip) {
  const corners = positions.map(([lon, lat]) => `(${lon * fine},${lat * fine})`).join(",");
  return sql`(contact.lon between ${bounds.west}::float8 and ${bounds.east}::float8
    and point(contact.lon * ${fine}::float8, contact.lat * ${fine}::float8)
      <@ ${`(${corners})`}::polygon)`;
}

const inBounds = ({ south, north, west, east }: Bounds) => sql`(
  contact.lat between ${south}::float8 and ${north}::float8
  and contact.lon between ${west}::float8 and ${east}::float8)`;
