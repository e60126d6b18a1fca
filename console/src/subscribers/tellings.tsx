import { Group, Stack, Text } from "@mantine/core";
import { Bar } from "../broadcasts/bar.tsx";
import css from "../incidents/incidents.module.css";
import { TextLink } from "../parts/links.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import type { Telling } from "../types.ts";
import { useWords } from "../words.ts";

const parts = [
  { key: "accepted", look: "delivered" },
  { key: "unknown", look: "accepted" },
  { key: "failed", look: "failed" },
  { key: "skipped", look: "none" },
  { key: "open", look: "sent" },
] as const;

/** What was told last, and how many it reached. */
export function Tellings({ tellings }: { tellings: Telling[] }) {
  const { t } = useWords();
  return (
    <Panel title={t("subscribers.told")}>
      {tellings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("subscribers.toldNone")}
        </Text>
      ) : (
        <Stack component="ul" gap={0} m={0} p={0}>
          {tellings.map((telling) => (
            <Line key={telling.id} telling={telling} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function About({ telling, title }: { telling: Telling; title: string }) {
  if (telling.incidentId === null) {
    return (
      <TextLink to="/maintenance" size="sm">
        {title}
      </TextLink>
    );
  }
  return (
    <TextLink to="/incidents/$id" params={{ id: telling.incidentId }} size="sm">
      {title}
    </TextLink>
  );
}

function Line({ telling }: { telling: Telling }) {
  const { t, pick, number } = useWords();
  const shown = parts.map(({ key, look }) => ({
    key,
    look,
    count: telling[key],
    word: t(`subscribers.count.${key}`),
  }));
  const told = shown.filter(({ count }) => count > 0);
  return (
    <li className={css.task}>
      <Stack gap={4}>
        <Group justify="space-between" gap="xs">
          <Text size="sm">
            <Text span fw={600} size="sm">
              {t(`subscribers.what.${telling.what}`)}
            </Text>{" "}
            · <About telling={telling} title={pick(telling.title)} />
          </Text>
          <Text size="xs" c="dimmed">
            <Ago at={telling.createdAt} />
          </Text>
        </Group>
        <Bar total={telling.recipients} parts={shown} />
        <Text size="xs" c="dimmed">
          {t("subscribers.recipients", {
            count: telling.recipients,
            n: number(telling.recipients),
          })}
          {told.map(({ key, word, count }) => (
            <span key={key}>{` · ${number(count)} ${word}`}</span>
          ))}
        </Text>
      </Stack>
    </li>
  );
}
