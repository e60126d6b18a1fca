import { type RefObject, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { type Charted, chartOptions, chartRows, type Zone } from "./time-chart-options.ts";

const widthMin = 240;

type Plot = {
  charted: Charted;
  height: number;
  zone: Zone;
  words: { observed: string; expected: string };
  scheme: string;
  onSelect: ((from: number, to: number) => void) | undefined;
};

export type Place = { index: number; left: number };

/** The chart in its frame, where its cursor stands, and a way to move it without a mouse. */
export function usePlot(plate: RefObject<HTMLDivElement | null>, plot: Plot) {
  const chart = useRef<uPlot | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const { charted, height, zone, words, scheme } = plot;
  const { language, timeZone } = zone;
  const zooms = plot.onSelect !== undefined;
  // The chart is made once; what it draws and tells is always the latest.
  const latest = useRef(plot);
  latest.current = plot;
  useEffect(() => {
    const frame = plate.current;
    if (frame === null) return;
    const size = () => ({ width: Math.max(frame.clientWidth, widthMin), height });
    const look = {
      ...size(),
      words,
      zone: { language, timeZone },
      charted: () => latest.current.charted,
      onCursor: setPlace,
      onSelect: zooms
        ? (from: number, to: number) => latest.current.onSelect?.(from, to)
        : undefined,
    };
    const made = new uPlot(chartOptions(look), chartRows(latest.current.charted), frame);
    const watcher = new ResizeObserver(() => made.setSize(size()));
    watcher.observe(frame);
    chart.current = made;
    return () => {
      watcher.disconnect();
      made.destroy();
    };
  }, [plate, height, scheme, language, timeZone, zooms]);
  useEffect(() => chart.current?.setData(chartRows(charted)), [charted]);
  return { place, moveTo: (index: number | null) => moveCursor(chart.current, index) };
}

function moveCursor(chart: uPlot | null, index: number | null): void {
  if (chart === null) return;
  const seconds = index === null ? undefined : chart.data[0][index];
  const left = seconds === undefined ? -10 : chart.valToPos(seconds, "x");
  chart.setCursor({ left, top: seconds === undefined ? -10 : 0 });
}
