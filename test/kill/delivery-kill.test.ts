import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { kill } from "./flood.ts";
import { innocent, openTown, type Town } from "./town.ts";

const PEOPLE = 10_000;
const KILLS = 20;
const POLL_MS = 20;
const testTimeoutMs = 600_000;

test(
  "R1: killed twenty times, everybody is reached and nobody gets the same news twice on one channel",
  async () => {
    await using town = await openTown(PEOPLE);
    const victim = createVictim(town);
    try {
      let kills = 0;
      victim.start();
      while (kills < KILLS || !(await town.isDone())) {
        await pause(POLL_MS);
        if (kills < KILLS && town.sent() > ((kills + 1) * PEOPLE) / (KILLS + 1)) {
          await victim.kill();
          kills += 1;
          victim.start();
        }
      }
      expect(kills).toBe(KILLS);
      expect(await town.judge()).toEqual(innocent);
    } finally {
      await victim.stop();
    }
  },
  testTimeoutMs,
);

/** One that lives, and the next one ready to take its place. */
function createVictim(town: Town) {
  let next = town.spawnNode();
  let child: ChildProcess | null = null;
  return {
    start() {
      child = next;
      child.stdin?.write("live");
      next = town.spawnNode();
    },
    async kill() {
      await kill(child);
    },
    async stop() {
      await Promise.all([kill(child), kill(next)]);
    },
  };
}
