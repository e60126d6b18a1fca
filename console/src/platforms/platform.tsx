import { Grid, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Siren } from "lucide-react";
import { AssessmentExplained } from "../incidents/assessment.tsx";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { TimeChart } from "../parts/time-chart.tsx";
import { platformQuery, seriesQuery } from "../queries.ts";
import { RANGES } from "../tabs.ts";
import { useWords } from "../words.ts";
import { History } from "./history.tsx";
import { Sources } from "./sources.tsx";

const rangeMinutes = { "3h": 180, "24h": 1_440, "7d": 10_080, "30d": 43_200 } as const;

export function PlatformPage() {
  const { t } = useWords();
  const { id } = useParams({ from: "/room/platforms/$id" });
  const query = useQuery(platformQuery(id));
  return (
    <Loaded query={query} height={400}>
      {({ platform, assessment, sources, openIncidentId }) => (
        <Page
          title={platform.name}
          above={
            <TextLink to="/platforms" size="sm">
              {t("nav.platforms")}
            </TextLink>
          }
          below={
            <Group gap="xs">
              {assessment ? <State kind="level" state={assessment.level} /> : null}
              <Text size="sm" c="dimmed">
                {platform.capabilities
                  .map((name) => t(`capability.${name}`, { defaultValue: name }))
                  .join(" · ")}
              </Text>
            </Group>
          }
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
          <Reports id={id} />
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
                <Sources platformId={id} sources={sources} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <History id={id} />
            </Grid.Col>
          </Grid>
        </Page>
      )}
    </Loaded>
  );
}

function Reports({ id }: { id: string }) {
  const { t } = useWords();
  const range = useSearch({ from: "/room/platforms/$id" }).range ?? "24h";
  const navigate = useNavigate();
  const series = useQuery({
    ...seriesQuery(id, rangeMinutes[range]),
    placeholderData: keepPreviousData,
  });
  const choose = (next: string) => {
    const chosen = RANGES.find((name) => name === next) ?? "24h";
    void navigate({
      to: "/platforms/$id",
      params: { id },
      search: { range: chosen },
      resetScroll: false,
    });
  };
  return (
    <Panel
      title={t("chart.reports")}
      hint={t("chart.hint")}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("chart.range")}
          value={range}
          onChange={choose}
          data={RANGES.map((value) => ({ value, label: t(`chart.last.${value}`) }))}
        />
      }
    >
      <Loaded query={series} height={280}>
        {({ points }) => <TimeChart points={points} label={t("chart.reports")} height={280} />}
      </Loaded>
    </Panel>
  );
}
