/** How a list is read: what it does not say of itself. */
export type PullReading = {
  format: "csv" | "json";
  /** Where the list stands inside a JSON answer, for example "data.people"; empty: it is the answer. */
  path: string;
  /** What a column is, where its own name does not say it: header to a name that we know. */
  columns: Record<string, string>;
  country: string | null;
  wording: string;
  source: string;
};

/** What a list came to, row by row, and who of it is gone. */
export type PullCounts = {
  rows: number;
  new: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** In the list before, and not any more. */
  gone: number;
  /** Consents that it ends. */
  withdrawn: number;
  /** How many people the list held before. */
  members: number;
};

/** So few are nobody's accident. */
const freeMax = 10;

/** Whether a list changes so much at once that a mistake is likelier than the truth. */
export function needsPerson(counts: PullCounts, brakePercent: number): boolean {
  const { changed, gone, members } = counts;
  // The first time everybody is new, and nothing can be lost yet.
  if (members === 0 || changed + gone <= freeMax) return false;
  return changed + gone > (members * brakePercent) / 100;
}

export type Table = { header: string[]; rows: string[][] };
export type TableRead = { ok: true; table: Table } | { ok: false; code: string };

const columnsMax = 200;
const rowsMax = 200_000;

/** A list of objects as the table that a file would be; nested values are named "a.b". */
export function tableOf(json: unknown, path: string): TableRead {
  const list = path
    .split(".")
    .filter((part) => part !== "")
    .reduce<unknown>(memberOf, json);
  if (!Array.isArray(list)) return { ok: false, code: "no_list" };
  if (list.length > rowsMax) return { ok: false, code: "too_many_rows" };
  const objects = list.map((one) => new Map(flat(one, "")));
  const header = [...new Set(objects.flatMap((one) => [...one.keys()]))];
  if (header.length > columnsMax) return { ok: false, code: "too_many_columns" };
  const rows = objects.map((one) => header.map((name) => one.get(name) ?? ""));
  return { ok: true, table: { header, rows } };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const memberOf = (json: unknown, name: string): unknown =>
  isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;

function flat(value: unknown, name: string): [string, string][] {
  if (value === null || value === undefined) return [];
  if (isObject(value)) {
    const within = name === "" ? "" : `${name}.`;
    // One level deep: whoever nests more means something else than a person.
    return Object.entries(value).flatMap(([key, inner]) =>
      isObject(inner) && name !== "" ? [] : flat(inner, `${within}${key}`),
    );
  }
  if (name === "") return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return [[name, list.flatMap(plainText).join(", ")]];
}

/** A value as a cell of a file would have it; whatever is no value is left out. */
const plainText = (value: unknown): string[] =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? [String(value)]
    : [];

/** The header as we read it: columns that somebody named go under the name they were given. */
export const renamed = (header: readonly string[], columns: PullReading["columns"]): string[] =>
  header.map((name) => {
    const given = Object.hasOwn(columns, name) ? columns[name] : undefined;
    return given === undefined ? name : given === "" ? "tocsin ignored" : given;
  });
