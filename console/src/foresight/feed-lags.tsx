import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { At } from "../parts/when.tsx";
import type { Report } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./foresight.module.css";
import { type FeedLag, type FeedRecord, feedRecordsQuery, incidentLagsQuery } from "./queries.ts";

/** How late the official sources of an incident were. Nothing is shown where none was read. */
export function IncidentLags({ id }: { id: string }) {
  const { t } = useWords();
  const { data } = useQuery(incidentLagsQuery(id));
  if (data === undefined || data.lags.length === 0) return null;
  return (
    <Panel title={t("feedLag.title")} hint={t("feedLag.hint")}>
      <ul className={css.list}>
        {data.lags.map((lag) => (
          <LagLine key={lag.sourceId} lag={lag} />
        ))}
      </ul>
    </Panel>
  );
}

function LagLine({ lag }: { lag: FeedLag }) {
  const { t, pick } = useWords();
  return (
    <li className={css.reason}>
      <div>
        <Text size="sm" fw={600}>
          {lag.source}
        </Text>
        <Text size="sm">{pick(lag.text)}</Text>
        {lag.heardAt ? (
          <Text size="xs" c="dimmed">
            {t("feedLag.heardAt")} <At at={lag.heardAt} />
            {" · "}
            <Suspicion minutes={lag.afterSuspicion} />
          </Text>
        ) : null}
        {lag.declaredAt ? (
          <Text size="xs" c="dimmed">
            {t("feedLag.declared")} <At at={lag.declaredAt} />
          </Text>
        ) : null}
      </div>
      <Grade grade={lag.grade} />
    </li>
  );
}

function Suspicion({ minutes }: { minutes: number | null }) {
  const { t } = useWords();
  if (minutes === null) return null;
  const side = minutes < 0 ? "before" : "after";
  return t(`feedLag.suspicion.${side}`, { count: Math.abs(minutes) });
}

/** The same in the report, where it was written down. */
export function ReportedLags({ feeds }: { feeds: Report["feeds"] }) {
  const { t, pick } = useWords();
  if (feeds.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {t("feedLag.title")}
      </Title>
      <ul className={css.list}>
        {feeds.map(({ source, text, grade }) => (
          <li key={source} className={css.reason}>
            <Text size="sm">
              <strong>{source}</strong> · {pick(text)}
            </Text>
            <Grade grade={grade} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

/** The record of a platform's feeds over the last 90 days. */
export function FeedRecords({ id }: { id: string }) {
  const { t } = useWords();
  const query = useQuery(feedRecordsQuery(id));
  return (
    <Panel title={t("feedLag.title")} hint={t("feedLag.recordHint")}>
      <Loaded query={query}>
        {({ feeds }) =>
          feeds.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("feedLag.none")}
            </Text>
          ) : (
            <Stack gap="xs">
              <ul className={css.list}>
                {feeds.map((feed) => (
                  <RecordLine key={feed.sourceId} feed={feed} />
                ))}
              </ul>
              <Text size="xs" c="dimmed">
                {t("feedLag.scale")}
              </Text>
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function RecordLine({ feed }: { feed: FeedRecord }) {
  const { t } = useWords();
  const { medianMinutes, incidents, never, beforeUs } = feed;
  const parts = [
    t("feedLag.incidents", { count: incidents }),
    ...(never > 0 ? [t("feedLag.never", { count: never })] : []),
    ...(beforeUs > 0 ? [t("feedLag.beforeUs", { count: beforeUs })] : []),
  ];
  return (
    <li className={css.reason}>
      <div>
        <Text size="sm" fw={600}>
          {feed.source}
        </Text>
        <Text size="sm">
          {medianMinutes === null
            ? t("feedLag.nothingYet")
            : t("feedLag.median", { count: medianMinutes })}
        </Text>
        {incidents > 0 ? (
          <Text size="xs" c="dimmed">
            {parts.join(" · ")}
          </Text>
        ) : null}
      </div>
      <Grade grade={feed.grade} />
    </li>
  );
}

function Grade({ grade }: { grade: FeedLag["grade"] }) {
  const { t } = useWords();
  const label = grade === null ? t("feedLag.noGrade") : t("feedLag.grade", { grade });
  return (
    <div>
      <span className={css.grade} data-grade={grade ?? "none"} role="img" aria-label={label}>
        {grade ?? "–"}
      </span>
    </div>
  );
}
