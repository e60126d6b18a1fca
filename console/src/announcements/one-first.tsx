import { Button, Group, Stack, Text } from "@mantine/core";
import { Send } from "lucide-react";
import { State } from "../parts/states.tsx";
import type { NoticeTexts } from "../types.ts";
import { LANGUAGES, type Language, useWords } from "../words.ts";
import { PARTS } from "./draft.ts";

const isComplete = (texts: NoticeTexts, language: Language) =>
  PARTS.every((part) => texts[language][part].trim() !== "");
const isMissing = (texts: NoticeTexts, language: Language) =>
  PARTS.every((part) => texts[language][part].trim() === "");

/** The language that could go out alone: one is whole, and the other is not. */
function readyAlone(texts: NoticeTexts): Language | null {
  const whole = LANGUAGES.filter((language) => isComplete(texts, language));
  return whole.length === 1 ? (whole[0] ?? null) : null;
}

type OneFirstProps = {
  texts: NoticeTexts;
  isPending: boolean;
  /** Publishes without this language, which follows. */
  publishWithout: (later: Language) => void;
};

/** Where one language is not ready, the other need not wait for it. */
export function OneFirst({ texts, isPending, publishWithout }: OneFirstProps) {
  const { t } = useWords();
  const first = readyAlone(texts);
  if (first === null) return null;
  const later = first === "fr" ? "en" : "fr";
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs">
        {LANGUAGES.map((language) => (
          <Group key={language} gap={6}>
            <Text size="sm">{t(`language.${language}`)}</Text>
            <State
              kind="translation"
              state={isMissing(texts, language) ? "missing" : "draft"}
              size="sm"
            />
          </Group>
        ))}
      </Group>
      <Button
        variant="light"
        loading={isPending}
        leftSection={<Send aria-hidden size={16} />}
        onClick={() => publishWithout(later)}
      >
        {t(`translation.publish.${first}`)}
      </Button>
      <Text size="sm" c="dimmed" ta="right">
        {t(`translation.explain.${later}`)}
      </Text>
    </Stack>
  );
}
