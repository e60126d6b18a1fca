import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { defineSensor } from "./sensor.ts";

/** After an absence we look back this far; what is older is too late to act upon. */
const BACK_MAX_MS = 60 * MINUTE_MS;
const FIRST_BACK_MS = 5 * MINUTE_MS;

/** Counts what people reported on our own page, minute by minute. Silence counts, too. */
export const userReports = defineSensor({
  kind: "user-reports",
  title: { fr: "Signalements du public", en: "Reports from the public" },
  signalKind: "reports",
  settings: z.object({}),
  secrets: [],
  everyMs: 15_000,

  async look(_settings, _wire, { now, since, records }) {
    const to = minuteOf(now);
    const from = Math.max(minuteOf(since ?? now - FIRST_BACK_MS), to - BACK_MAX_MS);
    const reported = await records.reportsPerMinute(from, to);
    const counts: { at: number; count: number }[] = [];
    for (let at = from; at < to; at += MINUTE_MS) counts.push({ at, count: reported.get(at) ?? 0 });
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    return { kind: "counts", counts, evidence: sentence("crisis:reports.counted", { total }) };
  },
});

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
