import { Group, Stack, Text, Title } from "@mantine/core";
import { At } from "../parts/when.tsx";
import type { Plan } from "../types.ts";
import { useWords } from "../words.ts";
import { Bar } from "./bar.tsx";

type Headroom = NonNullable<Plan["headroom"]>[number];

/** How many different people providers let us write to within 24 hours, and what this would take. */
export function Headrooms({ plan }: { plan: Plan }) {
  const { t } = useWords();
  if (!plan.headroom || plan.headroom.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        {t("plan.headroom.title")}
      </Title>
      {plan.headroom.map((one) => (
        <Limit key={one.name} one={one} plan={plan} />
      ))}
    </Stack>
  );
}

function Limit({ one, plan }: { one: Headroom; plan: Plan }) {
  const { t, number } = useWords();
  const channels = plan.perChannel.filter(({ channelId }) => one.channelIds.includes(channelId));
  const parts = [
    { key: "used", count: one.used, look: "accepted" },
    { key: "needs", count: one.needs - one.missing, look: "delivered" },
    { key: "missing", count: one.missing, look: "failed" },
  ].map((part) => ({ ...part, word: t(`plan.headroom.${part.key}`) }));
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {one.name}
        </Text>
        <Text size="xs" c="dimmed">
          {channels.map(({ name }) => name).join(", ")}
        </Text>
      </Group>
      <Bar total={Math.max(one.peopleADay, one.used + one.needs)} parts={parts} />
      <Text size="sm">
        {t("plan.headroom.told", {
          needs: number(one.needs),
          used: number(one.used),
          max: number(one.peopleADay),
        })}
        {one.known > 0
          ? ` ${t("plan.headroom.known", { count: one.known, n: number(one.known) })}`
          : ""}
        {one.freesAt && one.missing > 0 ? (
          <>
            {" "}
            {t("plan.headroom.frees")} <At at={one.freesAt} />.
          </>
        ) : null}
      </Text>
    </Stack>
  );
}
