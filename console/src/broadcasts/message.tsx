import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Panel } from "../parts/page.tsx";
import { ShownLanguage } from "../parts/shown-language.tsx";
import type { MessageTexts } from "../types.ts";
import { type Language, useWords } from "../words.ts";

/** The frozen text, in the language one chooses. */
export function MessageShown({ texts }: { texts: MessageTexts }) {
  const { t, language } = useWords();
  const [shown, setShown] = useState<Language>(language);
  return (
    <Panel
      title={t("broadcast.message")}
      actions={<ShownLanguage label={t("shell.language")} shown={shown} show={setShown} />}
    >
      <Stack gap={4} lang={shown}>
        <Text fw={600}>{texts[shown].heading}</Text>
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
          {texts[shown].body}
        </Text>
        {texts[shown].plainSms === true ? (
          <Text size="xs" c="dimmed" lang={language}>
            {t("broadcast.plainSms")}
          </Text>
        ) : null}
      </Stack>
    </Panel>
  );
}
