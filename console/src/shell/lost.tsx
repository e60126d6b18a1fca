import { Button, Container, Stack, Text, Title } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ButtonLink } from "../parts/links.tsx";
import { Failed } from "../parts/loaded.tsx";
import { useWords } from "../words.ts";

/** An address that leads nowhere. */
export function Missing() {
  const { t } = useWords();
  return (
    <Container component="main" size="sm" py="xl">
      <Stack align="flex-start">
        <Title order={1} size="h3">
          {t("missing.title")}
        </Title>
        <Text>{t("missing.hint")}</Text>
        <ButtonLink to="/">{t("missing.back")}</ButtonLink>
      </Stack>
    </Container>
  );
}

/** Something in this view broke: say so, and offer the way on. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const { t } = useWords();
  return (
    <Container component="main" size="sm" py="xl">
      <Stack align="flex-start">
        <Title order={1} size="h3">
          {t("crash.title")}
        </Title>
        <Failed cause={error} />
        <Button onClick={reset}>{t("failed.again")}</Button>
      </Stack>
    </Container>
  );
}
