import { DAY_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import {
  beginPart,
  dropParts,
  holdParts,
  isAtRest,
  isToForget,
  lastBroadcast,
  lastPartBegan,
  listParts,
  type Part,
  sumUp,
} from "../../store/parts.ts";
import { defineIntake } from "../action.ts";

/** A part is ended when it is a month old, or as large as a town that was written to twice. */
const PART_AGE_MS = 30 * DAY_MS;
const PART_ROWS_MAX = 3_000_000;

/** Begins another part for the broadcasts to come, at a moment when nothing is being sent. */
export const turnPart = defineIntake<null, { begun: number | null }>(
  async (tx, _input, { now }) => {
    await holdParts(tx);
    const last = (await listParts(tx)).at(-1);
    const next = (await lastBroadcast(tx)) + 1;
    if (!last || next <= last.first || !(await isAtRest(tx))) return { begun: null };
    if (!(await isFull(tx, last, now))) return { begun: null };
    await beginPart(tx, last.first, next);
    return { begun: next };
  },
);

async function isFull(tx: Tx, part: Part, now: number): Promise<boolean> {
  if (part.rows >= PART_ROWS_MAX) return true;
  const beganAt = await lastPartBegan(tx, part.first);
  return beganAt !== null && now - beganAt >= PART_AGE_MS;
}

/**
 * Drops the parts in which everything ended so long ago. Who was written to is forgotten; how many
 * were reached and what they answered stays, and so do the tallies and every event.
 */
export const forgetParts = defineIntake<{ keptMs: number }, { before: number | null }>(
  async (tx, { keptMs }, { now }) => {
    await holdParts(tx);
    const parts = await listParts(tx);
    if (!(await isAtRest(tx))) return { before: null };
    for (const { first } of parts.slice(1).reverse()) {
      if (!(await isToForget(tx, first, now - keptMs))) continue;
      await sumUp(tx, first, now);
      await dropParts(tx, parts, first);
      return { before: first };
    }
    return { before: null };
  },
);
