import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { pauseBroadcast } from "../../src/actions/broadcast/pause.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { DAY_MS } from "../../src/lib/clock.ts";
import { person } from "../house.ts";
import { kill, tellAll } from "./flood.ts";
import { innocent, openTown, type Town } from "./town.ts";

const PEOPLE = 4_000;
const CALLED = 1_500;
const POLL_MS = 20;
const planner = person("Leila", "communicator");
/** What the first channel may do in a day, and to how many people the first two may write together. */
const DAILY_MAX = 2_500;
const PEOPLE_MAX = 3_200;

test("three nodes on one database, two of them killed: the third ends it, nobody hears anything twice, no limit is exceeded", async () => {
  const shares = { name: "account", perSecond: null, peopleADay: PEOPLE_MAX };
  const limits = [{ dailyMax: DAILY_MAX, shares }, { shares }, {}];
  const day = () => Math.floor(Date.now() / DAY_MS);
  const firstDay = day();
  await using town = await openTown(PEOPLE, { limits });
  await withThree(town, async (nodes) => {
    await reached(town, 0.2);
    await kill(nodes[0]);
    // R10: somebody pauses it, and takes that back.
    const of = { id: town.flood.broadcastId };
    await pauseBroadcast(town.house, planner, of);
    await resumeBroadcast(town.house, planner, of);
    await reached(town, 0.5);
    await kill(nodes[1]);
    while (!(await town.isDone())) await pause(POLL_MS);
    expect(nodes[2].exitCode).toBeNull();
  });
  expect(await town.judge()).toEqual(innocent);
  const [first = [], second = []] = town.received.map((ledger) => ledger.all());
  // A quota is one of each day (UTC), and tests run at midnight, too.
  expect(first.length).toBeLessThanOrEqual(DAILY_MAX * (1 + day() - firstDay));
  const written = new Set([...first, ...second].map(({ address }) => address));
  expect(written.size).toBeLessThanOrEqual(PEOPLE_MAX);
  expect(written.size).toBeGreaterThan(0);
  // Whoever was written to stands in the account; and who was only going to be, when their node died.
  const counted = await addresses(town);
  expect([...written].filter((address) => !counted.has(address))).toEqual([]);
  expect(counted.size).toBeLessThanOrEqual(PEOPLE_MAX);
});

test("two broadcasts call the same people, and two of three nodes are killed: no telephone rings twice", async () => {
  await using town = await openTown(CALLED, { ways: ["twilio-voice"] });
  await tellAll(town.house, town.flood.channels);
  await withThree(town, async (nodes) => {
    const committed = async (share: number) => {
      while ((await calls(town)).attempts < share * CALLED) await pause(POLL_MS);
    };
    // Somebody's telephone rings: each node may hold more that it has committed and not called yet.
    while (town.sent() < CALLED / 20) await pause(POLL_MS);
    await kill(nodes[0]);
    await committed(0.8);
    await kill(nodes[1]);
    await committed(1);
  });
  const called = town.received[0]?.all() ?? [];
  expect(new Set(called.map(({ address }) => address)).size).toBe(called.length);
  // What a dead node had committed keeps its line, too: somebody may be on it.
  expect(await calls(town)).toEqual({ attempts: CALLED, lines: CALLED });
  expect(called.length).toBeGreaterThanOrEqual(CALLED / 20);
});

type Node = ReturnType<Town["spawnNode"]>;

async function withThree(town: Town, work: (nodes: readonly [Node, Node, Node]) => Promise<void>) {
  const nodes = [town.spawnNode(), town.spawnNode(), town.spawnNode()] as const;
  try {
    for (const node of nodes) node.stdin?.write("live");
    await work(nodes);
  } finally {
    await Promise.all(nodes.map(kill));
  }
}

async function reached(town: Town, share: number): Promise<void> {
  while (town.sent() < share * PEOPLE) await pause(POLL_MS);
}

async function addresses({ house }: Town): Promise<Set<string>> {
  const found = await house.db.selectFrom("shared_person").select("address").execute();
  return new Set(found.map(({ address }) => address));
}

/** Attempts that were ever committed, and telephones that are taken. */
async function calls({ house }: Town) {
  const found = await sql<{ attempts: number; lines: number }>`
    select (select count(*) from delivery where fact > 0)::int as attempts,
      (select count(*) from busy_line)::int as lines`.execute(house.db);
  return found.rows[0] ?? { attempts: 0, lines: 0 };
}
