import { Alert, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { GraduationCap } from "lucide-react";
import { ButtonLink } from "../parts/links.tsx";
import { sessionQuery } from "../queries.ts";
import { useWords } from "../words.ts";
import css from "./shell.module.css";

/** In the training organisation every view says so: nothing here reaches a real person. */
export function Ribbon() {
  const { t } = useWords();
  const session = useQuery(sessionQuery);
  if (session.data?.organisation.mode !== "training") return null;
  return (
    <Alert
      color="violet"
      className={css.ribbon ?? ""}
      icon={<GraduationCap aria-hidden />}
      p="xs"
      role="note"
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ flex: "1 1 16rem" }}>
          <strong>{t("training.title")}</strong> {t("training.hint")}
        </Text>
        <ButtonLink to="/setup" size="xs" color="violet">
          {t("training.setUp")}
        </ButtonLink>
      </Group>
    </Alert>
  );
}
