import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { TextLink } from "../parts/links.tsx";
import { DrillMark } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import type { Person } from "../types.ts";
import { useWords } from "../words.ts";

/** What was sent to this person and how far it got, also from a copy while the server was away. */
export function Messages({ person }: { person: Person }) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        {t("contact.history")}
      </Title>
      {person.deliveries.length + person.offline.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("contact.noHistory")}
        </Text>
      ) : null}
      {person.offline.map((sent) => (
        <Sent
          key={sent.job}
          drill={sent.drill}
          title={
            <Text size="sm" fw={600}>
              {sent.label}
            </Text>
          }
        >
          {t("contact.offline")} · <At at={sent.at} />
          {sent.channel ? ` · ${sent.channel}` : ""} · {t(`contact.became.${sent.became}`)}
        </Sent>
      ))}
      {person.deliveries.map((delivery) => (
        <Sent
          key={delivery.broadcastId}
          drill={delivery.drill}
          title={
            <TextLink
              to="/broadcasts/$id"
              params={{ id: String(delivery.broadcastId) }}
              size="sm"
              fw={600}
            >
              {delivery.title}
            </TextLink>
          }
        >
          {t(`fact.${delivery.fact}`)}
          {delivery.channel ? ` · ${delivery.channel}` : ""}
          {delivery.answer
            ? ` · ${t(`answer.${delivery.answer}`, { defaultValue: delivery.answer })}`
            : ""}
        </Sent>
      ))}
    </Stack>
  );
}

type SentProps = { drill: boolean; title: ReactNode; children: ReactNode };

function Sent({ drill, title, children }: SentProps) {
  return (
    <div>
      <Group gap="xs">
        {title}
        {drill ? <DrillMark /> : null}
      </Group>
      <Text size="sm">{children}</Text>
    </div>
  );
}
