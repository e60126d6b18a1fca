import { Group, SegmentedControl, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { may } from "../parts/act.ts";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import { incidentsQuery } from "../queries.ts";
import { duration } from "../times.ts";
import type { Incident } from "../types.ts";
import { useWords } from "../words.ts";
import { OpenIncident } from "./open.tsx";

export function Incidents() {
  const { t } = useWords();
  const scope = useSearch({ from: "/room/incidents" }).scope ?? "all";
  const navigate = useNavigate();
  const query = useQuery(incidentsQuery(scope));
  return (
    <Page
      title={t("nav.incidents")}
      actions={may(query.data?.may, "open") ? <OpenIncident /> : null}
    >
      <Panel
        title={t(`incidents.${scope}`)}
        actions={
          <SegmentedControl
            size="xs"
            aria-label={t("incidents.scope")}
            value={scope}
            onChange={(next) =>
              void navigate({ to: "/incidents", search: { scope: next === "open" ? next : "all" } })
            }
            data={[
              { value: "all", label: t("incidents.all") },
              { value: "open", label: t("incidents.open") },
            ]}
          />
        }
      >
        <Loaded query={query}>
          {({ incidents }) =>
            incidents.length === 0 ? (
              <Empty
                icon={ShieldCheck}
                title={t(scope === "open" ? "situation.noIncident" : "incidents.none")}
                hint={t("situation.noIncidentHint")}
              />
            ) : (
              <IncidentTable incidents={incidents} />
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function IncidentTable({ incidents }: { incidents: Incident[] }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("incident.title")}</Table.Th>
            <Table.Th>{t("incident.state")}</Table.Th>
            <Table.Th>{t("incident.class")}</Table.Th>
            <Table.Th>{t("incident.began")}</Table.Th>
            <Table.Th>{t("incident.lasted")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {incidents.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function IncidentRow({ incident }: { incident: Incident }) {
  const { t, pick, language, natureOf } = useWords();
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <TextLink to="/incidents/$id" params={{ id: incident.id }} fw={600}>
            {pick(incident.title)}
          </TextLink>
          {incident.drill ? <DrillMark /> : null}
        </Group>
      </Table.Td>
      <Table.Td>
        <State kind="incident" state={incident.state} />
      </Table.Td>
      <Table.Td>{natureOf(incident)}</Table.Td>
      <Table.Td>
        <At at={incident.startedAt} />
      </Table.Td>
      <Table.Td>
        {incident.closedAt ? (
          duration(Date.parse(incident.closedAt) - Date.parse(incident.startedAt), language)
        ) : (
          <Text span size="sm" fw={600}>
            {t("incident.stillOpen")}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
