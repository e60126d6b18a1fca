import { Group, Text } from "@mantine/core";
import type { Progress } from "../types.ts";
import { useWords } from "../words.ts";
import { Bar } from "./bar.tsx";

/** All recipients of a broadcast as one bar: reached, given up on, and still waited for. */
export function ReachBar({ progress }: { progress: Progress }) {
  const { t, number } = useWords();
  const { recipients, reached, unreached, waiting } = progress;
  const parts = [
    { key: "reached", count: reached, look: "delivered" },
    { key: "waiting", count: waiting, look: "accepted" },
    { key: "unreached", count: unreached, look: "failed" },
  ];
  return (
    <div>
      <Bar
        total={recipients}
        parts={parts.map((part) => ({ ...part, word: t(`reach.${part.key}`) }))}
      />
      <Group gap="md" mt={4}>
        {parts.map((part) => (
          <Text key={part.key} size="xs" c="dimmed">
            {t(`reach.${part.key}`)} {number(part.count)}
          </Text>
        ))}
      </Group>
    </div>
  );
}
