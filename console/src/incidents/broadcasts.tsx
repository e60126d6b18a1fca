import { Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import { ReachBar } from "../broadcasts/reach-bar.tsx";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Empty } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { broadcastQuery } from "../queries.ts";
import type { IncidentDetail } from "../types.ts";
import { useWords } from "../words.ts";

export function IncidentBroadcasts({ detail }: { detail: IncidentDetail }) {
  const { t } = useWords();
  const { broadcasts, incident } = detail;
  const write = detail.may.broadcast ? (
    <ButtonLink
      to="/broadcasts/new"
      search={{ incident: incident.id }}
      size="xs"
      variant="default"
      leftSection={<Megaphone aria-hidden size={14} />}
    >
      {t("broadcasts.new")}
    </ButtonLink>
  ) : null;
  return (
    <Panel title={t("incident.broadcasts")} actions={broadcasts.length > 0 ? write : null}>
      {broadcasts.length === 0 ? (
        <Empty
          icon={Megaphone}
          title={t("broadcasts.none")}
          hint={t(write ? "incident.broadcastHint" : "incident.broadcastNone")}
          action={write}
        />
      ) : (
        <Stack gap="md">
          {broadcasts.map((broadcast) => (
            <Line key={broadcast.id} {...broadcast} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function Line({ id, title, state }: IncidentDetail["broadcasts"][number]) {
  const progress = useQuery(broadcastQuery(id)).data?.progress;
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <State kind="broadcast" state={state} size="sm" />
        <TextLink to="/broadcasts/$id" params={{ id: String(id) }} fw={600}>
          {title}
        </TextLink>
      </Group>
      {progress ? <ReachBar progress={progress} /> : null}
    </Stack>
  );
}
