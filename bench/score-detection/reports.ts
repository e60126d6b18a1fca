import type { StreamPhase } from "../../src/domain/detection/hysteresis.ts";
import { createStream, observe } from "../../src/domain/detection/stream.ts";
import { type Labels, labelSeries, overlaps, type Stretch } from "./labels.ts";
import type { Series } from "./series.ts";

/** What the detector did on one labelled stream, in numbers that can be added up. */
export type ReportScore = {
  name: string;
  months: number;
  events: number;
  caught: number;
  inTime: number;
  falseAlarms: number;
  alarms: number;
  falseBins: number;
  bins: number;
};

export const warmUpMs = 14 * 86_400_000;
const monthMs = 30.44 * 86_400_000;

/** Runs the detector over one series and holds its alarms against the labels, after the warm-up. */
export function scoreReports(series: Series): ReportScore {
  const labels = labelSeries(series);
  const start = series.at.findIndex((at) => at >= (series.at[0] ?? 0) + warmUpMs);
  const alarms = alarmsOf(phasesOf(series), start);
  return compare(series, { labels, alarms, start });
}

/** The phase of every bin, in order. */
export function phasesOf(series: Series): StreamPhase[] {
  const stream = createStream({ bucketMs: series.bucketMs });
  return series.at.map((at, index) => {
    const seen = observe(stream, at, series.counts[index] ?? null);
    return seen.kind === "read" ? seen.reading.state : "quiet";
  });
}

function alarmsOf(phases: StreamPhase[], start: number): Stretch[] {
  const alarms: Stretch[] = [];
  phases.forEach((phase, at) => {
    if (phase !== "alert" || at < start) return;
    const last = alarms.at(-1);
    if (last !== undefined && last.to === at - 1) last.to = at;
    else alarms.push({ onset: at, from: at, to: at });
  });
  return alarms;
}

/** Adds two scores up. */
export function add(a: ReportScore, b: ReportScore): ReportScore {
  return {
    name: "all",
    months: a.months + b.months,
    events: a.events + b.events,
    caught: a.caught + b.caught,
    inTime: a.inTime + b.inTime,
    falseAlarms: a.falseAlarms + b.falseAlarms,
    alarms: a.alarms + b.alarms,
    falseBins: a.falseBins + b.falseBins,
    bins: a.bins + b.bins,
  };
}

function compare(
  series: Series,
  seen: { labels: Labels; alarms: Stretch[]; start: number },
): ReportScore {
  const { labels, alarms, start } = seen;
  const events = labels.events.filter((event) => event.onset >= start);
  const near = [...labels.events, ...labels.ignored];
  const caught = events.filter((event) => alarms.some((alarm) => overlaps(alarm, event)));
  const wrong = alarms.filter((alarm) => !near.some((stretch) => overlaps(alarm, stretch)));
  const inTime = events.filter((event) => caughtBy(alarms, event, event.onset + 1));
  return {
    name: series.name,
    months: (series.at.length - start) * (series.bucketMs / monthMs),
    events: events.length,
    caught: caught.length,
    inTime: inTime.length,
    falseAlarms: wrong.length,
    alarms: alarms.length,
    falseBins: falseBins(alarms, near),
    bins: series.at.length - start,
  };
}

function caughtBy(alarms: Stretch[], event: Stretch, bin: number): boolean {
  return alarms.some((alarm) => overlaps(alarm, event) && alarm.from <= bin);
}

function falseBins(alarms: Stretch[], near: Stretch[]): number {
  let bins = 0;
  for (const alarm of alarms) {
    for (let at = alarm.from; at <= alarm.to; at++) {
      if (!near.some((stretch) => stretch.from <= at && at <= stretch.to)) bins++;
    }
  }
  return bins;
}
