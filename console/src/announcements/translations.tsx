import { Button, Group, Text } from "@mantine/core";
import { CircleCheck, Languages } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import type { Announcement } from "../types.ts";
import { LANGUAGES, type Language, useWords } from "../words.ts";

/** How far each language of a version is, who checked it, and when. */
export function Translations({ announcement }: { announcement: Announcement }) {
  const { t } = useWords();
  const isOut = announcement.state !== "draft" && announcement.state !== "approved";
  return (
    <Group gap="md">
      {LANGUAGES.map((language) => {
        const { state, by, at } = announcement.translations[language];
        const isLeftOut = announcement.laterLanguage === language;
        // What is out is no draft any more: nobody has checked it.
        const shown = isOut && state === "draft" && !isLeftOut ? "unread" : state;
        return (
          <Group key={language} gap={6}>
            <Languages aria-hidden size={14} />
            <Text size="xs">{t(`language.${language}`)}</Text>
            <State kind="translation" state={shown} size="sm" />
            {by && at ? (
              <Text size="xs" c="dimmed">
                {by} · <AtAndAgo at={at} />
              </Text>
            ) : null}
            {announcement.may.check.includes(language) ? (
              <Tick id={announcement.id} language={language} />
            ) : null}
          </Group>
        );
      })}
    </Group>
  );
}

function Tick({ id, language }: { id: string; language: Language }) {
  const { t } = useWords();
  const act = useAct({
    run: () => api.post(`/announcements/${id}/checks`, { language }),
    done: t("translation.checked"),
    refresh: ["incidents", "events"],
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<CircleCheck aria-hidden size={12} />}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {t(`translation.check.${language}`)}
    </Button>
  );
}
