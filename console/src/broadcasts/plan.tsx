import { Group, Stack, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useMoney } from "../parts/money.ts";
import { Figure, Figures } from "../parts/page.tsx";
import { duration } from "../times.ts";
import type { Plan } from "../types.ts";
import { useWords } from "../words.ts";
import { Headrooms } from "./headroom.tsx";
import { type PlainOffer, PlanWarnings } from "./plan-warnings.tsx";

type PlanViewProps = {
  plan: Plan;
  frozen?: boolean;
  /** How to get the list of those whom it cannot reach. */
  file?: ReactNode;
  plain?: PlainOffer;
};

/** What pressing the button would do: whom it reaches, by which way, how long it takes. */
export function PlanView({ plan, frozen = false, file, plain }: PlanViewProps) {
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
        <Money plan={plan} />
        {plan.segmentsPerSms ? (
          <Figure
            label={t("plan.sms")}
            value={`${plan.segmentsPerSms.fr.segments} / ${plan.segmentsPerSms.en.segments}`}
            hint={t("plan.smsHint")}
          />
        ) : null}
      </Figures>
      <PlanWarnings plan={plan} frozen={frozen} plain={plain} />
      <PerChannel plan={plan} />
      <Headrooms plan={plan} />
      {plan.unreachable.length > 0 ? <Unreachable plan={plan} file={file} /> : null}
    </Stack>
  );
}

/** What the first way costs and the worst case, and what may be spent. */
function Money({ plan: { cost, budget } }: { plan: Plan }) {
  const { t } = useWords();
  const money = useMoney();
  const currency = budget?.currency ?? "EUR";
  const { cents = null, dayCents = null, spentTodayCents = 0 } = budget ?? {};
  const left = dayCents === null ? null : dayCents - spentTodayCents;
  return (
    <>
      {cost ? (
        <Figure
          label={t("plan.cost")}
          value={money(cost.firstCents, currency)}
          hint={t("plan.costHint", { most: money(cost.worstCents, currency) })}
        />
      ) : null}
      {cost?.later ? <Later later={cost.later} currency={currency} /> : null}
      {cents === null ? null : <Figure label={t("plan.budget")} value={money(cents, currency)} />}
      {left !== null && budget?.beyondDay !== true ? (
        <Figure label={t("plan.dayLeft")} value={money(Math.max(0, left), currency)} />
      ) : null}
    </>
  );
}

type LaterProps = {
  later: NonNullable<NonNullable<Plan["cost"]>["later"]>;
  currency: string;
};

/** What is approved with it, and what a correction would cost: each at the most. */
function Later({ later, currency }: LaterProps) {
  const { t } = useWords();
  const money = useMoney();
  const { reminders, deputies, approvedCents, correctionCents } = later;
  const told = [
    ...(reminders ? [t("plan.later.reminders", { count: reminders.times })] : []),
    ...(deputies ? [t("plan.later.deputies", { count: deputies.people })] : []),
  ];
  return (
    <>
      {told.length > 0 ? (
        <Figure
          label={t("plan.later.label")}
          value={money(approvedCents, currency)}
          hint={told.join(", ")}
        />
      ) : null}
      <Figure
        label={t("plan.later.correction")}
        value={money(correctionCents, currency)}
        hint={t("plan.later.correctionHint")}
      />
    </>
  );
}

function PerChannel({ plan }: { plan: Plan }) {
  const { t, number, language } = useWords();
  if (plan.perChannel.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={320} type="native" tabIndex={0}>
      <Table fz="xs" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("plan.channel")}</Table.Th>
            <Table.Th ta="right">{t("plan.reach")}</Table.Th>
            <Table.Th ta="right">{t("plan.first")}</Table.Th>
            <Table.Th ta="right">{t("plan.takes")}</Table.Th>
            <Table.Th ta="right">{t("plan.ifAlone")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.perChannel.map((channel) => (
            <Table.Tr key={channel.channelId}>
              <Table.Td>
                {channel.name}
                <Text size="xs" c="dimmed">
                  {t("perSecond", { n: number(channel.ratePerSecond, 1) })}
                </Text>
              </Table.Td>
              <Table.Td ta="right">{number(channel.reach)}</Table.Td>
              <Table.Td ta="right">{number(channel.first)}</Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                {duration(channel.durationSeconds * 1000, language)}
              </Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
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

function Unreachable({ plan, file }: { plan: Plan; file: ReactNode }) {
  const { t } = useWords();
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Title order={3} size="h6">
          {t("plan.unreachableTitle")}
        </Title>
        {file}
      </Group>
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
