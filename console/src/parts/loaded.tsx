import { Alert, Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "../words.ts";
import { useSentence } from "./sentence.ts";

type LoadedProps<T> = {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  height?: number;
};

/** What the server answered; while it has not, a quiet place holder; when it will not, why. */
export function Loaded<T>({ query, children, height = 120 }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed cause={query.error} again={() => void query.refetch()} />;
  return <Skeleton height={height} radius="md" />;
}

export function Failed({ cause, again }: { cause: unknown; again?: () => void }) {
  const { t } = useWords();
  const sentence = useSentence();
  return (
    <Alert color="red" icon={<CircleAlert aria-hidden />} title={t("failed.title")}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{sentence(cause)}</Text>
        {again ? (
          <Button size="xs" variant="default" onClick={again}>
            {t("failed.again")}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}

type EmptyProps = { icon: LucideIcon; title: string; hint: string; action?: ReactNode };

/** Nothing here, and what the next step would be. */
export function Empty({ icon: Icon, title, hint, action }: EmptyProps) {
  return (
    <Center py="lg">
      <Stack gap={6} align="center" maw={460}>
        <Icon aria-hidden size={32} strokeWidth={1.5} color="var(--mantine-color-dimmed)" />
        <Text fw={600} ta="center">
          {title}
        </Text>
        <Text size="sm" c="dimmed" ta="center">
          {hint}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}
