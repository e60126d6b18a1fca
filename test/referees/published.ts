import { readFileSync } from "node:fs";
import { join } from "node:path";
import { walk } from "./referee.ts";

/** A cut of a published specification that stands here: where it is from, its README tells. */
export const published = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, "published", name), "utf8"));

/** As a referee reads it: a field that an object does not list is a mistake, although nobody says so. */
export function closed<Schema>(schema: Schema, names: readonly string[]): Schema {
  const copy = structuredClone(schema);
  walk(copy, (node) => {
    for (const name of names) {
      const named = node[name];
      if (typeof named === "object" && named !== null && "properties" in named) {
        Object.assign(named, { additionalProperties: false });
      }
    }
  });
  return copy;
}
