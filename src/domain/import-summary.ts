/** What a checked file would do, or what an applied one did. Everything is counted in rows. */
export type ImportSummary = {
  rows: number;
  /** Rows that can be applied: new, changed and unchanged together. */
  valid: number;
  new: number;
  changed: number;
  unchanged: number;
  /** Rows with at least one error. */
  errors: number;
  /** Rows that say exactly what an earlier row of the file says: left out. */
  duplicates: number;
  /** Valid rows of people who could not be written to: no address with a consent. */
  unreachable: number;
  /** Valid rows of people who opted out of what the row says they agree to. It stays so. */
  optedOut: number;
  /** Cells that a spreadsheet would take for a formula: kept as plain text. */
  formulas: number;
  /** Landline numbers: kept as an attribute, as no text message reaches them. */
  landlines: number;
  /** Problems are listed up to a limit; this many more were found. */
  errorsNotListed: number;
  encoding: string;
  delimiter: string;
  /** Which columns were recognised, and as what. */
  columns: { header: string; role: string }[];
};
