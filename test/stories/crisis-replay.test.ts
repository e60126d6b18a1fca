import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  parseAny,
  parseRecording,
  type Recorded,
  type Recording,
} from "../../src/cli/recording.ts";
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

const counted = (counts: Recorded[]): Recording => ({ counts, readings: [], reports: [] });

async function replayed(recording: Recording, platformId = "facebook"): Promise<IncidentRow[]> {
  await using table = await createTestHouse(0);
  const { house, clock } = table;
  const closed: IncidentRow[] = [];
  await replay(
    {
      house,
      clock,
      platformId,
      intervalMs: BUCKET_MS,
      speed: "max",
      signal: new AbortController().signal,
      onClosed: (incident) => void closed.push(incident),
      onProgress: () => undefined,
    },
    recording,
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
  const incidents = await replayed(counted(recorded));
  expect(incidents).toHaveLength(1);
  const [incident] = incidents;
  expect(incident?.started_at.getTime()).toBe(failsAt);
  expect(incident?.opened_at.getTime()).toBeLessThanOrEqual(failsAt + HOUR_MS);
  expect(incident).toMatchObject({ state: "resolved", class: "general", peak: { count: 160 } });
  expect(incident && lineOf(incident)).toMatch(/^opened 2020-03-19 10:.*peak {3}160.*resolved/);
});

test("recorded reports and probes of one country become a regional incident, confirmed by the probes", async () => {
  const from = Date.parse("2026-03-01T00:00:00Z");
  const failsAt = from + 5 * DAY_MS + 10 * HOUR_MS;
  const line = (at: number, said: object) =>
    JSON.stringify({ at: new Date(at).toISOString(), ...said });
  const lines: string[] = [];
  for (let at = from; at < failsAt + 9 * HOUR_MS; at += BUCKET_MS) {
    const fails = at >= failsAt && at < failsAt + 3 * HOUR_MS;
    lines.push(line(at, { kind: "probe", source: "Paris", verdict: fails ? "down" : "up" }));
    lines.push(line(at, { kind: "probe", source: "Lyon", verdict: fails ? "down" : "up" }));
    const countries = [...Array(fails ? 60 : 0).fill("ES"), "FR", "BR", "ES"];
    for (const country of countries)
      lines.push(line(at + 1_000, { kind: "report", symptom: "send", country }));
  }
  lines.push(line(failsAt + 10 * HOUR_MS, { kind: "reports", platform: "another", count: 9 }));
  const asked = { intervalMs: BUCKET_MS, platformId: "whatsapp" };
  const incidents = await replayed(parseAny(lines.join("\n"), asked), "whatsapp");
  expect(incidents).toHaveLength(1);
  expect(incidents[0]).toMatchObject({ state: "resolved", class: "regional" });
  expect(incidents[0]?.confirmed_at?.getTime()).toBeLessThanOrEqual(failsAt + HOUR_MS);
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
    const incidents = await replayed(counted(recorded.filter(({ at }) => at < until)));
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
