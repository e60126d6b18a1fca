import { useQuery } from "@tanstack/react-query";
import { seriesQuery } from "../queries.ts";
import type { Point } from "../types.ts";
import { useWords } from "../words.ts";
import { raisesAlarm } from "./alarm.ts";
import css from "./charts.module.css";

const width = 240;
const height = 44;
const floorMax = 5;

/** The last hours of one platform: what came in against what usually comes in. */
export function Sparkline({ platformId, minutes }: { platformId: string; minutes: number }) {
  const { t, number } = useWords();
  const series = useQuery(seriesQuery(platformId, { minutes }));
  const points = series.data?.points ?? [];
  const last = points.findLast((point) => point.count !== null);
  const label = last
    ? t("chart.spark", { last: number(last.count ?? 0), expected: number(last.expected, 1) })
    : t("chart.none");
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <Lines points={points} />
    </svg>
  );
}

function Lines({ points }: { points: Point[] }) {
  if (points.length < 2) return null;
  const top = Math.max(floorMax, ...points.map((p) => Math.max(p.count ?? 0, p.expected)));
  const line = (value: (point: Point) => number | null) => drawn(points.map(value), top);
  return (
    <>
      <path className={css.sparkExpected} d={line((point) => point.expected)} />
      <path d={line((point) => point.count)} />
      <path
        className={css.sparkAlarm}
        d={line((point) => (raisesAlarm(point) ? point.count : null))}
      />
    </>
  );
}

/** A gap in the values is a gap in the line: nothing is guessed. */
function drawn(values: (number | null)[], top: number): string {
  let pen = "M";
  return values
    .map((value, index) => {
      if (value === null) {
        pen = "M";
        return "";
      }
      const x = (index / (values.length - 1)) * width;
      const y = height - 2 - (value / top) * (height - 4);
      const step = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = "L";
      return step;
    })
    .join("");
}
