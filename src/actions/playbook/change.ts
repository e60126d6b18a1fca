import type { TwoLanguages } from "../../domain/language.ts";
import { DEFAULT_PLAYBOOK } from "../../domain/playbook.ts";
import { type DraftStep, keyTwice, plannedFrom } from "../../domain/playbook-draft.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import {
  findPlaybook,
  savePlaybook,
  type VersionedPlaybook,
} from "../../store/playbook-versions.ts";
import { ensureDefaultPlaybook } from "../../store/playbooks.ts";
import { defineAction } from "../action.ts";

/** Names the playbook that starts by itself, also before the first incident has written it down. */
export const DEFAULT_PLAYBOOK_ID = "default";

export type ChangedPlaybook = {
  id: string;
  /** The version that was changed: two people do not overwrite each other. */
  version: number;
  name: TwoLanguages;
  steps: DraftStep[];
};

/**
 * Writes a new version of a plan. Incidents that run have copies of the steps they began with, so
 * theirs stay; every version stays on record in full.
 */
export const changePlaybook = defineAction({
  name: "playbook.change",
  needs: "administrator",
  async decide(tx, input: ChangedPlaybook, { newId }): Promise<Decision> {
    const before = await current(tx, input.id, newId);
    if (before.version !== input.version) throw refusal("conflict", "errors:playbook.changed");
    const twice = keyTwice(input.steps);
    if (twice !== null) throw refusal("invalid", "errors:playbook.key_twice", { key: twice });
    const tasks = plannedFrom(input.steps);
    await savePlaybook(tx, { id: before.id, name: input.name, tasks });
    const version = before.version + 1;
    return {
      subject: { kind: "playbook", id: before.id },
      detail: { title: input.name, version, tasks },
      result: { ...before, name: input.name, tasks, version },
    };
  },
});

type Decision = {
  subject: { kind: string; id: string };
  detail: Record<string, unknown>;
  result: VersionedPlaybook;
};

async function current(tx: Tx, id: string, newId: () => string): Promise<VersionedPlaybook> {
  const known =
    id === DEFAULT_PLAYBOOK_ID
      ? (await ensureDefaultPlaybook(tx, { id: newId(), ...DEFAULT_PLAYBOOK })).id
      : id;
  const found = await findPlaybook(tx, known);
  if (!found) throw notFound("playbook");
  return found;
}
