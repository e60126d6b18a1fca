import uPlot from "uplot";
import { localeOf } from "../times.ts";
import type { Point } from "../types.ts";

type ChartLook = {
  width: number;
  height: number;
  scheme: "light" | "dark";
  words: { observed: string; expected: string };
  zone: { language: string; timeZone: string };
};

const daySeconds = 86_400;
const axisSizePx = 44;

/** Rows in uPlot's order: time, band top, band bottom, expected, observed, alarms. */
export function chartRows(points: Point[]): uPlot.AlignedData {
  return [
    points.map((point) => Date.parse(point.at) / 1000),
    points.map((point) => point.expected + point.band),
    points.map((point) => Math.max(0, point.expected - point.band)),
    points.map((point) => point.expected),
    points.map((point) => point.count),
    points.map((point) => (point.state === "alert" ? point.count : null)),
  ];
}

export function chartOptions({ width, height, words, zone }: ChartLook): uPlot.Options {
  const line = colour("--tocsin-line");
  const quiet = colour("--tocsin-quiet");
  const hidden = { show: true, stroke: "transparent", points: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    padding: [8, 12, 0, 0],
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
      axis({ values: (_chart, splits) => timeLabels(splits, zone), space: 70 }),
      axis({
        size: axisSizePx,
        values: (_chart, splits) =>
          splits.map((value) => new Intl.NumberFormat(localeOf(zone.language)).format(value)),
      }),
    ],
  };
}

function axis(more: uPlot.Axis): uPlot.Axis {
  const stroke = colour("--mantine-color-dimmed");
  const grid = { stroke: colour("--mantine-color-default-border"), width: 1 };
  const font = '12px "Open Sans", sans-serif';
  return { stroke, grid, ticks: { ...grid, size: 4 }, font, ...more };
}

function timeLabels(splits: number[], { language, timeZone }: ChartLook["zone"]): string[] {
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
