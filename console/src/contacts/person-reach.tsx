import { Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { At } from "../parts/when.tsx";
import { personReachQuery } from "../planner-queries.ts";
import type { Reachability } from "../types.ts";
import { useWords } from "../words.ts";

/** How well this person can be reached, and why. */
export function PersonReach({ id }: { id: number }) {
  const { t } = useWords();
  const { data } = useQuery(personReachQuery(id));
  if (!data) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        {t("reachability.title")}
      </Title>
      <Group gap="sm" wrap="nowrap">
        <Progress
          value={data.score}
          color={colourOf(data.score)}
          style={{ flex: 1 }}
          aria-label={t("reachability.score")}
        />
        <Text size="sm" fw={600}>
          {t("reachability.of", { score: data.score })}
        </Text>
      </Group>
      <Text size="sm">{t("reachability.count", { count: data.ways.length })}</Text>
      <Stack gap={4} component="ul" m={0} pl="md">
        {data.ways.map((way) => (
          <Way key={way.domain} way={way} />
        ))}
      </Stack>
      <Text size="xs" c="dimmed">
        {t("reachability.how")}
      </Text>
    </Stack>
  );
}

const good = 70;
const fair = 40;
const colourOf = (score: number) => (score >= good ? "teal" : score >= fair ? "yellow" : "red");

function Way({ way }: { way: Reachability["ways"][number] }) {
  const { t } = useWords();
  const kinds = way.kinds.map((kind) => t(`kind.${kind}`, { defaultValue: kind })).join(" + ");
  return (
    <Text size="sm" component="li">
      {t("reachability.way", { kinds, points: way.points })} ·{" "}
      {way.verified ? (
        <>
          {t(`reachability.by.${way.verified.by}`)} <At at={way.verified.at} />
          {way.proof === "old" ? ` · ${t("reachability.old")}` : ""}
        </>
      ) : (
        t("reachability.never")
      )}
    </Text>
  );
}
