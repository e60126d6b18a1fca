import { Button, Grid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Siren } from "lucide-react";
import { Pauses } from "../channels/pauses.tsx";
import { SetAsideNotice } from "../channels/set-aside.tsx";
import { DaysAhead } from "../foresight/days-ahead.tsx";
import { ButtonLink } from "../parts/links.tsx";
import { Page } from "../parts/page.tsx";
import { incidentsQuery, platformsQuery, sessionQuery } from "../queries.ts";
import { BackupNotice } from "../settings/backup.tsx";
import { useWords } from "../words.ts";
import { FirstMinute } from "./first-minute.tsx";
import { LatestEvents } from "./latest.tsx";
import { OpenIncidents } from "./open-incidents.tsx";
import { PlatformCards } from "./platform-cards.tsx";
import { RunningBroadcasts } from "./running.tsx";
import { TasksDue } from "./tasks-due.tsx";

/** What is happening now, and what has to be done next. */
export function Situation() {
  const { t } = useWords();
  const session = useQuery(sessionQuery);
  const open = useQuery(incidentsQuery("open"));
  const incidents = open.data?.incidents ?? [];
  const platforms = useQuery(platformsQuery).data?.platforms;
  const unwell = (platforms ?? []).filter(({ assessment }) =>
    ["suspected", "confirmed"].includes(assessment?.level ?? ""),
  );
  const headline = () => {
    if (open.data === undefined || platforms === undefined) return t("nav.situation");
    if (incidents.length > 0) return t("situation.title", { count: incidents.length });
    if (unwell.length === 0) return t("situation.calm");
    return t("situation.unwell", { names: unwell.map(({ name }) => name).join(", ") });
  };
  return (
    <Page
      title={headline()}
      below={<Text c="dimmed">{session.data?.organisation.name}</Text>}
      actions={<Ways />}
    >
      {session.data?.organisation.mode === "training" ? <FirstMinute /> : null}
      {session.data?.organisation.mode === "live" ? <BackupNotice /> : null}
      <Pauses />
      <SetAsideNotice />
      <OpenIncidents />
      <PlatformCards />
      {incidents.length === 0 ? <DaysAhead /> : null}
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <RunningBroadcasts />
            <TasksDue incidents={incidents} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <LatestEvents />
        </Grid.Col>
      </Grid>
      {/* While something burns, what may come later stands below. */}
      {incidents.length > 0 ? <DaysAhead /> : null}
    </Page>
  );
}

function Ways() {
  const { t, language } = useWords();
  return (
    <>
      <Button
        component="a"
        href={`/${language}`}
        target="_blank"
        rel="noopener"
        variant="default"
        leftSection={<ExternalLink aria-hidden size={16} />}
      >
        {t("app.publicPage")}
      </Button>
      <ButtonLink to="/incidents" variant="default" leftSection={<Siren aria-hidden size={16} />}>
        {t("nav.incidents")}
      </ButtonLink>
    </>
  );
}
