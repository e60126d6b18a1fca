import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import { ReachBar } from "../broadcasts/reach-bar.tsx";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { broadcastQuery, broadcastsQuery } from "../queries.ts";
import type { Broadcast } from "../types.ts";
import { useWords } from "../words.ts";

const shownMax = 4;
const ended = new Set(["done", "cancelled"]);

/** Broadcasts on their way or waiting for somebody; when there are none, the last ones. */
export function RunningBroadcasts() {
  const { t } = useWords();
  const query = useQuery(broadcastsQuery);
  return (
    <Panel
      title={t("situation.broadcasts")}
      actions={
        <ButtonLink to="/broadcasts/new" size="xs" variant="default">
          {t("broadcasts.new")}
        </ButtonLink>
      }
    >
      <Loaded query={query}>
        {({ broadcasts }) =>
          broadcasts.length === 0 ? (
            <Empty icon={Megaphone} title={t("broadcasts.none")} hint={t("broadcasts.noneHint")} />
          ) : (
            <Stack gap="md">
              {chosen(broadcasts).map((broadcast) => (
                <RunningBroadcast key={broadcast.id} broadcast={broadcast} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function chosen(broadcasts: Broadcast[]): Broadcast[] {
  const moving = broadcasts.filter(({ state }) => !ended.has(state));
  return (moving.length > 0 ? moving : broadcasts).slice(0, shownMax);
}

function RunningBroadcast({ broadcast }: { broadcast: Broadcast }) {
  const { t, number } = useWords();
  const progress = useQuery(broadcastQuery(broadcast.id)).data?.progress;
  return (
    <Stack gap={6}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs" style={{ minWidth: 0 }}>
          <State kind="broadcast" state={broadcast.state} size="sm" />
          <TextLink to="/broadcasts/$id" params={{ id: String(broadcast.id) }} fw={600}>
            {broadcast.title}
          </TextLink>
        </Group>
        {progress && progress.recipients > 0 ? (
          <Text size="sm">
            {t("broadcast.reachedOf", {
              reached: number(progress.reached),
              count: progress.recipients,
              recipients: number(progress.recipients),
            })}
          </Text>
        ) : null}
      </Group>
      {progress && progress.recipients > 0 ? <ReachBar progress={progress} /> : null}
    </Stack>
  );
}
