import { Grid, Group, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Announcements } from "../announcements/list.tsx";
import { IncidentLags } from "../foresight/feed-lags.tsx";
import { WorkBeside } from "../maintenance/beside.tsx";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { At, AtAndAgo } from "../parts/when.tsx";
import { incidentEventsQuery, incidentQuery, platformsQuery } from "../queries.ts";
import { INCIDENT_TABS } from "../tabs.ts";
import { duration } from "../times.ts";
import type { Incident, IncidentDetail } from "../types.ts";
import { useWords } from "../words.ts";
import { AssessmentExplained } from "./assessment.tsx";
import { IncidentBroadcasts } from "./broadcasts.tsx";
import { IncidentChanges } from "./changes.tsx";
import { IncidentChart } from "./chart.tsx";
import { Decisions } from "./decisions.tsx";
import { IncidentReport } from "./report.tsx";
import { Tasks } from "./tasks.tsx";
import { Timeline } from "./timeline.tsx";

export function IncidentRoom() {
  const { id } = useParams({ from: "/room/incidents/$id" });
  const query = useQuery(incidentQuery(id));
  return (
    <Loaded query={query} height={400}>
      {(detail) => <Room detail={detail} />}
    </Loaded>
  );
}

function Room({ detail }: { detail: IncidentDetail }) {
  const { t, pick } = useWords();
  const { incident } = detail;
  const tab = useSearch({ from: "/room/incidents/$id" }).tab ?? "now";
  const navigate = useNavigate();
  const choose = (next: string | null) => {
    const chosen = INCIDENT_TABS.find((name) => name === next) ?? "now";
    void navigate({ to: "/incidents/$id", params: { id: incident.id }, search: { tab: chosen } });
  };
  return (
    <Page
      title={pick(incident.title)}
      above={
        <TextLink to="/incidents" size="sm">
          {t("nav.incidents")}
        </TextLink>
      }
      below={<Header incident={incident} />}
      actions={<Decisions detail={detail} />}
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="now">{t("incident.tab.now")}</Tabs.Tab>
          <Tabs.Tab value="announcements">
            {t("incident.tab.announcements", { count: detail.announcements.length })}
          </Tabs.Tab>
          <Tabs.Tab value="report">{t("incident.tab.report")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now">
          <Now detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="announcements">
          <Announcements detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="report">
          <IncidentReport id={incident.id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Header({ incident }: { incident: Incident }) {
  const { natureOf } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const platform = platforms.find(({ id }) => id === incident.platformId);
  return (
    <Group gap="xs">
      <State kind="incident" state={incident.state} />
      {incident.drill ? <DrillMark /> : null}
      <Text size="sm">
        {platform ? (
          <>
            <TextLink to="/platforms/$id" params={{ id: platform.id }} size="sm" underline="always">
              {platform.name}
            </TextLink>{" "}
            ·{" "}
          </>
        ) : null}
        {natureOf(incident)} · <Span incident={incident} />
      </Text>
    </Group>
  );
}

/** Since when it lasts, or from when to when it did. */
function Span({ incident: { startedAt, closedAt } }: { incident: Incident }) {
  const { t, language } = useWords();
  if (closedAt === null) {
    return (
      <>
        {t("incident.since")} <AtAndAgo at={startedAt} />
      </>
    );
  }
  const lasted = duration(Date.parse(closedAt) - Date.parse(startedAt), language);
  return (
    <>
      <At at={startedAt} /> – <At at={closedAt} /> ({lasted})
    </>
  );
}

function Now({ detail }: { detail: IncidentDetail }) {
  const { t } = useWords();
  const { incident, assessment, tasks } = detail;
  const events = useQuery(incidentEventsQuery(incident.id));
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack>
          <WorkBeside incidentId={incident.id} />
          <Panel title={t("incident.tasks")}>
            <Tasks tasks={tasks} />
          </Panel>
          <Panel title={t("incident.evidence")}>
            {assessment ? (
              <AssessmentExplained assessment={assessment} />
            ) : (
              <Text size="sm" c="dimmed">
                {t(`incident.origin.${incident.origin}`)}
              </Text>
            )}
          </Panel>
          {incident.platformId ? <IncidentChart incident={incident} /> : null}
          <IncidentChanges incident={incident} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack>
          <IncidentBroadcasts detail={detail} />
          <IncidentLags id={incident.id} />
          <Panel title={t("incident.timeline")}>
            <Loaded query={events}>
              {(answer) => <Timeline events={answer.events} here={incident.id} />}
            </Loaded>
          </Panel>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
