import { languagesOf } from "../../domain/announcement.ts";
import { codeFrom } from "../../domain/verify/code.ts";
import { type Envelope, envelopeOf } from "../../domain/verify/envelope.ts";
import { unitsOf } from "../../domain/verify/judge.ts";
import { runsOf } from "../../domain/verify/runs.ts";
import { sha256 } from "../../lib/crypto.ts";
import {
  insertSignatures,
  setWordRuns,
  uncountedSignatures,
  unsignedAnnouncements,
} from "../../store/announcement-signatures.ts";
import type { AnnouncementRow } from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { defineIntake, type Scene } from "../action.ts";
import { ensureSigner } from "../signing/keys.ts";

type Desk = Pick<Scene, "now" | "secretKey">;

/** Signs every language that is part of what goes out, and gives the version the code that leads back to it. */
export async function signAnnouncement(tx: Tx, row: AnnouncementRow, desk: Desk): Promise<string> {
  const organisation = (await findOrganisation(tx))?.name ?? "";
  const publishedAt = (row.published_at ?? new Date(desk.now)).toISOString();
  const { id, version, source } = row;
  const envelopes = languagesOf({ laterLanguage: row.later_language }).map((language) => ({
    language,
    envelope: envelopeOf({
      organisation,
      id,
      version,
      language,
      ...row.texts[language],
      source,
      publishedAt,
      page: `/${language}/incidents/${row.incident_id}`,
    }),
  }));
  const code = codeFrom(sha256(envelopes.map(({ envelope }) => envelope).join("\n")));
  const signer = await ensureSigner(tx, desk);
  const signed = envelopes.map(({ language, envelope }) => ({
    announcement_id: id,
    language,
    code,
    envelope,
    signature: signer.sign(envelope),
    key_id: signer.keyId,
    word_runs: runsIn(envelope),
  }));
  await insertSignatures(tx, signed);
  return code;
}

const COUNTED_AT_ONCE = 500;

/** Counts the words of what was signed by a program that did not; answers how many there were. */
export const countEarlier = defineIntake(async (tx, _input: null, _scene) => {
  const rows = await uncountedSignatures(tx, COUNTED_AT_ONCE);
  await setWordRuns(
    tx,
    rows.map(({ announcement_id, language, envelope }) => ({
      announcement_id,
      language,
      runs: runsIn(envelope),
    })),
  );
  return rows.length;
});

function runsIn(envelope: string): number[] {
  const said: Envelope = JSON.parse(envelope);
  return runsOf(unitsOf(said));
}

/** What was published before this program could sign is signed late, with the time it went out. */
export const signEarlier = defineIntake(async (tx, _input: null, scene) => {
  for (const row of await unsignedAnnouncements(tx)) await signAnnouncement(tx, row, scene);
});
