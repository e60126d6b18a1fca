import { type Insertable, type Selectable, sql } from "kysely";
import type { Language } from "../domain/language.ts";
import type { AnnouncementRow } from "./announcements.ts";
import type { Db, Tx } from "./database.ts";
import type { AnnouncementSignature } from "./schema/verify.ts";

export type SignatureRow = Selectable<AnnouncementSignature>;

/** More than an organisation publishes in years; the newest are kept where there are more. */
const KNOWN_MAX = 4_000;

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
export type SignedRow = SignatureRow & {
  state: "published" | "corrected" | "withdrawn";
  version: number;
  incident_id: string;
  public_key: string;
  updated_at: Date;
  next_update_at: Date | null;
  /** The code of the text of this incident that is in force. */
  current_code: string | null;
};

/** All that the public could ever read, the newest first. Drills are nobody's business out there. */
export async function signedTexts(db: Db): Promise<SignedRow[]> {
  const { rows } = await signedQuery(sql`true`).execute(db);
  return rows;
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

const signedQuery = (where: ReturnType<typeof sql<boolean>>) => sql<SignedRow>`
  select signed.*,
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
  from announcement_signature signed
  join announcement on announcement.id = signed.announcement_id
  join incident on incident.id = announcement.incident_id
  join signing_key on signing_key.id = signed.key_id
  where ${where}
    and (not incident.drill or exists (select from organisation where mode = 'training'))
  order by announcement.published_at desc, signed.language
  limit ${KNOWN_MAX}`;
