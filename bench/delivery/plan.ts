import { draftPlan } from "../../src/actions/broadcast/plan.ts";
import type { Town } from "./town.ts";

const DAY_MS = 86_400_000;

/** Seconds to plan a broadcast to everybody, and to freeze it: the launch before the first message. */
export async function planSeconds(town: Town): Promise<{ planS: number; freezeS: number }> {
  const channelId = await town.channel("blackhole");
  const rungs = [{ channelId, patienceMs: DAY_MS, success: "read" as const }];
  const texts = { fr: { heading: "", body: "Partez." }, en: { heading: "", body: "Leave." } };
  const cascade = { rungs, expiresAfterMs: DAY_MS, triesMax: 3 };
  const startedAt = performance.now();
  await draftPlan(town.house.db, { title: "bench", texts, cascade }, town.house.now());
  const plannedAt = performance.now();
  await town.launch(rungs);
  return {
    planS: (plannedAt - startedAt) / 1_000,
    freezeS: (performance.now() - plannedAt) / 1_000,
  };
}
