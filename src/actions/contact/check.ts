import { roleName } from "../../domain/contact-columns.ts";
import type { ImportSummary } from "../../domain/import-summary.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { refusal } from "../../lib/errors.ts";
import { isPhoneCountry } from "../../lib/phone.ts";
import type { Tx } from "../../store/database.ts";
import { matchRows, recordMatchErrors } from "../../store/import-match.ts";
import {
  allowLongStatements,
  forgetStaleImports,
  insertErrors,
  insertImport,
  saveSummary,
  stageRows,
} from "../../store/imports.ts";
import { defineAction } from "../action.ts";
import { type ContactFile, type FileProgress, openContactFile, readParts } from "./file.ts";

export type CheckInput = ContactFile & {
  fileName: string;
  onProgress?: (progress: FileProgress) => void;
};

/** Errors beyond this are counted and not listed: nobody mends more in one go. */
const errorsListedMax = 100_000;
const staleAfterMs = 7 * DAY_MS;
const fileNameLengthMax = 200;

/**
 * Reads a file of contacts from end to end and says what applying it would do. No contact is
 * touched; the valid rows wait in the database, and the file is not needed any more.
 */
export const checkImport = defineAction({
  name: "contact_import.check",
  needs: "communicator",
  async decide(tx, input: CheckInput, { actor, now, newId }) {
    refuseUnknownCountry(input.defaultCountry);
    const id = newId();
    const at = new Date(now);
    await allowLongStatements(tx);
    await forgetStaleImports(tx, new Date(now - staleAfterMs));
    const opened = await openContactFile(input.path, input.onProgress ?? ignore);
    const summary = emptySummary(opened);
    const { header } = opened;
    const fileName = input.fileName.slice(0, fileNameLengthMax);
    const row = {
      id,
      file_name: fileName,
      header,
      summary,
      created_at: at,
      created_by: actor.name,
    };
    await insertImport(tx, row);
    await takeRows(tx, id, { input, opened, summary });
    await matchAll(tx, id, summary);
    await saveSummary(tx, id, summary);
    const detail = { file: fileName, rows: summary.rows, errors: summary.errors };
    return { subject: { kind: "contact_import", id }, detail, result: { id, summary } };
  },
});

const ignore = () => undefined;

function refuseUnknownCountry(country: string | null): void {
  if (country === null || isPhoneCountry(country)) return;
  throw refusal("invalid", "audience:file.unknown_country", { country });
}

type Opened = Awaited<ReturnType<typeof openContactFile>>;

const emptySummary = ({ form, dialect, columns }: Opened): ImportSummary => ({
  rows: 0,
  valid: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  errors: 0,
  duplicates: 0,
  unreachable: 0,
  optedOut: 0,
  formulas: 0,
  landlines: 0,
  errorsNotListed: 0,
  encoding: form.encoding,
  delimiter: dialect.delimiter,
  columns: columns.map(({ header, column }) => ({ header, role: roleName(column) })),
});

type Taking = { input: CheckInput; opened: Opened; summary: ImportSummary };

async function takeRows(tx: Tx, id: string, { input, opened, summary }: Taking): Promise<void> {
  for await (const part of readParts(input, opened, input.onProgress ?? ignore)) {
    await stageRows(tx, id, part.staged);
    const room = Math.max(0, errorsListedMax - summary.errors);
    await insertErrors(tx, id, part.faulty.slice(0, room));
    summary.rows += part.staged.length + part.faulty.length;
    summary.errors += part.faulty.length;
    summary.formulas += part.formulas;
    summary.landlines += part.landlines;
  }
}

async function matchAll(tx: Tx, id: string, summary: ImportSummary): Promise<void> {
  const found = await matchRows(tx, id);
  await recordMatchErrors(tx, id, Math.max(0, errorsListedMax - summary.errors));
  const { new: fresh, changed, unchanged, duplicates, unreachable, optedOut } = found;
  Object.assign(summary, { new: fresh, changed, unchanged, duplicates, unreachable, optedOut });
  summary.errors += found.errors;
  summary.valid = fresh + changed + unchanged;
  summary.errorsNotListed = Math.max(0, summary.errors - errorsListedMax);
}
