import { Button, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ZoomOut } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { At, useZone } from "../parts/when.tsx";
import { seriesQuery } from "../queries.ts";
import { RANGES } from "../tabs.ts";
import { duration } from "../times.ts";
import type { PlatformDetail, Series } from "../types.ts";
import { useWords } from "../words.ts";
import { ChartTable } from "./chart-table.tsx";
import { useShown } from "./shown.ts";
import { useStreamName } from "./stream-name.ts";

const heightPx = 300;
type ChartPanelProps = { id: string; streams: PlatformDetail["streams"] };

/** What was counted against what is usual: which stream, which time, as a chart or as a table. */
export function ChartPanel({ id, streams }: ChartPanelProps) {
  const { t, language } = useWords();
  const search = useSearch({ from: "/room/platforms/$id" });
  const nameOf = useStreamName();
  const { shown, zoom, part } = useShown();
  const stream = streams.find((one) => one.id === search.stream) ?? streams[0];
  const series = useQuery({
    ...seriesQuery(id, shown, search.stream),
    placeholderData: keepPreviousData,
  });
  const title = stream && stream.kind !== "reports" ? nameOf(stream) : t("chart.reports");
  const show = search.show ?? "chart";
  const step = series.data ? duration(series.data.stepMs, language) : "";
  return (
    <Panel
      title={title}
      hint={step ? `${t("chart.hint")} ${t("chart.step", { step })}` : t("chart.hint")}
    >
      <ChartBar streams={streams} />
      <Loaded query={series} height={heightPx}>
        {(found) => (
          <Stack gap="sm">
            {show === "table" ? (
              <ChartTable series={found} label={title} />
            ) : (
              <TimeChart
                points={found.points}
                stepMs={found.stepMs}
                incidents={found.incidents}
                label={title}
                height={heightPx}
                zoom={(next) => zoom(next)}
              />
            )}
            {part === null && found.points.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("chart.none")}
              </Text>
            ) : null}
            <Incidents incidents={found.incidents} />
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

/** Which time, which stream, which form, and the way out of a part chosen on the chart. */
function ChartBar({ streams }: Pick<ChartPanelProps, "streams">) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const { range, part, setRange, zoom } = useShown();
  const { show } = useSearch({ from: "/room/platforms/$id" });
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label={t("chart.range")}
          value={part ? "" : range}
          onChange={setRange}
          data={RANGES.map((value) => ({ value, label: t(`chart.last.${value}`) }))}
        />
        <ViewSwitches streams={streams} />
      </Group>
      <Group gap="sm" mih={24}>
        {part ? (
          <>
            <Text size="sm">
              <At at={part.from} /> – <At at={part.to} />
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<ZoomOut aria-hidden size={14} />}
              onClick={() => zoom(null)}
            >
              {t("chart.all")}
            </Button>
          </>
        ) : null}
        {part === null && show !== "table" ? (
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t("chart.zoomHint")}
          </Text>
        ) : null}
        <Text size="xs" c="dimmed">
          {t("chart.zone", { timeZone: timeZone.replaceAll("_", " ") })}
        </Text>
      </Group>
    </Stack>
  );
}

function ViewSwitches({ streams }: Pick<ChartPanelProps, "streams">) {
  const { t } = useWords();
  const search = useSearch({ from: "/room/platforms/$id" });
  const navigate = useNavigate({ from: "/platforms/$id" });
  const nameOf = useStreamName();
  const go = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...next }, resetScroll: false, replace: true });
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t("chart.show")}
        value={search.show ?? "chart"}
        onChange={(next) => go({ show: next === "table" ? "table" : "chart" })}
        data={[
          { value: "chart", label: t("chart.asChart") },
          { value: "table", label: t("chart.asTable") },
        ]}
      />
      {streams.length > 1 ? (
        <Select
          size="xs"
          w={200}
          aria-label={t("chart.stream")}
          allowDeselect={false}
          value={search.stream ?? streams[0]?.id ?? null}
          data={streams.map((one) => ({ value: one.id, label: nameOf(one) }))}
          onChange={(next) => go(next === null ? {} : { stream: next })}
        />
      ) : null}
    </>
  );
}

function Incidents({ incidents }: { incidents: Series["incidents"] }) {
  const { t, pick } = useWords();
  if (incidents.length === 0) return null;
  return (
    <Text size="sm">
      {t("chart.incidentsThen")}{" "}
      {incidents.map((incident, index) => (
        <span key={incident.id}>
          {index > 0 ? ", " : ""}
          <TextLink to="/incidents/$id" params={{ id: incident.id }} size="sm" underline="always">
            {pick(incident.title)}
          </TextLink>{" "}
          (<At at={incident.startedAt} />–
          {incident.closedAt ? <At at={incident.closedAt} /> : t("chart.still")})
        </span>
      ))}
    </Text>
  );
}
