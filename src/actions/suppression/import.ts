import { clean, readConsentDate } from "../../domain/contact-values.ts";
import { readSuppressionHeader, type SuppressionColumn } from "../../domain/suppression-columns.ts";
import { readCsvText } from "../../lib/csv.ts";
import { AppError, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { contactsByKeys, insertSuppressions } from "../../store/suppressions.ts";
import { defineAction } from "../action.ts";
import { readSuppressed } from "./add.ts";

export type SuppressionList = {
  csv: string;
  /** For the rows that bring none of their own. */
  reason: string;
  source: string;
};
/** One row that cannot be kept, and the sentence that says why. */
export type ListProblem = { line: number; sentence: string; blanks: Record<string, unknown> };
export type ListTaken = { added: number; known: number; problems: ListProblem[] };

const rowsMax = 50_000;
const problemsShownMax = 50;
const textLengthMax = 500;

/** Takes a whole list in, or, where one row cannot be understood, nothing: and says which. */
export const importSuppressions = defineAction({
  name: "suppression.import",
  needs: "communicator",
  async decide(tx, input: SuppressionList, { actor, now }) {
    const lines = await linesOf(input);
    const { targets, problems } = await targetsOf(tx, lines, now);
    const subject = { kind: "suppression", id: "list" };
    if (problems.length > 0) {
      const shown = problems.slice(0, problemsShownMax);
      const result: ListTaken = { added: 0, known: 0, problems: shown };
      return { subject, detail: { refused: problems.length }, result };
    }
    const at = { created_at: new Date(now), created_by: actor.name };
    const taken = await insertSuppressions(
      tx,
      targets.map((target) => ({ ...target, ...at })),
    );
    return { subject, detail: taken, result: { ...taken, problems } };
  },
});

type Line = {
  line: number;
  key: string;
  address: string;
  reason: string;
  source: string;
  until: string;
};

async function linesOf({ csv, reason, source }: SuppressionList): Promise<Line[]> {
  const lines: Line[] = [];
  let header: (SuppressionColumn | null)[] | null = null;
  for await (const { line, cells } of readCsvText(csv)) {
    if (header === null) {
      header = readSuppressionHeader(cells);
      if (!header.includes("address") && !header.includes("key")) {
        throw refusal("invalid", "audience:suppression.header");
      }
      continue;
    }
    const columns = header;
    const cell = (name: SuppressionColumn) =>
      columns
        .flatMap((column, at) => (column === name ? clean(cells[at] ?? "") : []))
        .find(Boolean);
    lines.push({
      line,
      key: cell("key") ?? "",
      address: cell("address") ?? "",
      reason: (cell("reason") ?? clean(reason)).slice(0, textLengthMax),
      source: (cell("source") ?? clean(source)).slice(0, textLengthMax),
      until: cell("until") ?? "",
    });
    if (lines.length > rowsMax)
      throw refusal("invalid", "audience:suppression.long", { max: rowsMax });
  }
  if (lines.length === 0) throw refusal("invalid", "audience:file.empty");
  return lines;
}

async function targetsOf(tx: Tx, lines: readonly Line[], now: number) {
  const { default_country: home } = await readOrganisation(tx);
  const keys = lines.flatMap(({ key, address }) => (address === "" && key !== "" ? [key] : []));
  const contacts = await contactsByKeys(tx, keys);
  const problems: ListProblem[] = [];
  const targets = lines.flatMap((line) => {
    try {
      return [targetOf(line, { contacts, home, now })];
    } catch (cause) {
      const { sentence, ...blanks } = cause instanceof AppError ? cause.detail : {};
      if (typeof sentence !== "string") throw cause;
      problems.push({ line: line.line, sentence, blanks });
      return [];
    }
  });
  return { targets, problems };
}

type Known = { contacts: Map<string, number>; home: string | null; now: number };

function targetOf(line: Line, { contacts, home, now }: Known) {
  const { reason, source, address, key } = line;
  if (reason === "") throw refusal("invalid", "audience:suppression.no_reason");
  const until = readConsentDate(line.until);
  const blanks = { value: line.until, column: "until" };
  if (!until.ok) throw refusal("invalid", "audience:row.consent_date", blanks);
  if (until.value !== null && Date.parse(until.value) <= now) {
    throw refusal("invalid", "audience:suppression.past");
  }
  const terms = {
    kind: null,
    reason,
    source,
    until: until.value === null ? null : new Date(until.value),
  };
  if (address !== "") {
    return { ...terms, contact_id: null, value: readSuppressed(address, { kind: null, home }) };
  }
  const contactId = contacts.get(key);
  if (contactId === undefined) {
    throw refusal("invalid", "audience:suppression.nobody", { value: key });
  }
  return { ...terms, contact_id: contactId, value: null };
}
