import { ScrollArea, Table, Text } from "@mantine/core";
import { useWhen } from "../parts/chart-tip.tsx";
import { State } from "../parts/states.tsx";
import type { Series } from "../types.ts";
import { useWords } from "../words.ts";

const heightPx = 360;

/** The chart in rows, newest first: the same numbers for whoever does not read charts. */
export function ChartTable({ series, label }: { series: Series; label: string }) {
  const { t, number } = useWords();
  const when = useWhen(series.stepMs);
  if (series.points.length === 0) return <Text size="sm">{t("chart.none")}</Text>;
  return (
    <ScrollArea.Autosize
      mah={heightPx}
      viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}
    >
      <Table stickyHeader miw={480} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("chart.time")}</Table.Th>
            <Table.Th ta="right">{t("chart.observed")}</Table.Th>
            <Table.Th ta="right">{t("chart.expected")}</Table.Th>
            <Table.Th ta="right">{t("chart.band")}</Table.Th>
            <Table.Th>{t("chart.state")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {series.points.toReversed().map(({ at, count, expected, band, state }) => (
            <Table.Tr key={at}>
              <Table.Th scope="row" fw={400}>
                {when(Date.parse(at) / 1000)}
              </Table.Th>
              <Table.Td ta="right">
                {count === null ? t("chart.notCounted") : number(count)}
              </Table.Td>
              <Table.Td ta="right">{number(expected, 1)}</Table.Td>
              <Table.Td ta="right">
                {number(Math.max(0, expected - band), 1)}–{number(expected + band, 1)}
              </Table.Td>
              <Table.Td>
                <State kind="stream" state={state} size="sm" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
