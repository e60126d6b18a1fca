import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { kill, openTown } from "./town.ts";

const PEOPLE = 6_000;
const POLL_MS = 20;
const testTimeoutMs = 120_000;

test(
  "three nodes on one database, two of them killed: the third ends it, and nobody hears anything twice",
  async () => {
    await using town = await openTown(PEOPLE);
    const nodes = [town.spawnNode(), town.spawnNode(), town.spawnNode()] as const;
    const reached = async (share: number) => {
      while (town.sent() < share * PEOPLE) await pause(POLL_MS);
    };
    try {
      for (const node of nodes) node.stdin?.write("live");
      await reached(0.2);
      await kill(nodes[0]);
      await reached(0.5);
      await kill(nodes[1]);
      while (!(await town.isDone())) await pause(POLL_MS);
      expect(nodes[2].exitCode).toBeNull();
      expect(await town.endings()).toEqual([{ settled: "reached", n: PEOPLE }]);
      expect(town.repeats()).toEqual([]);
    } finally {
      await Promise.all(nodes.map(kill));
    }
  },
  testTimeoutMs,
);
