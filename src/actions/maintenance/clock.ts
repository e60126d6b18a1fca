import { workStateAt } from "../../domain/maintenance.ts";
import { refusal, unlessConflict } from "../../lib/errors.ts";
import { dueMaintenances, lockMaintenance } from "../../store/maintenances.ts";
import { defineAction, type House, machine } from "../action.ts";
import { workDetail } from "./checked.ts";
import { turn } from "./say.ts";

const BATCH_MAX = 100;
const CLOCK = machine("clock");

/** Writes down, once, that the hour of planned work has come or has passed. */
const turnByClock = defineAction({
  name: "maintenance.turn",
  needs: "communicator",
  async decide(tx, input: { id: string }, scene) {
    const before = await lockMaintenance(tx, input.id);
    const state = workStateAt(before, scene.now);
    if (state === before.state) throw refusal("conflict", "pages:refused.turn");
    const work = await turn(tx, before, { state, text: null, scene });
    return {
      subject: { kind: "maintenance", id: work.id },
      detail: workDetail(work),
      result: work,
    };
  },
});

/** Begins and ends what the clock says. Two nodes that look at once still do it once. */
export async function keepMaintenances(house: House): Promise<number> {
  let turned = 0;
  for (const id of await dueMaintenances(house.db, house.now(), BATCH_MAX)) {
    // Where somebody extended it, or another node was faster, there is nothing to do.
    if (await unlessConflict(async () => await turnByClock(house, CLOCK, { id }))) turned++;
  }
  return turned;
}
