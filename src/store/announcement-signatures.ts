import { type Insertable, type Selectable, sql } from "kysely";
import { LANGUAGES, type Language } from "../domain/language.ts";
import { COPIED_TEXTS_MAX, type PublicProof } from "../domain/verify/proof.ts";
import type { AnnouncementRow } from "./announcements.ts";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";
import type { AnnouncementSignature } from "./schema/verify.ts";

export type SignatureRow = Selectable<AnnouncementSignature>;

/** So many, the newest, are compared word by word; the others are found by what they share. */
const KNOWN_MAX = 1_000;
/** So many of those that share something are looked at closer. */
const ALIKE_MAX = 64;
/** So many are proven where the database does not answer. */
const PROOFS_MAX = COPIED_TEXTS_MAX * LANGUAGES.length;

export async function insertSignatures(
  tx: Tx,
  rows: Insertable<AnnouncementSignature>[],
): Promise<void> {
  await tx
    .insertInto("announcement_signature")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What was published before there were signatures. */
export async function unsignedAnnouncements(tx: Tx): Promise<AnnouncementRow[]> {
  return await tx
    .selectFrom("announcement")
    .selectAll()
    .where("published_at", "is not", null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom("announcement_signature as signed")
            .select("signed.language")
            .whereRef("signed.announcement_id", "=", "announcement.id"),
        ),
      ),
    )
    .orderBy("published_at")
    .execute();
}

export async function signaturesOf(db: Db, announcementId: string): Promise<SignatureRow[]> {
  return await db
    .selectFrom("announcement_signature")
    .selectAll()
    .where("announcement_id", "=", announcementId)
    .orderBy("language")
    .execute();
}

/** The verification code of each of these announcements that has one. */
export async function codesOf(db: Db, announcementIds: string[]): Promise<Map<string, string>> {
  if (announcementIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("announcement_signature")
    .select(["announcement_id", "code"])
    .distinct()
    .where("announcement_id", "in", announcementIds)
    .execute();
  return new Map(rows.map((row) => [row.announcement_id, row.code]));
}

/** One signed text, with what has become of it since. */
export type SignedRow = Omit<SignatureRow, "word_runs"> & {
  state: "published" | "corrected" | "withdrawn";
  version: number;
  incident_id: string;
  public_key: string;
  updated_at: Date;
  next_update_at: Date | null;
  /** The code of the text of this incident that is in force. */
  current_code: string | null;
};

/** The newest that the public could read, and when the first of all went out, if that is an older one. */
export type SignedTexts = { rows: SignedRow[]; olderSince: Date | null };

export async function signedTexts(db: Db): Promise<SignedTexts> {
  const { rows } = await signedQuery(sql`true`).execute(db);
  if (rows.length < KNOWN_MAX) return { rows, olderSince: null };
  const first = await sql<{ at: Date }>`
    select min(announcement.published_at) as at ${PUBLIC}`.execute(db);
  return { rows, olderSince: first.rows[0]?.at ?? null };
}

/** Of all there ever was, what has runs of words in common with these: the most alike first. */
export async function signedAlike(db: Db, runs: readonly number[]): Promise<SignedRow[]> {
  const wanted = numbers(runs);
  const alike = sql<boolean>`(signed.announcement_id, signed.language) in (
    select shared.announcement_id, shared.language from (
      select signed.announcement_id, signed.language, announcement.published_at,
        unnest(signed.word_runs) as run
      ${PUBLIC} and signed.word_runs && ${wanted}::integer[]
    ) shared
    join unnest(${wanted}::integer[]) as asked (run) on asked.run = shared.run
    group by shared.announcement_id, shared.language, shared.published_at
    order by count(*) desc, shared.published_at desc
    limit ${ALIKE_MAX})`;
  const { rows } = await signedQuery(alike).execute(db);
  return rows;
}

/** The text about this incident that is in force, in one language. */
export async function signedInForce(
  db: Db,
  incidentId: string,
  language: Language,
): Promise<SignedRow | undefined> {
  const where = sql<boolean>`announcement.incident_id = ${incidentId}
    and announcement.state = 'published' and signed.language = ${language}`;
  const { rows } = await signedQuery(where).execute(db);
  return rows[0];
}

/** What proves the newest texts of these incidents, for whoever has to do without us. */
export async function publicProofs(tx: Tx, incidentIds: readonly string[]): Promise<PublicProof[]> {
  if (incidentIds.length === 0) return [];
  const ids = sql.join(incidentIds);
  const { rows } = await signedQuery(
    sql<boolean>`announcement.incident_id in (${ids})`,
    PROOFS_MAX,
  ).execute(tx);
  return rows.map((row) => ({
    announcementId: row.announcement_id,
    incidentId: row.incident_id,
    language: row.language,
    code: row.code,
    state: row.state,
    changedAt: row.updated_at.getTime(),
    envelope: row.envelope,
    signature: row.signature,
    keyId: row.key_id,
    currentCode: row.current_code,
  }));
}

/** Some of those whose words were never counted. */
export async function uncountedSignatures(db: Db, limit: number): Promise<SignatureRow[]> {
  return await db
    .selectFrom("announcement_signature")
    .selectAll()
    .where("word_runs", "is", null)
    .limit(limit)
    .execute();
}

export type WordRuns = Pick<SignatureRow, "announcement_id" | "language"> & { runs: number[] };

export async function setWordRuns(tx: Tx, counted: readonly WordRuns[]): Promise<void> {
  await sql`
    update announcement_signature signed
    set word_runs = array(select jsonb_array_elements_text(counted.runs)::integer)
    from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb)
      as counted (announcement_id uuid, language text, runs jsonb)
    where signed.announcement_id = counted.announcement_id
      and signed.language = counted.language`.execute(tx);
}

/** In this language; where that was not translated yet, in the one that was signed. */
export async function signedByCode(
  db: Db,
  code: string,
  language: Language,
): Promise<SignedRow | undefined> {
  const { rows } = await signedQuery(sql<boolean>`signed.code = ${code}`).execute(db);
  return rows.find((row) => row.language === language) ?? rows[0];
}

/** What the public could ever read. Drills are nobody's business out there. */
const PUBLIC = sql`
  from announcement_signature signed
  join announcement on announcement.id = signed.announcement_id
  join incident on incident.id = announcement.incident_id
  join signing_key on signing_key.id = signed.key_id
  where (not incident.drill or exists (select from organisation where mode = 'training'))`;

const signedQuery = (where: ReturnType<typeof sql<boolean>>, limit = KNOWN_MAX) => sql<SignedRow>`
  select signed.announcement_id, signed.language, signed.code, signed.envelope, signed.signature,
    signed.key_id,
    -- A translation repeats the words it was made from: they are as much in force as it is.
    coalesce((select newer.state from announcement newer
      where newer.translates = announcement.id and newer.published_at is not null limit 1
    ), announcement.state) as state,
    announcement.version, announcement.incident_id,
    announcement.updated_at, announcement.next_update_at, signing_key.public_key,
    (select other.code from announcement newer
      join announcement_signature other
        on other.announcement_id = newer.id and other.language = signed.language
      where newer.incident_id = announcement.incident_id and newer.state = 'published'
    ) as current_code
  ${PUBLIC} and ${where}
  order by announcement.published_at desc, signed.language
  limit ${limit}`;
