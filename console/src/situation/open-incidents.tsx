import { Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, ShieldCheck } from "lucide-react";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { incidentsQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { useWords } from "../words.ts";

export function OpenIncidents() {
  const { t } = useWords();
  const query = useQuery(incidentsQuery("open"));
  return (
    <Panel title={t("situation.incidents")}>
      <Loaded query={query}>
        {({ incidents }) =>
          incidents.length === 0 ? (
            <Empty
              icon={ShieldCheck}
              title={t("situation.noIncident")}
              hint={t("situation.noIncidentHint")}
            />
          ) : (
            <Stack gap="sm">
              {incidents.map((incident) => (
                <IncidentLine key={incident.id} incident={incident} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function IncidentLine({ incident }: { incident: Incident }) {
  const { t, pick, natureOf } = useWords();
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} style={{ minWidth: 0, flex: "1 1 16rem" }}>
          <Group gap="xs">
            <State kind="incident" state={incident.state} />
            {incident.drill ? <DrillMark /> : null}
            <TextLink to="/incidents/$id" params={{ id: incident.id }} fw={600}>
              {pick(incident.title)}
            </TextLink>
          </Group>
          <Text size="sm" c="dimmed">
            {natureOf(incident)} · {t("incident.since")} <AtAndAgo at={incident.startedAt} />
          </Text>
        </Stack>
        <ButtonLink
          to="/incidents/$id"
          params={{ id: incident.id }}
          rightSection={<ArrowRight aria-hidden size={16} />}
        >
          {t("incident.open")}
        </ButtonLink>
      </Group>
    </Paper>
  );
}
