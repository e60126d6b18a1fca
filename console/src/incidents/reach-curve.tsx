import { Group, Text } from "@mantine/core";
import css from "../parts/charts.module.css";
import { At } from "../parts/when.tsx";
import type { Report } from "../types.ts";
import { useWords } from "../words.ts";

const width = 600;
const height = 120;

type ReachCurveProps = { curve: Report["curve"]; recipients: number };

/** How many arrivals were confirmed by each minute, beside everybody who was to be reached. */
export function ReachCurve({ curve, recipients }: ReachCurveProps) {
  const { t, number } = useWords();
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return null;
  const from = Date.parse(first.minute);
  const span = Math.max(60_000, Date.parse(last.minute) - from);
  const top = Math.max(1, recipients);
  const steps = curve.map(({ minute, people }) => {
    const x = ((Date.parse(minute) - from) / span) * width;
    return `${x.toFixed(1)} ${(height - (people / top) * (height - 4)).toFixed(1)}`;
  });
  const label = t("report.arrivedOf", {
    reached: number(last.people),
    recipients: number(recipients),
  });
  return (
    <div>
      <svg
        className={css.curve}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <path className={css.curveFill} d={`M0 ${height}L${steps.join("L")}L${width} ${height}Z`} />
        <path d={`M${steps.join("L")}`} />
      </svg>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          <At at={first.minute} />
        </Text>
        <Text size="xs" c="dimmed">
          {label} · <At at={last.minute} />
        </Text>
      </Group>
    </div>
  );
}
