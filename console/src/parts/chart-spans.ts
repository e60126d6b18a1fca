import type uPlot from "uplot";
import type { Incident, Point } from "../types.ts";
import { raisesAlarm } from "./alarm.ts";

/** A stretch of time in seconds, as the chart counts them. */
export type Stretch = { from: number; to: number };

const stripPx = 6;
const edgePx = 2;

/** The points that raised the alarm, joined where they touch. */
export function alarmStretches(points: readonly Point[], stepMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const point of points.filter(raisesAlarm)) {
    const from = Date.parse(point.at) / 1000;
    const to = from + stepMs / 1000;
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = to;
    else stretches.push({ from, to });
  }
  return stretches;
}

export const incidentStretches = (incidents: readonly Incident[]): Stretch[] =>
  incidents.map(({ startedAt, closedAt }) => ({
    from: Date.parse(startedAt) / 1000,
    to: closedAt === null ? Number.POSITIVE_INFINITY : Date.parse(closedAt) / 1000,
  }));

type Paints = { wash: string; strip: string };

/** Alarms as a wash behind the lines; incidents as a strip above them, with an edge where they began. */
export function drawStretches(
  chart: uPlot,
  { alarms, incidents }: { alarms: readonly Stretch[]; incidents: readonly Stretch[] },
  { wash, strip }: Paints,
): void {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = wash;
  for (const alarm of alarms) {
    const { left, right } = edgesOf(chart, alarm);
    ctx.fillRect(left, bbox.top, Math.max(scale, right - left), bbox.height);
  }
  ctx.fillStyle = strip;
  for (const incident of incidents) {
    const { left, right } = edgesOf(chart, incident);
    ctx.fillRect(left, bbox.top, Math.max(edgePx * scale, right - left), stripPx * scale);
    ctx.fillRect(left, bbox.top, scale, bbox.height);
  }
  ctx.restore();
}

function edgesOf(chart: uPlot, { from, to }: Stretch): { left: number; right: number } {
  const { bbox } = chart;
  const place = (seconds: number) => chart.valToPos(seconds, "x", true);
  const clamped = (px: number) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, px));
  const right = Number.isFinite(to) ? place(to) : bbox.left + bbox.width;
  // What began before the chart has no edge in it.
  const begins = place(from);
  return { left: begins < bbox.left ? bbox.left - edgePx : begins, right: clamped(right) };
}
