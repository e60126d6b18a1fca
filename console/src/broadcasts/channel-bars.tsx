import { Group, Stack, Text, Title } from "@mantine/core";
import type { ChannelProgress } from "../types.ts";
import { useWords } from "../words.ts";
import { Bar, type BarPart } from "./bar.tsx";
import css from "./bars.module.css";

const looks = ["read", "delivered", "sent", "accepted", "failed"] as const;

/** What became of the attempts, channel by channel. Accepted by a provider is not delivered. */
export function ChannelBars({ channels }: { channels: ChannelProgress[] }) {
  const { t } = useWords();
  if (channels.length === 0) return null;
  const widest = Math.max(1, ...channels.map(totalOf));
  return (
    <Stack gap="sm">
      <Title order={3} size="h6">
        {t("progress.byChannel")}
      </Title>
      {channels.map((channel) => (
        <ChannelBar key={channel.channelId} channel={channel} widest={widest} />
      ))}
      <Group gap="md">
        {looks.map((look) => (
          <Group key={look} gap={6} wrap="nowrap">
            <span className={css.swatch} data-look={look} aria-hidden />
            <Text size="xs" c="dimmed">
              {t(`fact.${look}`)}
            </Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}

function ChannelBar({ channel, widest }: { channel: ChannelProgress; widest: number }) {
  const { t, number } = useWords();
  const parts = partsOf(channel).map((part) => ({ ...part, word: t(`fact.${part.key}`) }));
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {channel.name}
        </Text>
        <Text size="xs" c="dimmed">
          {parts
            .filter(({ count }) => count > 0)
            .map(({ word, count }) => `${word} ${number(count)}`)
            .join(" · ")}
        </Text>
      </Group>
      <div style={{ width: `${Math.max(4, (totalOf(channel) / widest) * 100)}%` }}>
        <Bar total={totalOf(channel)} parts={parts} />
      </div>
    </div>
  );
}

/** Facts climb, so each count holds those above it: the bar shows how far each message got. */
function partsOf(channel: ChannelProgress): Omit<BarPart, "word">[] {
  const { accepted, sent, delivered, read, failed } = channel;
  return [
    { key: "read", count: read, look: "read" },
    { key: "delivered", count: Math.max(0, delivered - read), look: "delivered" },
    { key: "sent", count: Math.max(0, sent - delivered), look: "sent" },
    { key: "accepted", count: Math.max(0, accepted - sent), look: "accepted" },
    { key: "failed", count: failed, look: "failed" },
  ];
}

const totalOf = (channel: ChannelProgress) =>
  partsOf(channel).reduce((total, part) => total + part.count, 0);
