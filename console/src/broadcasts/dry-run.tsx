import { Alert, Button, Group, Loader, Select, Stack, Table, Text } from "@mantine/core";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { useMoney } from "../parts/money.ts";
import { Figure, Figures } from "../parts/page.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { duration } from "../times.ts";
import type { DryRun, DryRunResult } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./bars.module.css";
import { DryRunLater } from "./dry-run-later.tsx";

type DryRunPartProps = { id: number; run: DryRun | null; currency: string };

/** Plays the broadcast through without a network, and shows what would have happened. */
export function DryRunPart({ id, run, currency }: DryRunPartProps) {
  const { t } = useWords();
  const isBusy = run?.state === "waiting" || run?.state === "running";
  const ask = useAct({
    run: () => api.post(`/broadcasts/${id}/dry-run`),
    refresh: ["broadcasts", "events"],
  });
  return (
    <Stack gap="sm">
      <Text size="sm">{t("trial.dryHint")}</Text>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<FlaskConical aria-hidden size={16} />}
          loading={ask.isPending}
          disabled={isBusy}
          onClick={() => ask.mutate()}
        >
          {t("trial.dryRun")}
        </Button>
        {isBusy ? (
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text size="sm">{t("trial.dryBusy")}</Text>
          </Group>
        ) : null}
      </Group>
      {run?.state === "failed" ? <Alert color="red">{t("trial.dryFailed")}</Alert> : null}
      {run?.result ? <Result run={run} result={run.result} currency={currency} /> : null}
    </Stack>
  );
}

type ResultProps = { run: DryRun; result: DryRunResult; currency: string };

function Result({ run, result, currency }: ResultProps) {
  const { t, number, language } = useWords();
  const money = useMoney();
  return (
    <Stack gap="sm">
      <Alert color="teal" icon={<FlaskConical aria-hidden />} title={t("trial.nothingSent")}>
        {t("trial.dryDone", { name: run.askedBy })} <AtAndAgo at={run.endedAt ?? run.askedAt} />
      </Alert>
      <Figures>
        <Figure
          label={t("trial.wouldSend")}
          value={`${number(result.wouldSend)} / ${number(result.people)}`}
        />
        <Figure
          label={t("trial.finish")}
          value={duration(result.finishSeconds * 1000, language)}
          hint={t("plan.durationHint")}
        />
        {result.costCents === null ? null : (
          <Figure label={t("plan.cost")} value={money(result.costCents, currency)} />
        )}
      </Figures>
      <Troubles result={result} />
      <Channels result={result} />
      {result.later ? <DryRunLater result={result} later={result.later} /> : null}
      <Samples result={result} />
    </Stack>
  );
}

/** Why people would get nothing, or not in time. */
function Troubles({ result }: { result: DryRunResult }) {
  const { t } = useWords();
  const told = [
    ...result.trouble.map(({ reason, people }) => {
      const [code = "", names = ""] = reason.split(":");
      return t(`trial.trouble.${code}`, { count: people, names, defaultValue: reason });
    }),
    ...result.unreachable.map(({ reason, people }) =>
      t(`plan.reason.${reason}`, { count: people }),
    ),
    ...result.channels.flatMap(({ name, cut, objection }) => [
      ...(cut > 0 ? [t("trial.cut", { count: cut, channel: name })] : []),
      ...(objection === null ? [] : [t("trial.objection", { channel: name, why: objection })]),
    ]),
  ];
  if (told.length === 0) return <Text size="sm">{t("trial.noTrouble")}</Text>;
  return (
    <Stack gap={4} component="ul" m={0} pl="md">
      {told.map((sentence) => (
        <Text key={sentence} size="sm" component="li">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}

function Channels({ result }: { result: DryRunResult }) {
  const { t, number, language } = useWords();
  return (
    <Table.ScrollContainer minWidth={300} type="native" tabIndex={0}>
      <Table fz="xs" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("plan.channel")}</Table.Th>
            <Table.Th ta="right">{t("trial.people")}</Table.Th>
            <Table.Th ta="right">{t("plan.takes")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.channels.map(({ channelId, name, people, seconds }) => (
            <Table.Tr key={channelId}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">{number(people)}</Table.Td>
              <Table.Td ta="right">{duration(seconds * 1000, language)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The messages as people would get them, one channel and language at a time. */
function Samples({ result }: { result: DryRunResult }) {
  const { t } = useWords();
  const nameOf = (id: number) => result.channels.find(({ channelId }) => channelId === id)?.name;
  const kinds = [...new Set(result.samples.map((one) => `${one.channelId}:${one.language}`))];
  const [chosen, choose] = useState<string | null>(null);
  const shown = kinds.find((kind) => kind === chosen) ?? kinds[0];
  if (shown === undefined) return null;
  const samples = result.samples.filter((one) => `${one.channelId}:${one.language}` === shown);
  return (
    <Stack gap="xs">
      <Select
        label={t("trial.samples")}
        description={t("trial.samplesHint")}
        allowDeselect={false}
        value={shown}
        data={kinds.map((value) => {
          const [id = "", language = ""] = value.split(":");
          return { value, label: `${nameOf(Number(id)) ?? id} · ${t(`language.${language}`)}` };
        })}
        onChange={choose}
      />
      <Stack gap="xs" component="ul" m={0} className={css.samples ?? ""} tabIndex={0}>
        {samples.map((one) => (
          <li key={`${one.name} ${one.address} ${one.body}`}>
            <Text size="xs" c="dimmed">
              {one.name} · {one.address}
            </Text>
            <Text size="sm" className={css.sample ?? ""} lang={one.language}>
              {one.body}
            </Text>
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
