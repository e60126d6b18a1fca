import type { House } from "../actions/action.ts";
import { advancePlatform } from "../actions/assessment/advance.ts";
import { followOpenIncidents, settleChange } from "../actions/assessment/settle.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import { duePlatforms } from "../store/sources.ts";

export type AssessContext = { house: House; log: Log };

/** Works through all that has been signalled since the last time, platform by platform. */
export async function assessOnce(context: AssessContext): Promise<{ changes: number }> {
  const { house, log } = context;
  let changes = 0;
  let failed: unknown = null;
  for (const id of await duePlatforms(house.db, house.now())) {
    try {
      changes += await assessPlatform(house, id);
    } catch (cause) {
      // One platform whose memory is broken must not blind us to the others.
      log.error({ platform: id, cause: messageOf(cause) }, "An assessment failed.");
      failed ??= cause;
    }
  }
  await followOpenIncidents(house);
  if (failed !== null) throw failed;
  return { changes };
}

async function assessPlatform(house: House, platformId: string): Promise<number> {
  let changes = 0;
  for (;;) {
    const step = await advancePlatform(house, { platformId, until: house.now() });
    if (step.change && (await settleChange(house, step.change))) changes++;
    if (!step.more) return changes;
  }
}
