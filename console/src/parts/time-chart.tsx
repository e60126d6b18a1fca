import "uplot/dist/uPlot.min.css";
import { Group, Text, useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useRef } from "react";
import uPlot from "uplot";
import type { Point } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./charts.module.css";
import { chartOptions, chartRows } from "./time-chart-options.ts";
import { useZone } from "./when.tsx";

const widthMin = 240;
type TimeChartProps = { points: Point[]; label: string; height?: number };

/** Observed against expected, the usual band, and the minutes that raised the alarm. */
export function TimeChart({ points, label, height = 260 }: TimeChartProps) {
  const { t, language } = useWords();
  const { timeZone } = useZone();
  const plate = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const words = { observed: t("chart.observed"), expected: t("chart.expected") };
  usePlot(plate, {
    points,
    height,
    zone: { language, timeZone },
    words,
    scheme,
  });
  return (
    <figure className={css.chart}>
      <div ref={plate} role="img" aria-label={`${label}. ${useSummary(points)}`} />
      <figcaption>
        <Group gap="md" wrap="wrap">
          <Key className={css.observed} text={words.observed} />
          <Key className={css.expected} text={words.expected} />
          <Key className={css.band} text={t("chart.band")} />
          <Key className={css.alarm} text={t("chart.alarm")} />
        </Group>
      </figcaption>
    </figure>
  );
}

function Key({ className, text }: { className: string | undefined; text: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <span className={className} aria-hidden />
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </Group>
  );
}

/** The chart in one sentence, for those who do not see it. */
function useSummary(points: Point[]): string {
  const { t, number } = useWords();
  const counted = points.filter((point) => point.count !== null);
  const last = counted.at(-1);
  if (!last) return t("chart.none");
  const peak = Math.max(...counted.map((point) => point.count ?? 0));
  return t("chart.summary", {
    last: number(last.count ?? 0),
    expected: number(last.expected, 1),
    peak: number(peak),
    alarms: points.filter((point) => point.state === "alert").length,
  });
}

type Plot = Omit<Parameters<typeof chartOptions>[0], "width"> & { points: Point[] };

function usePlot(plate: RefObject<HTMLDivElement | null>, plot: Plot): void {
  const chart = useRef<uPlot | null>(null);
  const { points, height, zone, words, scheme } = plot;
  const { language, timeZone } = zone;
  const latest = useRef(points);
  latest.current = points;
  useEffect(() => {
    const frame = plate.current;
    if (frame === null) return;
    const size = () => ({ width: Math.max(frame.clientWidth, widthMin), height });
    // The words change with the language and the colours with the scheme.
    const look = { ...size(), scheme, words, zone: { language, timeZone } };
    const made = new uPlot(chartOptions(look), chartRows(latest.current), frame);
    const watcher = new ResizeObserver(() => made.setSize(size()));
    watcher.observe(frame);
    chart.current = made;
    return () => {
      watcher.disconnect();
      made.destroy();
    };
  }, [plate, height, scheme, language, timeZone]);
  useEffect(() => chart.current?.setData(chartRows(points)), [points]);
}
