import type { TwoLanguages } from "../domain/language.ts";
import { type Field, fieldsOf } from "../lib/description.ts";
import { isListener, type Quarry, type Sensor } from "./sensor.ts";

/** What forms, flags and documents are drawn from. */
export type Description = {
  kind: string;
  title: TwoLanguages;
  signalKind: Quarry;
  everyMs: number;
  /** It holds a line open, so nobody is asked how often it looks. */
  listens: boolean;
  fields: Field[];
};

export function describe(sensor: Sensor): Description {
  const { kind, title, signalKind, everyMs, schema, secrets } = sensor;
  const listens = isListener(sensor);
  return { kind, title, signalKind, everyMs, listens, fields: fieldsOf(schema, secrets) };
}
