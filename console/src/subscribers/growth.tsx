import { Text } from "@mantine/core";
import { present } from "../times.ts";
import type { Subscribers } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./growth.module.css";

const width = 300;
const height = 56;
const middle = 34;
const daysMax = 30;
const step = width / daysMax;
const dayMs = 86_400_000;

/** Who came and who left, day by day: bars above and below a line, and a sentence that says it. */
export function Growth({ days }: { days: Subscribers["days"] }) {
  const { t, number } = useWords();
  const today = Math.floor(present() / dayMs);
  const byDay = new Map(days.map((day) => [Math.floor(Date.parse(day.day) / dayMs), day]));
  const shown = Array.from({ length: daysMax }, (_, n) => byDay.get(today - daysMax + 1 + n));
  const top = Math.max(1, ...days.map(({ joined, gone }) => Math.max(joined, gone)));
  const total = (pick: "joined" | "gone") => days.reduce((sum, day) => sum + day[pick], 0);
  const line = t("subscribers.growthLine", {
    joined: number(total("joined")),
    gone: number(total("gone")),
  });
  return (
    <div>
      <Text size="sm" fw={600}>
        {t("subscribers.growth")}
      </Text>
      <svg
        className={css.growth}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={line}
      >
        <path className={css.ground} d={`M0 ${middle}H${width}`} />
        {shown.map((day, n) => (
          <Day key={String(today - daysMax + n)} place={n} top={top} {...(day ? { day } : {})} />
        ))}
      </svg>
      <Text size="xs" c="dimmed">
        {line}
      </Text>
    </div>
  );
}

type DayProps = { place: number; top: number; day?: Subscribers["days"][number] };

function Day({ place, top, day }: DayProps) {
  const up = ((day?.joined ?? 0) / top) * (middle - 2);
  const down = ((day?.gone ?? 0) / top) * (height - middle);
  const bar = { x: place * step + 1, width: step - 2 };
  return (
    <>
      <rect className={css.joined} {...bar} y={middle - up} height={up} />
      <rect className={css.gone} {...bar} y={middle} height={down} />
    </>
  );
}
