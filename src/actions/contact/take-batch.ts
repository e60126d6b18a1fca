import { ADDRESS_KINDS, type AddressKind } from "../../domain/contact-columns.ts";
import type { Draft } from "../../domain/contact-file.ts";
import { clean } from "../../domain/contact-values.ts";
import type { Place } from "../../domain/geo.ts";
import type { Language } from "../../domain/language.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { AppError, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { applyRange, applyRanges, numberNewContacts } from "../../store/import-apply.ts";
import { lockChanged } from "../../store/import-locks.ts";
import { matchRows } from "../../store/import-match.ts";
import { stageRows } from "../../store/imports.ts";
import { readOrganisation } from "../../store/organisation.ts";
import {
  consentsAtStake,
  forgetStaged,
  type SyncVerdict,
  verdictsOf,
  withdrawalsStaged,
} from "../../store/sync.ts";
import { cleanAttributes, readAddress } from "./change.ts";

/** One person as another system knows them. What is not said stays as it is. */
export type SyncRow = {
  key: string;
  name?: string | undefined;
  language?: Language | undefined;
  country?: string | undefined;
  place?: Place | undefined;
  attributes?: Record<string, string> | undefined;
  addresses?: Partial<Record<AddressKind, string>> | undefined;
  consents?: Partial<Record<AddressKind, "given" | "withdrawn">> | undefined;
  /** What they agreed to and where: without both, nobody has agreed to anything. */
  wording?: string | undefined;
  source?: string | undefined;
  consentAt?: number | undefined;
};
export type SyncResult = {
  key: string;
  result: "new" | "changed" | "unchanged" | "refused";
  problem: { sentence: string; blanks: Record<string, unknown> } | null;
};
type Problem = NonNullable<SyncResult["problem"]>;

export const syncRowsMax = 1_000;
/** A machine that ends more than this share of all consents within a day has gone wrong. */
const brakeShare = 0.2;
/** So few are nobody's accident. */
const brakeFreeMax = 10;
const brakeWindowMs = DAY_MS;

type Batch = {
  id: string;
  rows: readonly SyncRow[];
  dryRun: boolean;
  /** A person has said that this many consents may end at once. */
  unbraked: boolean;
  now: number;
  /** What a consent without a source of its own is said to come from. */
  origin: string;
};

/** Takes over rows of another system inside a transaction: matched as a file is, by the same SQL. */
export async function takeBatch(
  tx: Tx,
  { id, rows, dryRun, unbraked, now, origin }: Batch,
): Promise<{ results: SyncResult[]; withdrawn: number }> {
  const { default_country: home, default_language: defaultLanguage } = await readOrganisation(tx);
  const drafts = rows.map((row) => draftOf(row, home));
  const staged = drafts.flatMap((draft, line) =>
    "key" in draft ? [{ line, draft, cells: [] }] : [],
  );
  await stageRows(tx, id, staged);
  await matchRows(tx, id, { newNeedWay: false });
  const verdicts = await verdictsOf(tx);
  const withdrawn = await withdrawalsStaged(tx);
  const results = resultsOf(rows, drafts, verdicts);
  if (!dryRun) {
    if (!unbraked) await brake(tx, withdrawn, now);
    await lockChanged(tx);
    await numberNewContacts(tx);
    const terms = { at: new Date(now), defaultLanguage, fileName: origin };
    for (const range of await applyRanges(tx, id, syncRowsMax)) await applyRange(tx, range, terms);
  }
  await forgetStaged(tx, id);
  return { results, withdrawn };
}

/** How many rows had each result, for the record. */
export function tallyOf(results: readonly SyncResult[]) {
  const count = (result: SyncResult["result"]) =>
    results.filter((one) => one.result === result).length;
  return { new: count("new"), changed: count("changed"), refused: count("refused") };
}

function draftOf(row: SyncRow, home: string | null): Draft | Problem {
  try {
    return readSyncRow(row, home);
  } catch (cause) {
    const { sentence, ...blanks } = cause instanceof AppError ? cause.detail : {};
    if (typeof sentence !== "string") throw cause;
    return { sentence, blanks };
  }
}

function readSyncRow(row: SyncRow, home: string | null): Draft {
  const { country = null, consents = {}, attributes = {} } = row;
  const [wording, source] = [clean(row.wording ?? ""), clean(row.source ?? "")];
  const key = clean(row.key);
  if (key === "") throw refusal("invalid", "audience:sync.no_key");
  const isGiven = Object.values(consents).includes("given");
  if (isGiven && (wording === "" || source === ""))
    throw refusal("invalid", "audience:sync.no_proof");
  const addresses: Draft["addresses"] = {};
  for (const kind of ADDRESS_KINDS) {
    const typed = row.addresses?.[kind];
    if (typed !== undefined) addresses[kind] = readAddress(kind, typed, country ?? home);
  }
  return {
    key,
    name: clean(row.name ?? ""),
    language: row.language ?? null,
    country,
    addresses,
    consents,
    wording,
    source,
    consentAt: row.consentAt === undefined ? null : new Date(row.consentAt).toISOString(),
    proofs: {},
    attributes: cleanAttributes(attributes),
    place: row.place ?? null,
  };
}

function resultsOf(
  rows: readonly SyncRow[],
  drafts: readonly (Draft | Problem)[],
  verdicts: readonly SyncVerdict[],
): SyncResult[] {
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.line, verdict]));
  return rows.map(({ key }, line) => {
    const draft = drafts[line];
    if (draft && "sentence" in draft) return { key, result: "refused", problem: draft };
    const found = verdictOf.get(line);
    switch (found?.verdict) {
      case "new":
      case "changed":
      case "unchanged":
        return { key, result: found.verdict, problem: null };
      case "duplicate":
        return { key, result: "unchanged", problem: null };
      default: {
        const blanks = { line: (found?.firstLine ?? 0) + 1 };
        const sentence = `audience:row.${found?.verdict ?? "row_twin"}`;
        return { key, result: "refused", problem: { sentence, blanks } };
      }
    }
  });
}

/** Refuses to go on when so many consents end at once that a mistake is likelier than the truth. */
async function brake(tx: Tx, withdrawn: number, now: number): Promise<void> {
  if (withdrawn <= brakeFreeMax) return;
  const { given, withdrawnLately } = await consentsAtStake(tx, new Date(now - brakeWindowMs));
  const ended = withdrawnLately + withdrawn;
  if (ended <= (given + withdrawnLately) * brakeShare) return;
  throw refusal("conflict", "audience:sync.brake", { ended, given: given + withdrawnLately });
}
