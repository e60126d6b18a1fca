import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import {
  type Flood,
  isOver,
  kill,
  launchFlood,
  type Post,
  SECRETS,
  spawnNode,
  WAYS,
  type WayKind,
} from "../../test/kill/flood.ts";
import { countUnknown, judge, type Verdict } from "../../test/kill/flood-oracle.ts";
import { type Child, startElsewhere, textOf } from "./child.ts";
import type { Town } from "./town.ts";

const NODES = 3;
const KILL_EVERY_MS = 2_000;
const POLL_MS = 50;
const WAIT_MAX_MS = 1_800_000;
/** Share of the messages that are taken, and whose answer is lost on the way. */
const LOST = 0.05;

const Summary = z.object({ accepted: z.number(), waiting: z.number() });
const Line = z.object({
  address: z.string(),
  reference: z.string(),
  at: z.number(),
  times: z.number(),
});

export type Siege = { seconds: number; kills: number; unknown: number; verdict: Verdict };

/**
 * Three nodes on one database send one broadcast; every two seconds one of them is killed and another
 * takes its place, until nobody has anything left to do. Each provider has a process and a ledger of its own.
 */
export async function sendUnderKills(
  { house, hooksUrl, databaseUrl }: Town,
  people: number,
): Promise<Siege> {
  const providers = await Promise.all(WAYS.map(startProvider));
  try {
    const posts = providers.map(({ post }) => post);
    const flood = await launchFlood(house, { people, posts, hooksUrl });
    const startedAt = performance.now();
    const kills = await besiege(
      () => spawnNode(databaseUrl, hooksUrl),
      async () => await isOver(house, flood),
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    return { seconds, kills, ...(await verdictOn(house.db, flood)) };
  } finally {
    await Promise.all(providers.map(async ({ child }) => await child.stop()));
  }
}

async function verdictOn(db: Town["house"]["db"], flood: Flood) {
  return { unknown: await countUnknown(db, flood), verdict: await judge(db, flood) };
}

/**
 * Answers how many were killed. Whoever is next stands ready before anybody dies: on a machine that
 * others use as well, a start takes longer than two seconds, and soon nobody would be left alive.
 */
async function besiege(spawn: () => ChildProcess, over: () => Promise<boolean>): Promise<number> {
  const nodes = Array.from({ length: NODES }, spawn);
  let next = createHeir(spawn);
  let kills = 0;
  const startedAt = performance.now();
  let killedAt = startedAt;
  try {
    for (const node of nodes) node.stdin?.write("live");
    while (!(await over())) {
      const now = performance.now();
      if (now - startedAt > WAIT_MAX_MS) throw new Error("The sending does not come to its end.");
      if (now - killedAt >= KILL_EVERY_MS && next.isReady()) {
        killedAt = now;
        await kill(nodes.shift() ?? null);
        kills += 1;
        next.child.stdin?.write("live");
        nodes.push(next.child);
        next = createHeir(spawn);
      }
      await pause(POLL_MS);
    }
    return kills;
  } finally {
    await Promise.all([...nodes, next.child].map(kill));
  }
}

function createHeir(spawn: () => ChildProcess) {
  const child = spawn();
  let ready = false;
  child.stdout?.once("data", () => {
    ready = true;
  });
  return { child, isReady: () => ready };
}

async function startProvider(kind: WayKind): Promise<{ child: Child; post: Post }> {
  const args = [kind, "--people", "prompt", "--secrets", JSON.stringify(SECRETS[kind])];
  const child = await startElsewhere("src/simulators/process.ts", args);
  const controlUrl = textOf(child.said, "controlUrl");
  const set = async (path: string, body: unknown) => {
    await fetch(`${controlUrl}${path}`, { method: "PUT", body: JSON.stringify(body) });
  };
  await set("/_conduct", { loseAnswers: LOST });
  const post: Post = {
    kind,
    url: textOf(child.said, "url"),
    setCallback: async (url) => await set("/_callback", { url }),
    summary: async () => Summary.parse(await (await fetch(`${controlUrl}/_ledger`)).json()),
    async received() {
      const lines = await (await fetch(`${controlUrl}/_ledger?list=1`)).text();
      return lines
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => Line.parse(JSON.parse(line)));
    },
  };
  return { child, post };
}
