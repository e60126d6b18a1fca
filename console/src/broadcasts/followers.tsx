import { Group, Stack, Text } from "@mantine/core";
import { TextLink } from "../parts/links.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import type { Follower } from "../types.ts";
import { useWords } from "../words.ts";

/** What came after this broadcast: its correction, its all-clear, its reminders. */
export function Followers({ followers }: { followers: Follower[] }) {
  const { t, number } = useWords();
  if (followers.length === 0) return null;
  return (
    <Panel title={t("followUp.title")}>
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {followers.map((one) => (
          <li key={one.id}>
            <Group gap="xs">
              <TextLink to="/broadcasts/$id" params={{ id: String(one.id) }} fw={600} size="sm">
                {one.title}
              </TextLink>
              <State kind="broadcast" state={one.state} />
            </Group>
            <Text size="xs" c="dimmed">
              {t(`followUp.kind.${one.kind}`)} ·{" "}
              {t("followUp.count", { count: one.recipients, people: number(one.recipients) })} ·{" "}
              <At at={one.plannedAt} />
            </Text>
          </li>
        ))}
      </Stack>
    </Panel>
  );
}
