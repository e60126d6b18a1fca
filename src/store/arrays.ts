/** A column of numbers as PostgreSQL reads an array: much cheaper to write than value by value. */
export const numbers = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;
