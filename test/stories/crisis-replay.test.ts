import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseRecording, type Recorded } from "../../src/cli/recording.ts";
import { lineOf } from "../../src/cli/replay.ts";
import { replay } from "../../src/cli/replay-run.ts";
import type { IncidentRow } from "../../src/store/incidents.ts";
import { createTestHouse } from "../house.ts";

const BUCKET_MS = 20 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RECORDING = new URL(
  "../../../shared/data/detection/user-reports-20min/facebook.csv",
  import.meta.url,
);
const longTestMs = 240_000;

async function replayed(recorded: readonly Recorded[]): Promise<IncidentRow[]> {
  await using table = await createTestHouse(0);
  const { house, clock } = table;
  const closed: IncidentRow[] = [];
  await replay(
    {
      house,
      clock,
      platformId: "facebook",
      intervalMs: BUCKET_MS,
      speed: "max",
      signal: new AbortController().signal,
      onClosed: (incident) => void closed.push(incident),
      onProgress: () => undefined,
    },
    recorded,
  );
  return closed;
}

test("an outage in a recording becomes one incident, from its start to its end", async () => {
  const from = Date.parse("2020-03-01T00:00:00Z");
  const failsAt = from + 18 * DAY_MS + 10 * HOUR_MS;
  const recorded = Array.from({ length: 20 * 72 }, (_, index) => {
    const at = from + index * BUCKET_MS;
    const fails = at >= failsAt && at < failsAt + 3 * HOUR_MS;
    return { at, count: index % 41 === 0 ? null : fails ? 160 : 2 + ((index * 7) % 3) };
  });
  const incidents = await replayed(recorded);
  expect(incidents).toHaveLength(1);
  const [incident] = incidents;
  expect(incident?.started_at.getTime()).toBe(failsAt);
  expect(incident?.opened_at.getTime()).toBeLessThanOrEqual(failsAt + HOUR_MS);
  expect(incident).toMatchObject({ state: "resolved", class: "general", peak: { count: 160 } });
  expect(incident && lineOf(incident)).toMatch(/^opened 2020-03-19 10:.*peak {3}160.*resolved/);
});

// The recording may be measured with, and never be copied into this repository.
const recordingIsHere = existsSync(RECORDING);
if (!recordingIsHere) console.info("The recorded reports are not here: their replay is left out.");

test.runIf(recordingIsHere)(
  "the recorded outages of 2019 are found within an hour, and little else",
  { timeout: longTestMs },
  async () => {
    const until = Date.parse("2019-12-01T00:00:00Z");
    const recorded = parseRecording(readFileSync(RECORDING, "utf8"));
    const incidents = await replayed(recorded.filter(({ at }) => at < until));
    const days = incidents.map(({ started_at }) => started_at.toISOString().slice(0, 10));
    expect(days).toEqual(expect.arrayContaining(["2019-07-03", "2019-10-30", "2019-11-28"]));
    for (const { opened_at, started_at } of incidents) {
      const known = ["2019-07-03", "2019-10-30", "2019-11-28"].some((day) =>
        started_at.toISOString().startsWith(day),
      );
      if (!known) continue;
      expect(opened_at.getTime() - started_at.getTime()).toBeLessThanOrEqual(HOUR_MS);
    }
    const months = (until - (recorded[0]?.at ?? until)) / (30.44 * DAY_MS);
    // Two a month is the bound over the whole recording; these months were the stormy ones.
    expect(incidents.length / months).toBeLessThan(2.5);
  },
);
