import { Alert, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { EarOff } from "lucide-react";
import { ButtonLink } from "../parts/links.tsx";
import { At } from "../parts/when.tsx";
import { channelsQuery } from "../queries.ts";
import { useWords } from "../words.ts";
import css from "./shell.module.css";

/** When nothing is heard over any channel every view says so: it is for people to look, not for us to switch. */
export function Silence() {
  const { t } = useWords();
  const query = useQuery(channelsQuery);
  const silent = (query.data?.channels ?? []).flatMap(({ name, silentAt }) =>
    silentAt === null ? [] : [{ name, silentAt }],
  );
  const since = silent.map(({ silentAt }) => silentAt).toSorted()[0];
  if (since === undefined) return null;
  return (
    <Alert color="red" className={css.ribbon ?? ""} icon={<EarOff aria-hidden />} p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ flex: "1 1 16rem" }}>
          <strong>{t("silence.title")}</strong> {t("silence.since")} <At at={since} />
          {t("silence.hint", { channels: silent.map(({ name }) => name).join(", ") })}
        </Text>
        <ButtonLink to="/channels" size="xs" variant="default">
          {t("silence.look")}
        </ButtonLink>
      </Group>
    </Alert>
  );
}
