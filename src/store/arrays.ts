import { type RawBuilder, sql } from "kysely";

/** A column of numbers as PostgreSQL reads an array: much cheaper to write than value by value. */
export const numbers = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

/** One column of a list of rows: a value for each row. */
export type Column =
  | { type: "int" | "float8"; values: readonly (number | null)[] }
  | { type: "text"; values: readonly (string | null)[] };

export const ints = (values: readonly (number | null)[]): Column => ({ type: "int", values });
export const floats = (values: readonly (number | null)[]): Column => ({ type: "float8", values });
export const texts = (values: readonly (string | null)[]): Column => ({ type: "text", values });

/**
 * Many rows for one statement, as the table `r`. A column that is the same in all of them travels as
 * one value: neither side writes it down, nor takes it apart, five hundred times. The first column is
 * always a list.
 */
export function rowsOf(columns: Readonly<Record<string, Column>>): RawBuilder<unknown> {
  const lists: RawBuilder<unknown>[] = [];
  const names: RawBuilder<unknown>[] = [];
  const picked: RawBuilder<unknown>[] = [];
  for (const [name, column] of Object.entries(columns)) {
    const as = sql.ref(name);
    const type = sql.raw(column.type);
    if (lists.length > 0 && isUniform(column.values)) {
      picked.push(sql`${column.values[0] ?? null}::${type} as ${as}`);
    } else {
      lists.push(sql`${listOf(column)}::${type}[]`);
      names.push(as);
      picked.push(sql`u.${as}`);
    }
  }
  // `offset 0` keeps the planner from reading the single values as conditions: it would expect one
  // row of them, and compare each row of the list with each of the table.
  return sql`(select ${sql.join(picked)} from unnest(${sql.join(lists)}) u (${sql.join(names)}) offset 0) r`;
}

const listOf = (column: Column): string | readonly (string | null)[] =>
  column.type === "text" ? column.values : numbers(column.values);

function isUniform(values: readonly unknown[]): boolean {
  const first = values[0];
  for (const value of values) if (value !== first) return false;
  return true;
}
