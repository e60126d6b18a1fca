import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { At } from "../parts/when.tsx";
import type { Channel, MessageTemplate } from "../types.ts";
import { useWords } from "../words.ts";

const colours = { approved: "teal", pending: "yellow" } as const;
const colourOf = (state: MessageTemplate["state"]) =>
  state === "approved" || state === "pending" ? colours[state] : "red";

type TemplatesProps = { channel: Channel; templates: readonly MessageTemplate[] };

/** How the templates stand that a channel sends with, and until when its token is good. */
export function Templates({ channel, templates }: TemplatesProps) {
  const { t } = useWords();
  if (templates.length === 0 && channel.tokenUntil === null) return null;
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {t("template.title")}
      </Title>
      {templates.map((one) => (
        <Group key={`${one.name} ${one.language}`} gap="xs">
          <Badge color={colourOf(one.state)} variant="light" tt="none">
            {t(`template.state.${one.state}`)}
          </Badge>
          <Text size="sm">
            {one.name} · {one.language}
            {one.category
              ? ` · ${t(`template.category.${one.category}`, { defaultValue: one.category })}`
              : ""}
            {one.quality
              ? ` · ${t("template.qualityOf", { quality: t(`template.quality.${one.quality}`) })}`
              : ""}
            {one.why ? ` · ${one.why}` : ""}
          </Text>
        </Group>
      ))}
      {channel.tokenUntil ? (
        <Text size="sm">
          {t("template.tokenUntil")} <At at={channel.tokenUntil} />
        </Text>
      ) : null}
    </Stack>
  );
}
