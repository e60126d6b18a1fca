import { Progress as Meter, Stack, Text } from "@mantine/core";
import { Panel } from "../parts/page.tsx";
import type { Progress } from "../types.ts";
import { useWords } from "../words.ts";

type PollResultProps = { options: { fr: string; en: string }[]; progress: Progress };

/** How often each answer of a poll was given. */
export function PollResult({ options, progress }: PollResultProps) {
  const { t, number, percent, language } = useWords();
  const counts = options.map((_, index) => progress.answers.choices[String(index + 1)] ?? 0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return (
    <Panel title={t("asks.result")} hint={t("asks.resultHint", { count: all, n: number(all) })}>
      <Stack gap="xs" component="ol" m={0} pl="lg">
        {options.map((option, index) => {
          const label = option[language] || option.fr || option.en;
          const count = counts[index] ?? 0;
          const share = count / Math.max(1, all);
          return (
            <li key={label}>
              <Text size="sm">
                {label} · {number(count)} ({percent(share)})
              </Text>
              <Meter value={share * 100} aria-label={label} />
            </li>
          );
        })}
      </Stack>
    </Panel>
  );
}
