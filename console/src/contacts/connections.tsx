import { Badge, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CloudOff, RefreshCw } from "lucide-react";
import { may } from "../parts/act.ts";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { At } from "../parts/when.tsx";
import { useWords } from "../words.ts";
import { type OfflineSending, offlineQuery, pullsQuery } from "./connection-queries.ts";
import { Hooks } from "./hooks.tsx";
import { PullCard } from "./pull-card.tsx";
import { PullForm } from "./pull-form.tsx";

/** Where contacts come from by themselves, and what was sent when we were not there. */
export function Connections() {
  const { t } = useWords();
  return (
    <Page
      title={t("connections.title")}
      above={
        <TextLink to="/contacts" size="sm">
          {t("nav.contacts")}
        </TextLink>
      }
      below={<Text c="dimmed">{t("connections.hint")}</Text>}
    >
      <Pulls />
      <Hooks />
      <Offline />
    </Page>
  );
}

function Pulls() {
  const { t } = useWords();
  const query = useQuery(pullsQuery);
  const add = may(query.data?.may, "create") ? (
    <EditInDialog
      label={t("pull.add")}
      title={t("pull.add")}
      isNew
      form={(close) => <PullForm close={close} />}
    />
  ) : null;
  return (
    <Panel title={t("pull.title")} hint={t("pull.hint")} actions={add}>
      <Loaded query={query}>
        {({ pulls, may: rights }) =>
          pulls.length === 0 ? (
            <Empty icon={RefreshCw} title={t("pull.none")} hint={t("pull.noneHint")} />
          ) : (
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              {pulls.map((pull) => (
                <PullCard key={pull.id} pull={pull} rights={rights} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Offline() {
  const { t } = useWords();
  const query = useQuery(offlineQuery);
  return (
    <Panel title={t("offline.title")} hint={t("offline.hint")}>
      <Loaded query={query}>
        {({ sendings }) =>
          sendings.length === 0 ? (
            <Empty icon={CloudOff} title={t("offline.none")} hint={t("offline.noneHint")} />
          ) : (
            <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: "none" }}>
              {sendings.map((sending) => (
                <OfflineLine key={sending.job} sending={sending} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function OfflineLine({ sending }: { sending: OfflineSending }) {
  const { t, language, number } = useWords();
  const { people, taken, plannedBy, approvedBy, channels, texts } = sending;
  const told = { people: number(people), taken: number(taken) };
  return (
    <li>
      <Group gap="xs">
        <Text fw={600} size="sm">
          <At at={sending.startedAt} />
        </Text>
        <Text size="sm">{sending.audience || t("audience.everybody")}</Text>
        {sending.drill ? <Badge variant="light">{t("offline.drill")}</Badge> : null}
        {sending.complete ? null : <Badge color="orange">{t("offline.incomplete")}</Badge>}
      </Group>
      <Text size="sm">{t("offline.counts", told)}</Text>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {texts[language] || texts.fr || texts.en}
      </Text>
      <Text size="xs" c="dimmed">
        {t("offline.by", { plannedBy, approvedBy, channels: channels.join(", ") })}
      </Text>
    </li>
  );
}
