import { readHeader } from "../../domain/contact-columns.ts";
import { readRow } from "../../domain/contact-file.ts";
import {
  needsPerson,
  type PullCounts,
  type PullReading,
  type Table,
} from "../../domain/contact-pull.ts";
import { type Sentence, sentence } from "../../domain/sentence.ts";
import { parsePhone } from "../../lib/phone.ts";
import {
  type ContactPullRow,
  forgetMissing,
  liftReturned,
  lockContactPull,
  membersMissing,
  notePullRun,
  rememberMembers,
  rowsRefused,
  silenceMissing,
  updateContactPull,
  verdictsCounted,
} from "../../store/contact-pulls.ts";
import type { Tx } from "../../store/database.ts";
import { applyRange, applyRanges, numberNewContacts } from "../../store/import-apply.ts";
import { lockChanged } from "../../store/import-locks.ts";
import { matchRows } from "../../store/import-match.ts";
import { allowLongStatements, type StagedRow, stageRows } from "../../store/imports.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { forgetStaged, withdrawalsStaged } from "../../store/sync.ts";
import { defineAction } from "../action.ts";
import { parseWay } from "../contact/change.ts";

export type PullRun = {
  id: string;
  table: Table;
  digest: Buffer;
  etag: string | null;
  lastModified: string | null;
};
export type PullDone = {
  result: "applied" | "held" | "failed";
  counts: PullCounts | null;
  trouble: Sentence | null;
};

const partRows = 2_000;
const rangeRows = 20_000;

/** Brings a fetched list in, whole; or holds it for a person, where it changes too much at once. */
export const applyContactPull = defineAction({
  name: "contact_pull.apply",
  needs: "communicator",
  async decide(tx, run: PullRun, { actor, now, newId }) {
    const pull = await lockContactPull(tx, run.id);
    const at = new Date(now);
    const importId = newId();
    const subject = { kind: "contact_pull", id: pull.id };
    const staged = await stage(tx, importId, { table: run.table, reading: pull.reading });
    if ("trouble" in staged) {
      const done: PullDone = { result: "failed", counts: null, trouble: staged.trouble };
      await close(tx, pull, { done, at });
      return { subject, detail: { pull: pull.name, result: done.result }, result: done };
    }
    const counts = await countsAfter(tx, pull, {
      importId,
      faulty: staged.faulty,
      rows: run.table.rows.length,
    });
    const isThrough = pull.confirmed_digest?.equals(run.digest) ?? false;
    const isHeld = needsPerson(counts, pull.brake_percent) && !isThrough;
    if (!isHeld) await bringIn(tx, pull, { importId, counts, at, by: actor.name });
    await forgetStaged(tx, importId);
    const done: PullDone = { result: isHeld ? "held" : "applied", counts, trouble: null };
    await close(tx, pull, { done, at, run });
    const detail = { pull: pull.name, result: done.result, ...counts };
    return { subject, detail: isHeld ? { ...detail, withdrawn: 0 } : detail, result: done };
  },
});

export type PullPreview = { ok: true; counts: PullCounts } | { ok: false; trouble: Sentence };

/** What a list would do. Nothing is kept. */
export const previewContactPull = defineAction<PullList, PullPreview>({
  name: "contact_pull.preview",
  needs: "communicator",
  async decide(tx, input, { newId }) {
    const importId = newId();
    const staged = await stage(tx, importId, input);
    const subject = { kind: "contact_pull", id: "preview" };
    if ("trouble" in staged) return { subject, result: { ok: false, trouble: staged.trouble } };
    await matchRows(tx, importId);
    const counts = await tally(tx, staged.faulty, input.table.rows.length);
    await forgetStaged(tx, importId);
    const detail = { rows: counts.rows };
    return { subject, detail, result: { ok: true, counts } };
  },
});

type PullList = { table: Table; reading: PullReading };
type Staged = { faulty: number } | { trouble: Sentence };

