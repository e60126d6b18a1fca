import type { TwoLanguages } from "../../domain/language.ts";
import {
  isOver,
  isUnderWay,
  type Maintenance,
  nextWorkStates,
  type WorkState,
  workAt,
} from "../../domain/maintenance.ts";
import { refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { insertWorkUpdate, lockMaintenance, saveMaintenance } from "../../store/maintenances.ts";
import { defineAction, type Scene } from "../action.ts";
import { tellTurned } from "../subscriber/tell-work.ts";
import { workDetail } from "./checked.ts";

/** Tells how planned work goes, and turns it where that is what there is to tell. */
export const sayOfMaintenance = defineAction({
  name: "maintenance.say",
  needs: "communicator",
  async decide(
    tx,
    input: { id: string; state: WorkState | null; text: TwoLanguages | null },
    scene,
  ) {
    const before = workAt(await lockMaintenance(tx, input.id), scene.now);
    const state = input.state ?? before.state;
    if (isOver(before.state)) throw refusal("conflict", "pages:refused.over");
    if (state !== before.state && !nextWorkStates(before.state).includes(state)) {
      throw refusal("conflict", "pages:refused.turn");
    }
    if (state === before.state && input.text === null) {
      throw refusal("invalid", "pages:refused.silent", { field: "text" });
    }
    const work = await turn(tx, before, { state, text: input.text, scene });
    return {
      subject: { kind: "maintenance", id: work.id },
      detail: { ...workDetail(work), text: input.text },
      result: work,
    };
  },
});

/** Writes down where the work stands now, with what is said of it. */
export async function turn(
  tx: Tx,
  before: Maintenance,
  said: { state: WorkState; text: TwoLanguages | null; scene: Scene },
): Promise<Maintenance> {
  const { now, newId } = said.scene;
  const update = { id: newId(), state: said.state, text: said.text, at: now };
  const work: Maintenance = {
    ...before,
    state: said.state,
    version: before.version + 1,
    beganAt: before.beganAt ?? (isUnderWay(said.state) ? now : null),
    endedAt: isOver(said.state) ? Math.min(now, before.until) : null,
    updatedAt: now,
    updates: [update, ...before.updates],
  };
  await saveMaintenance(tx, work);
  await insertWorkUpdate(tx, work.id, update);
  await tellTurned(tx, { before, work, update }, now);
  return work;
}
