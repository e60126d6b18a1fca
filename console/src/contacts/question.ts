import type { Question } from "../types.ts";

/** The parts of a question, without the groups that hold further questions. */
export type Parts = Omit<Question, "all" | "any" | "none">;

/** An empty part asks nothing, so it is left out. */
export function without(parts: Parts): Parts {
  const { languages = [], countries = [], regions = [], attributes = {} } = parts;
  const { near, within, active, reach } = parts;
  return {
    ...(languages.length > 0 ? { languages } : {}),
    ...(countries.length > 0 ? { countries } : {}),
    ...(regions.length > 0 ? { regions } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(near ? { near } : {}),
    ...(within ? { within } : {}),
    ...(active ? { active } : {}),
    ...(reach && Object.keys(reach).length > 0 ? { reach } : {}),
  };
}

export const asksNothing = (parts: Parts): boolean => Object.keys(without(parts)).length === 0;

export const partsIn = ({ all: _all, any: _any, none: _none, ...parts }: Question): Parts => parts;
