import { sql } from "kysely";
import type { TwoLanguages } from "../domain/language.ts";
import type { Db, Tx } from "./database.ts";
import type { PlaybookRow } from "./playbooks.ts";
import type { PlaybookTask } from "./schema/crisis.ts";

export type VersionedPlaybook = PlaybookRow & { version: number };

/** Every playbook, the one that starts by itself first. Its changes on record count its versions. */
export async function listPlaybooks(db: Db): Promise<VersionedPlaybook[]> {
  return await versioned(db).orderBy("is_default", "desc").orderBy("id").execute();
}

export async function findPlaybook(db: Db, id: string): Promise<VersionedPlaybook | undefined> {
  return await versioned(db).where("id", "=", id).executeTakeFirst();
}

const versioned = (db: Db) =>
  db
    .selectFrom("playbook")
    .selectAll()
    .select(
      sql<number>`1 + (select count(*) from event where subject_kind = 'playbook'
        and subject_id = playbook.id::text and name = 'playbook.change')`.as("version"),
    );

export async function savePlaybook(
  tx: Tx,
  playbook: { id: string; name: TwoLanguages; tasks: PlaybookTask[] },
): Promise<void> {
  const { id, name, tasks } = playbook;
  await tx
    .updateTable("playbook")
    .set({ name: JSON.stringify(name), tasks: JSON.stringify(tasks) })
    .where("id", "=", id)
    .execute();
}
