import type { TwoLanguages } from "../domain/language.ts";
import { type Field, fieldsOf } from "../lib/description.ts";
import type { Quarry, Sensor } from "./sensor.ts";

/** What forms, flags and documents are drawn from. */
export type Description = {
  kind: string;
  title: TwoLanguages;
  signalKind: Quarry;
  everyMs: number;
  fields: Field[];
};

export function describe(sensor: Sensor): Description {
  const { kind, title, signalKind, everyMs, schema, secrets } = sensor;
  return { kind, title, signalKind, everyMs, fields: fieldsOf(schema, secrets) };
}
