import { Checkbox, Paper, Stack, Text } from "@mantine/core";
import type { NoticeTexts } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import css from "./announcements.module.css";
import { PARTS } from "./draft.ts";

type UnreadProps = {
  texts: NoticeTexts;
  languages: readonly Language[];
  read: readonly Language[];
  tick: (read: Language[]) => void;
};

/** What readers of a language will see that nobody has checked, with a box to say that it is right. */
export function Unread({ texts, languages, read, tick }: UnreadProps) {
  const { t } = useWords();
  return languages.map((language) => (
    <Stack key={language} gap="xs">
      <Text size="sm" fw={600}>
        {t(`translation.seen.${language}`)}
      </Text>
      <Paper withBorder p="sm" lang={language} className={css.posted ?? ""}>
        {PARTS.map((part) => (
          <Text key={part} size="sm" {...(part === "title" ? { fw: 600 } : {})}>
            {texts[language][part]}
          </Text>
        ))}
      </Paper>
      <Checkbox
        label={t("translation.right")}
        checked={read.includes(language)}
        onChange={(event) =>
          tick(
            event.currentTarget.checked
              ? [...read, language]
              : read.filter((each) => each !== language),
          )
        }
      />
    </Stack>
  ));
}
