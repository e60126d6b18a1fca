import { type Cost, totalUs } from "./cost.ts";
import { reach } from "./reach.ts";
import { openTown } from "./town.ts";

const SMALL = 10_000;
/** Whoever runs for the first time is slow: engine and provider are warm before it counts. */
const WARM_UPS = 3;

export type Reached = { seconds: number; cost: Cost };

/** A broadcast to 1.5 million people, read to the last, and what each costs beside one of 10,000. */
export async function growthOf(people: number): Promise<{ large: Reached; growthRatio: number }> {
  const small = await smallOnes();
  const town = await openTown(people);
  try {
    const large = await reach(town, { state: "up", success: "read" });
    const growthRatio = totalUs(large.cost) / people / small;
    return { large, growthRatio };
  } finally {
    await town.close();
  }
}

/** Processor time for each of 10,000 people, in microseconds: the middle one of three broadcasts. */
async function smallOnes(): Promise<number> {
  const town = await openTown(SMALL);
  try {
    const channelId = await town.channel("up");
    const costs: number[] = [];
    for (let no = 0; no < WARM_UPS + 3; no++) {
      const { cost } = await reach(town, { state: "up", success: "read", channelId });
      if (no >= WARM_UPS) costs.push(totalUs(cost) / SMALL);
    }
    return costs.sort((a, b) => a - b)[1] ?? 0;
  } finally {
    await town.close();
  }
}
