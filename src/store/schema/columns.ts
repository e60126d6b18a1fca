import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as text (the driver would take arrays for SQL arrays). */
export type Json<T> = ColumnType<T, string, string>;
export type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;
/** What fills the blanks of a sentence. */
export type Params = Record<string, string | number>;
