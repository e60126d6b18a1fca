import { Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { State } from "../parts/states.tsx";
import { LANGUAGES, useWords } from "../words.ts";
import type { RumourContent } from "./queries.ts";

/** The entry as the public will read it, in both languages. */
export function RumourPreview({ content }: { content: RumourContent }) {
  const { t } = useWords();
  return (
    <section aria-label={t("announcement.preview")}>
      <Text size="sm" fw={600} mb={6}>
        {t("announcement.preview")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {LANGUAGES.map((spoken) => {
          const { claim, answer, evidence } = content.texts[spoken];
          return (
            <Paper key={spoken} withBorder p="sm" lang={spoken}>
              <Stack gap={6} align="flex-start">
                <State kind="verdictOnRumour" state={content.verdict} size="sm" />
                <Text fw={600}>{claim}</Text>
                <Text size="sm">{answer}</Text>
                <Text size="sm" c="dimmed">
                  {evidence}
                </Text>
              </Stack>
            </Paper>
          );
        })}
      </SimpleGrid>
    </section>
  );
}
