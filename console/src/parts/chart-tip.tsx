import { Text } from "@mantine/core";
import { localeOf } from "../times.ts";
import type { Point } from "../types.ts";
import { useWords } from "../words.ts";
import { raisesAlarm } from "./alarm.ts";
import css from "./charts.module.css";
import { useZone } from "./when.tsx";

export type TipRow = Partial<Pick<Point, "count" | "expected" | "band" | "state">> & { at: number };

const axisPx = 58;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** From this many times the usual on, the ratio is worth a line. */
const ratioFrom = 2;

/** What one point says: in a box beside the cursor. */
export function ChartTip({ row, left, stepMs }: { row: TipRow; left: number; stepMs: number }) {
  const { t, number } = useWords();
  const when = useWhen(stepMs);
  const { count, expected, band = 0 } = row;
  const times = count && expected ? count / expected : 0;
  return (
    <div className={css.tip} style={{ left: besideCursor(left) }} aria-hidden>
      <Text size="xs" fw={700}>
        {when(row.at)}
      </Text>
      {expected === undefined || count === undefined || count === null ? (
        <Text size="xs">{t("chart.nobodyCounted")}</Text>
      ) : (
        <>
          <Text size="xs">
            {t("chart.observed")} <b>{number(count)}</b>
          </Text>
          <Text size="xs">
            {t("chart.expected")} <b>{number(expected, 1)}</b> (
            {number(Math.max(0, expected - band), 1)}–{number(expected + band, 1)})
          </Text>
          {times >= ratioFrom ? (
            <Text size="xs">{t("chart.times", { n: number(times, times < 10 ? 1 : 0) })}</Text>
          ) : null}
          {raisesAlarm(row) ? (
            <Text size="xs" fw={700} className={css.tipAlarm ?? ""}>
              {t("chart.alarm")}
            </Text>
          ) : null}
        </>
      )}
    </div>
  );
}

/** The axis stands left of where the chart begins to count; the box never leaves the frame. */
const besideCursor = (left: number) => `clamp(0px, ${left + axisPx}px, calc(100% - 13rem))`;

/** The same as one sentence, for whoever listens to the chart. */
export function usePointText(stepMs: number): (row: TipRow) => string {
  const { t, number } = useWords();
  const when = useWhen(stepMs);
  return (row) => {
    const at = when(row.at);
    if (row.count === undefined || row.count === null || row.expected === undefined)
      return `${at} ${t("chart.nobodyCounted")}`;
    const params = { at, observed: number(row.count), expected: number(row.expected, 1) };
    return t(raisesAlarm(row) ? "chart.pointAlarm" : "chart.point", params);
  };
}

/** The time of a point on the organisation's clock; a long step says from when to when. */
export function useWhen(stepMs: number): (seconds: number) => string {
  const { language } = useWords();
  const { timeZone } = useZone();
  const format = new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(stepMs < dayMs ? { hour: "2-digit", minute: "2-digit" } : {}),
  });
  return (seconds) =>
    stepMs <= minuteMs
      ? format.format(seconds * 1000)
      : format.formatRange(seconds * 1000, seconds * 1000 + stepMs);
}
