import { Grid, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { Siren } from "lucide-react";
import { useState } from "react";
import { PlatformForesight } from "../foresight/platform.tsx";
import { AssessmentExplained } from "../incidents/assessment.tsx";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { platformQuery } from "../queries.ts";
import type { PlatformDetail } from "../types.ts";
import { useWords } from "../words.ts";
import { Capabilities } from "./capabilities.tsx";
import { Changes } from "./changes.tsx";
import { ChartPanel } from "./chart-panel.tsx";
import { SharesPanel } from "./shares-panel.tsx";
import { Sources } from "./sources.tsx";

const changesAtOnce = 20;

export function PlatformPage() {
  const { id } = useParams({ from: "/room/platforms/$id" });
  const query = useQuery(platformQuery(id));
  return (
    <Loaded query={query} height={400}>
      {(detail) => <Room detail={detail} />}
    </Loaded>
  );
}

function Room({ detail }: { detail: PlatformDetail }) {
  const { t } = useWords();
  const { platform, assessment, sources, streams, openIncidentId } = detail;
  return (
    <Page
      title={platform.name}
      above={
        <TextLink to="/platforms" size="sm">
          {t("nav.platforms")}
        </TextLink>
      }
      below={<Standing detail={detail} />}
      actions={
        openIncidentId ? (
          <ButtonLink
            to="/incidents/$id"
            params={{ id: openIncidentId }}
            leftSection={<Siren aria-hidden size={16} />}
          >
            {t("platform.openIncident")}
          </ButtonLink>
        ) : null
      }
    >
      <ChartPanel id={platform.id} streams={streams} />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <Panel title={t("platform.why")} hint={t("platform.whyHint")}>
              {assessment ? (
                <AssessmentExplained assessment={assessment} />
              ) : (
                <Text size="sm" c="dimmed">
                  {t("platform.noWord")}
                </Text>
              )}
            </Panel>
            <Capabilities detail={detail} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <History id={platform.id} />
        </Grid.Col>
      </Grid>
      <SharesPanel id={platform.id} />
      <Sources platformId={platform.id} sources={sources} rights={detail.may} />
      <PlatformForesight id={platform.id} />
    </Page>
  );
}

/** What is thought of it now, since when, and what we use it for. */
function Standing({ detail: { platform, assessment } }: { detail: PlatformDetail }) {
  const { t } = useWords();
  const uses = platform.capabilities.map((name) => t(`capability.${name}`, { defaultValue: name }));
  return (
    <Group gap="xs">
      {assessment ? (
        <>
          <State kind="level" state={assessment.level} />
          <Text size="sm">
            {t("platform.since")} <AtAndAgo at={assessment.since} />
          </Text>
        </>
      ) : null}
      <Text size="sm" c="dimmed">
        {uses.join(" · ")}
      </Text>
    </Group>
  );
}

function History({ id }: { id: string }) {
  const { t } = useWords();
  const { change } = useSearch({ from: "/room/platforms/$id" });
  const [limit, setLimit] = useState(changesAtOnce);
  return (
    <Panel title={t("platform.history")} hint={t("platform.historyHint")}>
      <Changes
        platformId={id}
        search={{ limit }}
        chosen={change}
        {...(limit < 200 ? { more: () => setLimit(Math.min(200, limit * 3)) } : {})}
      />
    </Panel>
  );
}
