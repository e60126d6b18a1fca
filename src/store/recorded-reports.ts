import { sql } from "kysely";
import type { Tx } from "./database.ts";

export type RecordedReport = {
  at: number;
  symptom: string;
  country: string | null;
  version: string | null;
  /** Tells this person from the others, and nothing else. */
  hash: Buffer;
};

/** Writes down what people reported at another time, as many as a recording holds, in one statement. */
export async function insertReports(
  tx: Tx,
  platformId: string,
  reports: readonly RecordedReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const column = <K extends keyof RecordedReport>(name: K) => reports.map((row) => row[name]);
  const times = reports.map(({ at }) => new Date(at).toISOString());
  await sql`insert into report
      (platform_id, at, symptom, country, app_version, reporter_hash, network_hash)
    select ${platformId}, at, symptom, country, version, hash, hash
    from unnest(${times}::timestamptz[], ${column("symptom")}::text[], ${column("country")}::text[],
      ${column("version")}::text[], ${column("hash")}::bytea[])
      as recorded (at, symptom, country, version, hash)`.execute(tx);
}
