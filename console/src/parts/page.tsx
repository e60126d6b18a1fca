import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useId } from "react";
import { useWords } from "../words.ts";
import css from "./page.module.css";

type PageProps = {
  title: string;
  above?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** One view: its name on the tab and as the only h1, what can be done, and the content. */
export function Page({ title, above, below, actions, children }: PageProps) {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <Stack gap="lg" className={css.page ?? ""}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} className={css.heading ?? ""}>
          {above}
          <Title order={1} size="h2" className={css.title ?? ""}>
            {title}
          </Title>
          {below}
        </Stack>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Group>
      {children}
    </Stack>
  );
}

type PanelProps = { title: string; hint?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A part of a view, under its own h2. */
export function Panel({ title, hint, actions, children }: PanelProps) {
  const id = useId();
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id} className={css.panel ?? ""}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" align="flex-start">
          <div>
            <Title order={2} size="h5" id={id}>
              {title}
            </Title>
            {hint ? (
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            ) : null}
          </div>
          {actions ? <Group gap="xs">{actions}</Group> : null}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}

/** A word and a number, the number first in weight and last in markup. */
export function Figure({ label, value, hint }: { label: string; value: ReactNode; hint?: string }) {
  return (
    <div className={css.figure}>
      <dt>{label}</dt>
      <dd>{value}</dd>
      {hint ? <dd className={css.hint}>{hint}</dd> : null}
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <dl className={css.figures}>{children}</dl>;
}
