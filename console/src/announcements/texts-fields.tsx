import { SegmentedControl, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { Panel } from "../parts/page.tsx";
import type { NoticeTexts } from "../types.ts";
import { isLanguage, LANGUAGES, type Language, useWords } from "../words.ts";
import { LENGTHS, PARTS } from "./draft.ts";

type TextsFieldsProps = { texts: NoticeTexts; change: (texts: NoticeTexts) => void };

/** Both languages side by side; one at a time where there is no room. */
export function TextsFields({ texts, change }: TextsFieldsProps) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  const wide = useMediaQuery("(min-width: 48em)", true);
  return (
    <Panel
      title={t("announcement.texts")}
      actions={
        wide ? null : (
          <SegmentedControl
            size="xs"
            aria-label={t("shell.language")}
            value={shown}
            onChange={(next) => setShown(isLanguage(next) ? next : shown)}
            data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
        )
      }
    >
      <SimpleGrid cols={wide ? 2 : 1} spacing="md">
        {LANGUAGES.filter((written) => wide || written === shown).map((written) => (
          <Stack key={written} gap="xs">
            {wide ? (
              <Text size="sm" fw={600}>
                {t(`language.${written}`)}
              </Text>
            ) : null}
            {PARTS.map((part) => (
              <Part key={part} part={part} written={written} texts={texts} change={change} />
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Panel>
  );
}

type PartProps = TextsFieldsProps & { part: (typeof PARTS)[number]; written: Language };

function Part({ part, written, texts, change }: PartProps) {
  const { t } = useWords();
  const value = texts[written][part];
  const count = t("announcement.length", { length: value.length, max: LENGTHS[part] });
  return (
    <Textarea
      lang={written}
      label={t(`announcement.part.${part}`)}
      description={count}
      inputWrapperOrder={["label", "input", "description", "error"]}
      required
      autosize
      minRows={part === "title" ? 1 : 3}
      value={value}
      error={value.length > LENGTHS[part] ? t("announcement.tooLong") : null}
      onChange={(event) => {
        const text = { ...texts[written], [part]: event.currentTarget.value };
        change({ ...texts, [written]: text });
      }}
    />
  );
}
