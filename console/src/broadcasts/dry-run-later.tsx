import { Stack, Table, Text, Title } from "@mantine/core";
import { duration } from "../times.ts";
import type { DryRunResult } from "../types.ts";
import { useWords } from "../words.ts";

type Later = NonNullable<DryRunResult["later"]>;
type LaterProps = { result: DryRunResult; later: Later };

/** What follows the first messages if nobody is heard of, and what was not played. */
export function DryRunLater({ result, later }: LaterProps) {
  const { t, number, language } = useWords();
  const long = (seconds: number) => duration(seconds * 1000, language);
  const { tooLate, full, reminders, deputies } = later;
  const told = [
    ...(later.channels.length === 0 ? [t("trial.later.none")] : []),
    ...(tooLate > 0 ? [t("trial.later.too-late", { count: tooLate })] : []),
    ...(full > 0 ? [t("trial.later.full", { count: full })] : []),
    ...(reminders
      ? [
          t("trial.later.reminders", {
            count: reminders.times,
            every: long(reminders.everySeconds),
          }),
        ]
      : []),
    ...(deputies
      ? [t("trial.later.deputies", { count: deputies.people, after: long(deputies.afterSeconds) })]
      : []),
  ];
  const nameOf = (id: number) => result.channels.find(({ channelId }) => channelId === id)?.name;
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        {t("trial.later.title")}
      </Title>
      {later.channels.length > 0 ? (
        <Table.ScrollContainer minWidth={300} type="native" tabIndex={0}>
          <Table fz="xs" horizontalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("plan.channel")}</Table.Th>
                <Table.Th ta="right">{t("trial.later.people")}</Table.Th>
                <Table.Th ta="right">{t("trial.later.from")}</Table.Th>
                <Table.Th ta="right">{t("trial.later.to")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {later.channels.map(({ channelId, people, fromSeconds, untilSeconds }) => (
                <Table.Tr key={channelId}>
                  <Table.Td>{nameOf(channelId)}</Table.Td>
                  <Table.Td ta="right">{number(people)}</Table.Td>
                  <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                    {long(fromSeconds)}
                  </Table.Td>
                  <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                    {long(untilSeconds)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      {told.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {t("trial.later.leftOut")}
      </Text>
    </Stack>
  );
}
