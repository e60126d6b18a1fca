import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Panel } from "../parts/page.tsx";
import type { MessageTexts } from "../types.ts";
import { isLanguage, LANGUAGES, type Language, useWords } from "../words.ts";

/** The frozen text, in the language one chooses. */
export function MessageShown({ texts }: { texts: MessageTexts }) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  return (
    <Panel
      title={t("broadcast.message")}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("shell.language")}
          value={shown}
          onChange={(next) => setShown(isLanguage(next) ? next : shown)}
          data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      }
    >
      <Stack gap={4} lang={shown}>
        <Text fw={600}>{texts[shown].heading}</Text>
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
          {texts[shown].body}
        </Text>
      </Stack>
    </Panel>
  );
}
