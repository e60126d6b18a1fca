import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { api, apiAddress } from "../api.ts";
import { ReportedLags } from "../foresight/feed-lags.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Figure, Figures, Panel } from "../parts/page.tsx";
import { duration } from "../times.ts";
import type { Report } from "../types.ts";
import { useWords } from "../words.ts";
import { ReachCurve } from "./reach-curve.tsx";

/** The numbers and the story of this incident. */
export function IncidentReport({ id }: { id: string }) {
  const { t, language } = useWords();
  const query = useQuery({
    queryKey: ["incidents", "one", id, "report"],
    queryFn: () => api.get<Report>(`/incidents/${id}/report`),
  });
  return (
    <Panel
      title={t("report.title")}
      hint={t("report.hint")}
      actions={
        <Button
          component="a"
          size="xs"
          variant="default"
          href={apiAddress(`/incidents/${id}/report.md?lang=${language}`)}
          download={`incident-${id}.md`}
          leftSection={<Download aria-hidden size={14} />}
        >
          {t("report.download")}
        </Button>
      }
    >
      <Loaded query={query} height={300}>
        {(report) => (
          <Stack gap="lg">
            <Times report={report} />
            <ReportedLags feeds={report.feeds} />
            <Reached report={report} />
            <Late report={report} />
            <Left report={report} />
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function Times({ report }: { report: Report }) {
  const { t, number, language } = useWords();
  const { took, peak } = report;
  // Of what has ended, nothing is still to come.
  const missing = t(report.closedAt === null ? "report.not" : "report.never");
  const told = (ms: number | null) => (ms === null ? missing : duration(ms, language));
  return (
    <Figures>
      <Figure label={t("report.detect")} value={told(took.detectMs)} />
      <Figure label={t("report.confirm")} value={told(took.confirmMs)} />
      <Figure label={t("report.firstNotice")} value={told(took.firstNoticeMs)} />
      <Figure label={t("report.firstBroadcast")} value={told(took.firstBroadcastMs)} />
      <Figure label={t("report.lasted")} value={told(took.lastedMs)} />
      {peak ? (
        <Figure
          label={t("report.peak")}
          value={number(peak.count)}
          hint={t("report.peakHint", { expected: number(peak.expected, 1) })}
        />
      ) : null}
    </Figures>
  );
}

function Reached({ report }: { report: Report }) {
  const { t, number } = useWords();
  const { answers, channels, curve } = report;
  if (report.broadcasts.length === 0) return <Text size="sm">{t("report.reachNone")}</Text>;
  return (
    <Stack gap="sm">
      <Title order={3} size="h6">
        {t("report.reach")}
      </Title>
      <ReachCurve curve={curve} recipients={answers.recipients} />
      <Figures>
        <Figure
          label={t("reach.reached")}
          value={`${number(answers.reached)} / ${number(answers.recipients)}`}
        />
        <Figure label={t("progress.safe")} value={number(answers.safe)} />
        <Figure label={t("progress.help")} value={number(answers.help)} />
        <Figure label={t("report.noAnswer")} value={number(answers.none)} />
      </Figures>
      <Text size="xs" c="dimmed">
        {t("report.arrivedHint")}
      </Text>
      <Table aria-label={t("report.channels")} maw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("report.channels")}</Table.Th>
            <Table.Th ta="right">{t("report.arrived")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {channels.map(({ channelId, channel, people }) => (
            <Table.Tr key={channelId}>
              <Table.Td>{channel}</Table.Td>
              <Table.Td ta="right">{number(people)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Late({ report }: { report: Report }) {
  const { t, pick, language } = useWords();
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {t("report.late")}
      </Title>
      {report.late.length === 0 ? <Text size="sm">{t("report.noneLate")}</Text> : null}
      {report.late.map((task) => (
        <Group key={`${task.key} ${task.lateMs}`} gap="xs">
          <Text size="sm">{pick(task.title)}</Text>
          <Text size="sm" c="dimmed">
            {t("report.lateBy", { time: duration(task.lateMs, language) })}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

/** What the plan still asked for when the incident ended. */
function Left({ report }: { report: Report }) {
  const { t, pick } = useWords();
  if (report.left.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {t("report.left")}
      </Title>
      {report.left.map((task) => (
        <Text key={task.key} size="sm">
          {pick(task.title)}
        </Text>
      ))}
    </Stack>
  );
}
