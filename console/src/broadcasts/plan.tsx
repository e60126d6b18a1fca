import { Alert, Stack, Table, Text, Title } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { Figure, Figures } from "../parts/page.tsx";
import { duration } from "../times.ts";
import type { Plan, PlanWarning } from "../types.ts";
import { useWords } from "../words.ts";

/** What pressing the button would do: whom it reaches, by which way, how long it takes. */
export function PlanView({ plan, frozen = false }: { plan: Plan; frozen?: boolean }) {
  const { t, number, language } = useWords();
  const lost = plan.unreachable.reduce((total, { count }) => total + count, 0);
  return (
    <Stack gap="sm">
      <Figures>
        <Figure label={t("plan.recipients")} value={number(plan.recipients)} />
        <Figure label={t("plan.unreachable")} value={number(lost)} />
        <Figure
          label={t("plan.duration")}
          value={duration(plan.durationSeconds * 1000, language)}
          hint={t("plan.durationHint")}
        />
        {plan.cost ? (
          <Figure
            label={t("plan.cost")}
            value={t("plan.money", { n: number(plan.cost.firstCents / 100, 2) })}
            hint={t("plan.costHint", { n: number(plan.cost.worstCents / 100, 2) })}
          />
        ) : null}
        {plan.segmentsPerSms ? (
          <Figure
            label={t("plan.sms")}
            value={`${plan.segmentsPerSms.fr.segments} / ${plan.segmentsPerSms.en.segments}`}
            hint={t("plan.smsHint")}
          />
        ) : null}
      </Figures>
      <Warnings warnings={plan.warnings} frozen={frozen} />
      <PerChannel plan={plan} />
      {plan.unreachable.length > 0 ? <Unreachable plan={plan} /> : null}
    </Stack>
  );
}

function Warnings({ warnings, frozen }: { warnings: PlanWarning[]; frozen: boolean }) {
  const { t } = useWords();
  const told = useWarning();
  if (warnings.length === 0) return null;
  return (
    <Alert
      color="orange"
      icon={<TriangleAlert aria-hidden />}
      title={t(frozen ? "plan.warned" : "plan.warnings")}
    >
      <Stack gap={4} component="ul" m={0} pl="md">
        {warnings.map((warning) => (
          <Text key={JSON.stringify(warning)} size="sm" component="li">
            {told(warning)}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

function useWarning(): (warning: PlanWarning) => string {
  const { t, number, language } = useWords();
  return ({ code, ...facts }) => {
    const spoken = facts["language"];
    const seconds = facts["durationSeconds"];
    const people = facts["people"];
    const missing = facts["missing"];
    const left = facts["left"];
    return t(`plan.warning.${code}`, {
      ...facts,
      ...(typeof spoken === "string" ? { language: t(`languageInText.${spoken}`) } : {}),
      ...(typeof seconds === "number" ? { duration: duration(seconds * 1000, language) } : {}),
      ...(typeof people === "number" ? { count: people, people: number(people) } : {}),
      ...(typeof missing === "number" ? { count: missing, missing: number(missing) } : {}),
      ...(typeof left === "number" ? { left: number(left) } : {}),
      ...(Array.isArray(facts["names"]) ? { names: facts["names"].join(", ") } : {}),
      defaultValue: code,
    });
  };
}

function PerChannel({ plan }: { plan: Plan }) {
  const { t, number, language } = useWords();
  if (plan.perChannel.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={430} type="native" tabIndex={0}>
      <Table fz="xs" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("plan.channel")}</Table.Th>
            <Table.Th ta="right">{t("plan.reach")}</Table.Th>
            <Table.Th ta="right">{t("plan.first")}</Table.Th>
            <Table.Th ta="right">{t("plan.rate")}</Table.Th>
            <Table.Th ta="right">{t("plan.takes")}</Table.Th>
            <Table.Th ta="right">{t("plan.ifAlone")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.perChannel.map((channel) => (
            <Table.Tr key={channel.channelId}>
              <Table.Td>{channel.name}</Table.Td>
              <Table.Td ta="right">{number(channel.reach)}</Table.Td>
              <Table.Td ta="right">{number(channel.first)}</Table.Td>
              <Table.Td ta="right">
                {t("perSecond", { n: number(channel.ratePerSecond, 1) })}
              </Table.Td>
              <Table.Td ta="right">{duration(channel.durationSeconds * 1000, language)}</Table.Td>
              <Table.Td ta="right">
                {channel.fallback
                  ? duration(channel.fallback.durationSeconds * 1000, language)
                  : "–"}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Unreachable({ plan }: { plan: Plan }) {
  const { t } = useWords();
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {t("plan.unreachableTitle")}
      </Title>
      {plan.unreachable.map(({ reason, count, sample }) => (
        <Text key={reason} size="sm">
          {t(`plan.reason.${reason}`, { count, defaultValue: reason })}
          {sample.length > 0 ? (
            <Text span size="sm" c="dimmed">
              {" "}
              {sample.join(", ")}
              {count > sample.length ? "…" : ""}
            </Text>
          ) : null}
        </Text>
      ))}
    </Stack>
  );
}
