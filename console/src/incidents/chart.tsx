import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { seriesQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { useWords } from "../words.ts";

const beforeMs = 3 * 3_600_000;
const afterMs = 3_600_000;

/** The reports around the incident: quiet hours first, so that the rise can be judged. */
export function IncidentChart({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const shown = {
    from: new Date(Date.parse(incident.startedAt) - beforeMs).toISOString(),
    to: incident.closedAt ? new Date(Date.parse(incident.closedAt) + afterMs).toISOString() : null,
  };
  const series = useQuery(seriesQuery(incident.platformId ?? "", shown));
  return (
    <Panel title={t("chart.reports")}>
      <Loaded query={series} height={260}>
        {({ points, stepMs, incidents }) => (
          <TimeChart
            points={points}
            stepMs={stepMs}
            incidents={incidents}
            label={t("chart.reports")}
          />
        )}
      </Loaded>
    </Panel>
  );
}
