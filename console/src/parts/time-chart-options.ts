import uPlot from "uplot";
import { localeOf } from "../times.ts";
import type { Incident, Point } from "../types.ts";
import { raisesAlarm } from "./alarm.ts";
import { alarmStretches, drawStretches, incidentStretches } from "./chart-spans.ts";

export type Charted = { points: Point[]; stepMs: number; incidents: Incident[] };
export type Zone = { language: string; timeZone: string };

type ChartLook = {
  width: number;
  height: number;
  words: { observed: string; expected: string };
  zone: Zone;
  charted: () => Charted;
  /** Where the cursor stands: which row, and how far from the left. */
  onCursor: (place: { index: number; left: number } | null) => void;
  /** What was marked with the mouse; without it nothing can be marked. */
  onSelect: ((from: number, to: number) => void) | undefined;
};

const daySeconds = 86_400;
const axisSizePx = 44;
const timeAxisPx = 34;
const selectMinPx = 6;
/** A hole this many steps wide is a time when nobody counted. */
const holeSteps = 1.5;

type Row = Partial<Pick<Point, "count" | "expected" | "band" | "state">> & { at: number };

/** The points in seconds, and an empty row wherever nobody counted: nothing is guessed. */
export function rowsOf({ points, stepMs }: Pick<Charted, "points" | "stepMs">): Row[] {
  const rows: Row[] = [];
  for (const { at, ...point } of points) {
    const seconds = Date.parse(at) / 1000;
    const last = rows.at(-1);
    const step = stepMs / 1000;
    if (last && seconds - last.at > holeSteps * step) rows.push({ at: last.at + step });
    rows.push({ ...point, at: seconds });
  }
  return rows;
}

/** Rows in uPlot's order: time, band top, band bottom, expected, observed, alarms. */
export function chartRows(charted: Charted): uPlot.AlignedData {
  const rows = rowsOf(charted);
  const each = (value: (row: Row) => number | null | undefined) => rows.map(value);
  const edge = ({ expected, band }: Row, way: 1 | -1) =>
    expected === undefined ? null : Math.max(0, expected + way * (band ?? 0));
  return [
    rows.map(({ at }) => at),
    each((row) => edge(row, 1)),
    each((row) => edge(row, -1)),
    each(({ expected }) => expected ?? null),
    each(({ count }) => count ?? null),
    each((row) => (raisesAlarm(row) ? row.count : null)),
  ];
}

export function chartOptions(look: ChartLook): uPlot.Options {
  const { width, height, words, zone, onSelect } = look;
  const line = colour("--tocsin-line");
  const quiet = colour("--tocsin-quiet");
  const hidden = { show: true, stroke: "transparent", points: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: onSelect !== undefined, y: false, setScale: false }, points: { size: 7 } },
    padding: [10, 12, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone.timeZone),
    scales: { y: { range: (_chart, _low, high) => [0, Math.max(5, (high ?? 0) * 1.1)] } },
    series: [
      {},
      hidden,
      hidden,
      { label: words.expected, stroke: quiet, width: 1.5, dash: [6, 4], points: { show: false } },
      { label: words.observed, stroke: line, width: 2, points: { show: false }, spanGaps: false },
      {
        stroke: "transparent",
        points: { show: true, size: 6, fill: colour("--tocsin-alarm"), stroke: "transparent" },
      },
    ],
    bands: [{ series: [1, 2], fill: colour("--tocsin-band") }],
    axes: [
      axis({ size: timeAxisPx, values: (_chart, splits) => timeLabels(splits, zone), space: 70 }),
      axis({
        size: axisSizePx,
        values: (_chart, splits) =>
          splits.map((value) => new Intl.NumberFormat(localeOf(zone.language)).format(value)),
      }),
    ],
    hooks: hooksOf(look),
  };
}

function hooksOf({ charted, onCursor, onSelect }: ChartLook): uPlot.Hooks.Arrays {
  const paints = { wash: colour("--tocsin-wash"), strip: colour("--tocsin-incident") };
  return {
    drawClear: [
      (chart) => {
        const { points, stepMs, incidents } = charted();
        const alarms = alarmStretches(points, stepMs);
        drawStretches(chart, { alarms, incidents: incidentStretches(incidents) }, paints);
      },
    ],
    setCursor: [
      ({ cursor: { idx, left } }) => {
        const outside = idx === null || idx === undefined || left === undefined || left < 0;
        onCursor(outside ? null : { index: idx, left });
      },
    ],
    setSelect: [
      (chart) => {
        const { left, width } = chart.select;
        if (width < selectMinPx) return;
        onSelect?.(chart.posToVal(left, "x") * 1000, chart.posToVal(left + width, "x") * 1000);
        chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      },
    ],
  };
}

function axis(more: uPlot.Axis): uPlot.Axis {
  const stroke = colour("--mantine-color-dimmed");
  const grid = { stroke: colour("--mantine-color-default-border"), width: 1 };
  const font = '12px "Open Sans", sans-serif';
  return { stroke, grid, ticks: { ...grid, size: 4 }, font, ...more };
}

function timeLabels(splits: number[], { language, timeZone }: Zone): string[] {
  const step = (splits[1] ?? 0) - (splits[0] ?? 0);
  const clock = new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
  });
  const day = new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    day: "numeric",
    month: "short",
  });
  return splits.map((seconds) => {
    const text = clock.format(seconds * 1000);
    return step >= daySeconds / 2 || text.startsWith("00:00") ? day.format(seconds * 1000) : text;
  });
}

const colour = (variable: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
