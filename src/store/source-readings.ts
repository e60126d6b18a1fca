import { sql } from "kysely";
import type { Sentence } from "../domain/sentence.ts";
import type { Db } from "./database.ts";
import type { SignalKind, Verdict } from "./schema/detection.ts";

export type LastReading = {
  kind: SignalKind;
  at: Date;
  count: number | null;
  verdict: Verdict | null;
  evidence: Sentence;
};

/** The last thing that each source of a platform said; who never said anything is not in the map. */
export async function lastReadings(db: Db, platformId: string): Promise<Map<string, LastReading>> {
  const { rows } = await sql<LastReading & { source_id: string }>`
    select source.id as source_id, last.kind, last.at, last.count, last.verdict, last.evidence
    from source cross join lateral (
      select kind, at, count, verdict, evidence from signal
      where signal.source_id = source.id order by at desc limit 1) last
    where source.platform_id = ${platformId}`.execute(db);
  return new Map(rows.map(({ source_id, ...reading }) => [source_id, reading]));
}
