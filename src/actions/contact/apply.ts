import type { ImportSummary } from "../../domain/import-summary.ts";
import type { Actor } from "../../domain/roles.ts";
import { type AppError, codeOf, notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { applyRange, applyRanges, numberNewContacts } from "../../store/import-apply.ts";
import { lockChanged } from "../../store/import-locks.ts";
import { type MatchTally, matchRows } from "../../store/import-match.ts";
import {
  allowLongStatements,
  closeImport,
  type ImportRow,
  lockImport,
} from "../../store/imports.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { defineAction, type House } from "../action.ts";

export type ApplyInput = {
  id: string;
  /** Leave the faulty rows out. Without it, one faulty row keeps the whole file out. */
  skipErrors: boolean;
  onProgress?: (progress: { rows: number; rowsTotal: number }) => void;
};

const rangeRows = 20_000;
const uniqueViolation = "23505";

/** Brings a checked file in, whole or not at all. Doing it twice does it once. */
export async function applyImport(
  house: House,
  actor: Actor,
  input: ApplyInput,
): Promise<{ summary: ImportSummary }> {
  try {
    return await apply(house, actor, input);
  } catch (cause) {
    if (codeOf(cause) !== uniqueViolation) throw cause;
    throw changedSince();
  }
}

const apply = defineAction({
  name: "contact_import.apply",
  needs: "communicator",
  async decide(tx, input: ApplyInput, { now }) {
    const row = await lockImport(tx, input.id);
    if (!row) throw notFound("import");
    const subject = { kind: "contact_import", id: row.id };
    if (row.state === "applied") {
      return { subject, detail: { again: true }, result: { summary: row.summary } };
    }
    await allowLongStatements(tx);
    const found = await matchRows(tx, row.id);
    refuseDoubt(row, found, input.skipErrors);
    const summary = { ...row.summary, ...countsOf(found) };
    await writeRows(tx, { row, input, at: new Date(now), rowsTotal: found.new + found.changed });
    await closeImport(tx, row.id, { at: new Date(now), summary });
    const detail = { file: row.file_name, new: found.new, changed: found.changed };
    return { subject, detail, result: { summary } };
  },
});

function refuseDoubt(row: ImportRow, found: MatchTally, skipErrors: boolean): void {
  const { summary } = row;
  if (summary.errors > 0 && !skipErrors) {
    const blanks = { count: summary.errors, rows: summary.rows };
    throw refusal("conflict", "audience:import.has_errors", blanks);
  }
  const isWhole = found.staged + summary.errors >= summary.rows;
  const errorsNow = summary.rows - found.staged + found.errors;
  // Contradictions that the check did not see: the contacts are no longer what they were.
  if (!isWhole || errorsNow > summary.errors) throw changedSince();
}

const changedSince = (): AppError => refusal("conflict", "audience:import.changed_since");

const countsOf = (found: MatchTally) => ({
  new: found.new,
  changed: found.changed,
  unchanged: found.unchanged,
  duplicates: found.duplicates,
  unreachable: found.unreachable,
  optedOut: found.optedOut,
  valid: found.new + found.changed + found.unchanged,
});

type Writing = { row: ImportRow; input: ApplyInput; at: Date; rowsTotal: number };

async function writeRows(tx: Tx, { row, input, at, rowsTotal }: Writing): Promise<void> {
  const { default_language: defaultLanguage } = await readOrganisation(tx);
  const terms = { at, defaultLanguage, fileName: row.file_name };
  await lockChanged(tx);
  await numberNewContacts(tx);
  let rows = 0;
  for (const range of await applyRanges(tx, row.id, rangeRows)) {
    await applyRange(tx, range, terms);
    rows += range.rows;
    input.onProgress?.({ rows, rowsTotal });
  }
}
