import { Anchor, Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import bell from "../bell.svg";
import { useWords } from "../words.ts";
import { LanguageSwitch } from "./switches.tsx";

/** The frame of every page outside the room: who we are, and the way to the public page. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, language } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w={400} maw="100%">
        <Group gap="sm">
          <img src={bell} alt="" width={36} height={36} />
          <div>
            <Text fw={700}>{t("app.name")}</Text>
            <Text size="sm" c="dimmed">
              {t("app.tagline")}
            </Text>
          </div>
        </Group>
        <Paper withBorder p="lg">
          <Stack>
            <Title order={1} size="h4">
              {title}
            </Title>
            {children}
          </Stack>
        </Paper>
        <Group justify="space-between">
          <Anchor size="sm" href={`/${language}`}>
            {t("app.publicPage")}
          </Anchor>
          <LanguageSwitch />
        </Group>
      </Stack>
    </Center>
  );
}
