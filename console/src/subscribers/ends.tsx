import { Group, Stack, Table, Text } from "@mantine/core";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { WideTable } from "../parts/wide-table.tsx";
import type { SubscriberEnd, Subscribers } from "../types.ts";
import { useWords } from "../words.ts";

/** Who is no longer on the list, and why: for whoever asks why they hear nothing more. */
export function Ends({ ends }: { ends: Subscribers["ends"] }) {
  const { t, number } = useWords();
  return (
    <Panel title={t("subscribers.ends")} hint={t("subscribers.endsHint")}>
      {ends.counts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("subscribers.endsNone")}
        </Text>
      ) : (
        <Stack gap="md">
          <Group component="ul" gap="lg" m={0} p={0} style={{ listStyle: "none" }}>
            {ends.counts.map(({ reason, people }) => (
              <Text key={reason} component="li" size="sm">
                {t(`subscribers.end.${reason}`)}{" "}
                <Text span fw={600}>
                  {number(people)}
                </Text>
              </Text>
            ))}
          </Group>
          {ends.recent.length === 0 ? null : <Recent recent={ends.recent} />}
        </Stack>
      )}
    </Panel>
  );
}

function Recent({ recent }: { recent: SubscriberEnd[] }) {
  const { t } = useWords();
  return (
    <WideTable
      minWidth={560}
      heads={[
        t("subscribers.address"),
        t("subscribers.kind"),
        t("subscribers.endWhy"),
        t("subscribers.endAt"),
      ]}
    >
      {recent.map(({ at, kind, shown, reason, why }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list has no other name for a line.
        <Table.Tr key={index}>
          <Table.Td style={{ overflowWrap: "anywhere" }}>{shown}</Table.Td>
          <Table.Td>{t(`kind.${kind}`)}</Table.Td>
          <Table.Td>
            {t(`subscribers.end.${reason}`)}
            {why === null ? null : (
              <Text size="xs" c="dimmed">
                {why}
              </Text>
            )}
          </Table.Td>
          <Table.Td>
            <Ago at={at} />
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
