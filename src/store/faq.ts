import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { FaqEntry } from "../domain/help/faq.ts";
import type { Language } from "../domain/language.ts";
import type { Db, Tx } from "./database.ts";
import type { FaqEntryTable, FaqTextTable, FaqVersionTable } from "./schema/help.ts";

export type FaqEntryRow = Selectable<FaqEntryTable>;
export type FaqTextRow = Selectable<FaqTextTable>;
export type FaqVersionRow = Selectable<FaqVersionTable>;

/** So many are read, listed and searched: more than any organisation keeps in order. */
export const ENTRIES_MAX = 300;
const VERSIONS_SHOWN_MAX = 100;

/** What the public may read, in the order in which it is shown. */
export async function readPublishedFaq(db: Db): Promise<FaqEntry[]> {
  const rows = await db
    .selectFrom("faq_entry as entry")
    .innerJoin("faq_text as text", "text.entry_id", "entry.id")
    .innerJoin("faq_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "text.entry_id")
        .onRef("version.language", "=", "text.language")
        .onRef("version.version", "=", "text.published"),
    )
    .select(["entry.id", "entry.about_kind", "entry.about_id", "text.language"])
    .select(["version.question", "version.answer", "text.published_at"])
    .orderBy("entry.position")
    .orderBy("entry.id")
    .limit(2 * ENTRIES_MAX)
    .execute();
  const entries = new Map<string, FaqEntry>();
  for (const { id, language, question, answer, ...row } of rows) {
    const about = { kind: row.about_kind, id: row.about_id };
    const entry = entries.get(id) ?? { id, about, texts: {} };
    entry.texts[language] = { question, answer, at: row.published_at?.getTime() ?? 0 };
    entries.set(id, entry);
  }
  return [...entries.values()];
}

/** One language of an entry as those who write it see it: the latest wording, and how it stands. */
export type FaqWritten = FaqTextRow &
  Pick<FaqVersionRow, "question" | "answer" | "at" | "written_by">;
export type FaqRead = FaqEntryRow & { texts: FaqWritten[]; helped: number; not_helped: number };

export async function listFaq(db: Db): Promise<FaqRead[]> {
  const entries = await db
    .selectFrom("faq_entry as entry")
    .selectAll("entry")
    .select((e) => [countOf(e, true).as("helped"), countOf(e, false).as("not_helped")])
    .orderBy("position")
    .orderBy("id")
    .limit(ENTRIES_MAX)
    .execute();
  const texts = await db
    .selectFrom("faq_text as text")
    .innerJoin("faq_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "text.entry_id")
        .onRef("version.language", "=", "text.language")
        .onRef("version.version", "=", "text.latest"),
    )
    .selectAll("text")
    .select(["version.question", "version.answer", "version.at", "version.written_by"])
    .execute();
  const byEntry = Map.groupBy(texts, ({ entry_id: id }) => id);
  return entries.map((entry) => ({ ...entry, texts: byEntry.get(entry.id) ?? [] }));
}

const countOf = (_: unknown, helped: boolean) =>
  sql<number>`(select count(*) from faq_vote v where v.entry_id = entry.id and v.helped = ${helped})`;

export async function lockFaqEntry(tx: Tx, id: string): Promise<FaqEntryRow | undefined> {
  return await tx
    .selectFrom("faq_entry")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function countFaqEntries(db: Db): Promise<number> {
  const row = await db
    .selectFrom("faq_entry")
    .select((e) => e.fn.countAll<number>().as("entries"))
    .executeTakeFirstOrThrow();
  return row.entries;
}

export async function insertFaqEntry(tx: Tx, row: Insertable<FaqEntryTable>): Promise<void> {
  await tx.insertInto("faq_entry").values(row).execute();
}

export async function updateFaqEntry(
  tx: Tx,
  id: string,
  change: Partial<Pick<FaqEntryRow, "about_kind" | "about_id" | "position" | "updated_at">>,
): Promise<void> {
  await tx.updateTable("faq_entry").set(change).where("id", "=", id).execute();
}

export async function deleteFaqEntry(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("faq_entry").where("id", "=", id).execute();
}

export async function findFaqText(
  db: Db,
  entryId: string,
  language: Language,
): Promise<FaqTextRow | undefined> {
  return await db
    .selectFrom("faq_text")
    .selectAll()
    .where("entry_id", "=", entryId)
    .where("language", "=", language)
    .executeTakeFirst();
}

/** Adds a wording to those there were. */
export async function addFaqVersion(tx: Tx, row: Insertable<FaqVersionTable>): Promise<void> {
  const { entry_id, language, version: latest } = row;
  await tx
    .insertInto("faq_text")
    .values({ entry_id, language, latest, published: null, published_at: null })
    .onConflict((c) => c.columns(["entry_id", "language"]).doUpdateSet({ latest }))
    .execute();
  await tx.insertInto("faq_version").values(row).execute();
}

/** Which wording the public reads; null: none. */
export async function setFaqPublished(
  tx: Tx,
  text: { entryId: string; language: Language; version: number | null; at: Date | null },
): Promise<void> {
  await tx
    .updateTable("faq_text")
    .set({ published: text.version, published_at: text.at })
    .where("entry_id", "=", text.entryId)
    .where("language", "=", text.language)
    .execute();
}

export async function listFaqVersions(db: Db, entryId: string): Promise<FaqVersionRow[]> {
  return await db
    .selectFrom("faq_version")
    .selectAll()
    .where("entry_id", "=", entryId)
    .orderBy("at", "desc")
    .orderBy("version", "desc")
    .limit(VERSIONS_SHOWN_MAX)
    .execute();
}

/** Whoever says something else the same day has changed their mind. */
export async function voteFaq(
  tx: Tx,
  vote: { entryId: string; voters: Buffer[]; language: Language; helped: boolean; at: Date },
): Promise<void> {
  const { entryId, voters, language, helped, at } = vote;
  const changed = await tx
    .updateTable("faq_vote")
    .set({ helped, language, at })
    .where("entry_id", "=", entryId)
    .where("voter_hash", "in", voters)
    .executeTakeFirst();
  const [voter] = voters;
  if (changed.numUpdatedRows > 0n || voter === undefined) return;
  await tx
    .insertInto("faq_vote")
    .values({ entry_id: entryId, voter_hash: voter, language, helped, at })
    .onConflict((c) => c.columns(["entry_id", "voter_hash"]).doUpdateSet({ helped, language, at }))
    .execute();
}
