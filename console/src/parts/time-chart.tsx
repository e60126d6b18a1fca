import "uplot/dist/uPlot.min.css";
import { Group, Text, useComputedColorScheme } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useRef } from "react";
import type { Incident, Point } from "../types.ts";
import { useWords } from "../words.ts";
import { raisesAlarm } from "./alarm.ts";
import { ChartTip, usePointText } from "./chart-tip.tsx";
import css from "./charts.module.css";
import { rowsOf } from "./time-chart-options.ts";
import { usePlot } from "./use-plot.ts";
import { useZone } from "./when.tsx";

const minuteMs = 60_000;
const zoomIn = 1 / 3;
const zoomOut = 3;
const pageShare = 0.1;
const noIncidents: Incident[] = [];

export type TimeChartProps = {
  points: Point[];
  label: string;
  stepMs?: number;
  incidents?: Incident[];
  height?: number;
  /** Looks closer at a part of the time; null goes back to all of it. */
  zoom?: (part: { from: number; to: number } | null) => void;
};

/** Observed against expected, the usual band, alarms and incidents; by mouse, touch and keyboard. */
export function TimeChart(props: TimeChartProps) {
  const { points, label, stepMs = minuteMs, incidents = noIncidents, height = 260, zoom } = props;
  const { t, language } = useWords();
  const { timeZone } = useZone();
  const summaryId = useId();
  const plate = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const words = { observed: t("chart.observed"), expected: t("chart.expected") };
  const charted = useMemo(() => ({ points, stepMs, incidents }), [points, stepMs, incidents]);
  const rows = useMemo(() => rowsOf(charted), [charted]);
  const onSelect = zoom && ((from: number, to: number) => zoom({ from, to }));
  const zone = { language, timeZone };
  const plot = usePlot(plate, { charted, height, zone, words, scheme, onSelect });
  const index = plot.place?.index ?? rows.length - 1;
  const row = rows[index];
  const textOf = usePointText(stepMs);
  const press = (event: KeyboardEvent) => {
    const next = steppedTo(event.key, { index, count: rows.length });
    if (next !== null) plot.moveTo(next);
    else if (event.key === "Escape") zoom?.(null);
    else if (zoom && row && "+=-".includes(event.key)) {
      zoom(closer(rows, row.at, event.key === "-" ? zoomOut : zoomIn));
    } else return;
    event.preventDefault();
  };
  return (
    <figure className={css.chart}>
      <p id={summaryId} className="sr-only">
        {useSummary(points)} {zoom ? t("chart.keys") : t("chart.keysPlain")}
      </p>
      <div
        className={css.plate}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-describedby={summaryId}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, rows.length - 1)}
        aria-valuenow={Math.max(0, index)}
        aria-valuetext={row ? textOf(row) : t("chart.none")}
        onKeyDown={press}
        onBlur={() => plot.moveTo(null)}
      >
        <div ref={plate} aria-hidden />
        {plot.place && row ? <ChartTip row={row} left={plot.place.left} stepMs={stepMs} /> : null}
      </div>
      <Legend hasIncidents={incidents.length > 0} />
    </figure>
  );
}

function Legend({ hasIncidents }: { hasIncidents: boolean }) {
  const { t } = useWords();
  return (
    <figcaption>
      <Group gap="md" wrap="wrap">
        <Key className={css.observed} text={t("chart.observed")} />
        <Key className={css.expected} text={t("chart.expected")} />
        <Key className={css.band} text={t("chart.band")} />
        <Key className={css.alarm} text={t("chart.alarm")} />
        {hasIncidents ? <Key className={css.incident} text={t("chart.incident")} /> : null}
      </Group>
    </figcaption>
  );
}

/** Where a key leads, or null when it leads nowhere. */
function steppedTo(key: string, at: { index: number; count: number }): number | null {
  const page = Math.max(1, Math.round(at.count * pageShare));
  const steps: Record<string, number> = {
    ArrowLeft: at.index - 1,
    ArrowRight: at.index + 1,
    ArrowDown: at.index - 1,
    ArrowUp: at.index + 1,
    PageDown: at.index - page,
    PageUp: at.index + page,
    Home: 0,
    End: at.count - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(at.count - 1, Math.max(0, next));
}

function closer(rows: readonly { at: number }[], around: number, factor: number) {
  const first = rows[0]?.at ?? around;
  const last = rows.at(-1)?.at ?? around;
  const half = ((last - first) * factor) / 2;
  return { from: (around - half) * 1000, to: (around + half) * 1000 };
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
  return `${t("chart.summary", {
    last: number(last.count ?? 0),
    expected: number(last.expected, 1),
    peak: number(peak),
    alarms: points.filter(raisesAlarm).length,
  })}.`;
}
