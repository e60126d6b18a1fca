import { draftPlan } from "../../src/actions/broadcast/plan.ts";
import type { QuestionNow } from "../../src/domain/segment.ts";
import { countPeople } from "../../src/store/segments.ts";
import type { Town } from "./town.ts";

const DAY_MS = 86_400_000;
const TURNS = 5;
const FRENCH: QuestionNow = { languages: ["fr"] };
/** In the north or the west, one of two roles, and not who left: as people build them in the console. */
const NESTED: QuestionNow = {
  languages: ["fr"],
  any: [{ attributes: { region: ["Nord", "Ouest"] } }, { attributes: { role: ["nurse"] } }],
  none: [{ attributes: { status: ["left"] } }],
};

/** Seconds to plan a broadcast to everybody, and to freeze it: the launch before the first message. */
export async function planSeconds(town: Town) {
  const channelId = await town.channel("blackhole");
  const rungs = [{ channelId, patienceMs: DAY_MS, success: "read" as const }];
  const texts = { fr: { heading: "", body: "Partez." }, en: { heading: "", body: "Leave." } };
  const cascade = { rungs, expiresAfterMs: DAY_MS, triesMax: 3 };
  const startedAt = performance.now();
  await draftPlan(town.house.db, { title: "bench", texts, cascade }, town.house.now());
  const plannedAt = performance.now();
  await town.launch(rungs);
  const frozenAt = performance.now();
  return {
    planS: (plannedAt - startedAt) / 1_000,
    freezeS: (frozenAt - plannedAt) / 1_000,
    countMs: await counting(town, FRENCH),
    nestedMs: await counting(town, NESTED),
  };
}

/** How long it takes to say how many people a question means: the middle of some turns. */
async function counting({ house }: Town, question: QuestionNow): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const startedAt = performance.now();
    await countPeople(house.db, question);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(TURNS / 2)] ?? 0;
}
