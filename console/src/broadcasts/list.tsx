import { Group, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import { may } from "../parts/act.ts";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import { broadcastsQuery } from "../queries.ts";
import type { Broadcast } from "../types.ts";
import { useWords } from "../words.ts";
import { SendingStopped, StopSending } from "./sending-switch.tsx";

export function Broadcasts() {
  const { t } = useWords();
  const query = useQuery(broadcastsQuery);
  const write = may(query.data?.may, "create") ? (
    <ButtonLink to="/broadcasts/new" leftSection={<Megaphone aria-hidden size={16} />}>
      {t("broadcasts.new")}
    </ButtonLink>
  ) : null;
  return (
    <Page
      title={t("nav.broadcasts")}
      actions={
        <>
          <StopSending />
          {write}
        </>
      }
    >
      <SendingStopped />
      <Panel title={t("broadcasts.all")} hint={t("broadcasts.hint")}>
        <Loaded query={query}>
          {({ broadcasts }) =>
            broadcasts.length === 0 ? (
              <Empty
                icon={Megaphone}
                title={t("broadcasts.none")}
                hint={t("broadcasts.noneHint")}
                action={write}
              />
            ) : (
              <BroadcastTable broadcasts={broadcasts} />
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function BroadcastTable({ broadcasts }: { broadcasts: Broadcast[] }) {
  const { t, number } = useWords();
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("broadcast.title")}</Table.Th>
            <Table.Th>{t("broadcast.state")}</Table.Th>
            <Table.Th ta="right">{t("broadcast.recipients")}</Table.Th>
            <Table.Th>{t("broadcast.plannedBy")}</Table.Th>
            <Table.Th>{t("broadcast.plannedAt")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {broadcasts.map((broadcast) => (
            <Table.Tr key={broadcast.id}>
              <Table.Td>
                <Group gap="xs">
                  <TextLink to="/broadcasts/$id" params={{ id: String(broadcast.id) }} fw={600}>
                    {broadcast.title}
                  </TextLink>
                  {broadcast.drill ? <DrillMark /> : null}
                </Group>
              </Table.Td>
              <Table.Td miw={130}>
                <State kind="broadcast" state={broadcast.state} />
              </Table.Td>
              <Table.Td ta="right">{number(broadcast.recipients)}</Table.Td>
              <Table.Td>{broadcast.plannedBy}</Table.Td>
              <Table.Td>
                <At at={broadcast.plannedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