async function stage(tx: Tx, importId: string, { table, reading }: PullList): Promise<Staged> {
  const header = readHeader(table.header);
  if (!header.ok) {
    const { code, params } = header.problem;
    return { trouble: sentence(`audience:file.${code}`, params) };
  }
  await allowLongStatements(tx);
  const { default_country: home } = await readOrganisation(tx);
  const terms = {
    columns: header.columns,
    defaultCountry: reading.country ?? home,
    consentWording: reading.wording,
    consentSource: reading.source,
    parsePhone,
    parseWay,
  };
  let part: StagedRow[] = [];
  let faulty = 0;
  for (const [line, cells] of table.rows.entries()) {
    const { draft, errors } = readRow(
      cells.map((cell) => cell.replaceAll("\0", "")),
      terms,
    );
    if (errors.length > 0) faulty += 1;
    else part.push({ line, draft, cells: [] });
    if (part.length < partRows) continue;
    await stageRows(tx, importId, part);
    part = [];
  }
  await stageRows(tx, importId, part);
  return { faulty };
}

type Counting = { importId: string; faulty: number; rows: number };

async function countsAfter(tx: Tx, pull: ContactPullRow, counting: Counting): Promise<PullCounts> {
  await matchRows(tx, counting.importId);
  const counts = await tally(tx, counting.faulty, counting.rows);
  const { members, gone } = await membersMissing(tx, pull.id);
  // Somebody is missing only from a list that could be read whole.
  return { ...counts, members, gone: counts.refused > 0 ? 0 : gone };
}

async function tally(tx: Tx, faulty: number, rows: number): Promise<PullCounts> {
  const found = await verdictsCounted(tx);
  const count = (verdict: string): number => found.get(verdict) ?? 0;
  return {
    rows,
    new: count("new"),
    changed: count("changed"),
    unchanged: count("unchanged") + count("duplicate"),
    refused: faulty + (await rowsRefused(tx)),
    gone: 0,
    withdrawn: await withdrawalsStaged(tx),
    members: 0,
  };
}

type Bringing = { importId: string; counts: PullCounts; at: Date; by: string };

async function bringIn(tx: Tx, pull: ContactPullRow, { importId, counts, at, by }: Bringing) {
  const { default_language: defaultLanguage } = await readOrganisation(tx);
  const isSilencing = pull.absent === "silence" && counts.gone > 0;
  await lockChanged(tx, isSilencing ? pull.id : null);
  await numberNewContacts(tx);
  const terms = { at, defaultLanguage, fileName: pull.name };
  for (const range of await applyRanges(tx, importId, rangeRows))
    await applyRange(tx, range, terms);
  await rememberMembers(tx, pull.id);
  const listed = { source: sourceOf(pull), at, by };
  await liftReturned(tx, listed);
  if (isSilencing) {
    await silenceMissing(tx, pull.id, { ...listed, reason: pull.name });
  }
  if (counts.refused === 0) await forgetMissing(tx, pull.id);
}

const sourceOf = ({ id }: ContactPullRow): string => `pull ${id}`;

type Closing = { done: PullDone; at: Date; run?: PullRun };

async function close(tx: Tx, pull: ContactPullRow, { done, at, run }: Closing): Promise<void> {
  const { result, counts, trouble } = done;
  const isKnown =
    result === "held" && (pull.held_digest?.equals(run?.digest ?? pull.held_digest) ?? false);
  // What waits for a person is said once, and not again every time it is looked at.
  if (!isKnown)
    await notePullRun(tx, { pull_id: pull.id, at, result, counts: counts ?? {}, trouble });
  const applied = {
    digest: run?.digest ?? null,
    etag: run?.etag ?? null,
    last_modified: run?.lastModified ?? null,
    held_digest: null,
    confirmed_digest: null,
    failure_count: 0,
  };
  await updateContactPull(tx, pull.id, {
    lease_until: null,
    next_at: new Date(at.getTime() + pull.every_ms),
    ...(result === "applied" && applied),
    ...(result === "held" && run && { held_digest: run.digest, confirmed_digest: null }),
    ...(result === "failed" && { failure_count: pull.failure_count + 1 }),
  });
}
