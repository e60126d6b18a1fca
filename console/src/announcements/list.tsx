import { Group, Paper, Stack, Text } from "@mantine/core";
import { Languages, Megaphone, Pencil, Undo2 } from "lucide-react";
import { api } from "../api.ts";
import { IncidentPosts } from "../outlets/posts.tsx";
import { Ask } from "../parts/ask.tsx";
import { ButtonLink } from "../parts/links.tsx";
import { Empty } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { Proof } from "../proof/proof.tsx";
import type { Announcement, IncidentDetail } from "../types.ts";
import { useWords } from "../words.ts";
import { Publish } from "./publish.tsx";
import { Promised, Scheduled } from "./scheduled.tsx";
import { Translations } from "./translations.tsx";

export function Announcements({ detail }: { detail: IncidentDetail }) {
  const { t } = useWords();
  const { announcements, incident } = detail;
  const write = detail.may["announce"] ? (
    <ButtonLink
      to="/incidents/$id/announcement"
      params={{ id: incident.id }}
      leftSection={<Megaphone aria-hidden size={16} />}
    >
      {t("announcement.write")}
    </ButtonLink>
  ) : null;
  return (
    <Stack>
      <Panel title={t("announcement.all")} actions={announcements.length > 0 ? write : null}>
        {announcements.length === 0 ? (
          <Empty
            icon={Megaphone}
            title={t("announcement.none")}
            hint={t("announcement.noneHint")}
            action={write}
          />
        ) : (
          <Stack gap="sm">
            {announcements.map((announcement) => (
              <Notice key={announcement.id} announcement={announcement} />
            ))}
          </Stack>
        )}
      </Panel>
      <IncidentPosts incidentId={incident.id} />
    </Stack>
  );
}

function Notice({ announcement }: { announcement: Announcement }) {
  const { t, language } = useWords();
  const { laterLanguage: later } = announcement;
  const shown = language === later ? (language === "fr" ? "en" : "fr") : language;
  const text = announcement.texts[shown];
  return (
    <Paper withBorder p="sm" component="article">
      <Stack gap={6}>
        <Group gap="xs">
          <State kind="announcement" state={announcement.state} size="sm" />
          <State kind="severity" state={announcement.severity} size="sm" />
          <Text size="xs" c="dimmed">
            {t("announcement.updated")}{" "}
            <AtAndAgo at={announcement.publishedAt ?? announcement.updatedAt} /> ·{" "}
            {t("announcement.version", { version: announcement.version })}
          </Text>
        </Group>
        <Stack gap={6} lang={shown}>
          <Text fw={600}>{text.title}</Text>
          <Text size="sm">{text.message}</Text>
          <Text size="sm">{text.advice}</Text>
          <Text size="sm">{text.nextStep}</Text>
        </Stack>
        <Text size="xs" c="dimmed">
          {t("announcement.sourceIs", { source: announcement.source })}
          {announcement.nextUpdateAt && promising.has(announcement.state) ? (
            <>
              {" · "}
              {t("announcement.nextUpdate")} <AtAndAgo at={announcement.nextUpdateAt} />
            </>
          ) : null}
        </Text>
        <Translations announcement={announcement} />
        <Proof announcement={announcement} />
        <Promised announcement={announcement} />
        <Scheduled announcement={announcement} />
        <Group gap="xs">
          <NoticeActions announcement={announcement} />
        </Group>
      </Stack>
    </Paper>
  );
}

/** A version that was replaced or withdrawn promises nothing any more. */
const promising = new Set(["draft", "published"]);

function NoticeActions({ announcement }: { announcement: Announcement }) {
  const { t } = useWords();
  const { may: rights, findings } = announcement;
  const { id, incidentId } = announcement;
  const missing = new Set(findings.map(({ part }) => t(`announcement.part.${part}`)));
  return (
    <>
      {missing.size > 0 ? (
        <Text size="sm" w="100%">
          {t("announcement.missing", { parts: [...missing].join(", ") })}
        </Text>
      ) : null}
      {rights.edit ? (
        <ButtonLink
          to="/incidents/$id/announcement"
          params={{ id: incidentId }}
          search={{ edit: id }}
          size="xs"
          variant="default"
          leftSection={<Pencil aria-hidden size={14} />}
        >
          {t("announcement.edit")}
        </ButtonLink>
      ) : null}
      {announcement.state === "published" && announcement.laterLanguage && rights.withdraw ? (
        <ButtonLink
          to="/incidents/$id/announcement"
          params={{ id: incidentId }}
          search={{ edit: id }}
          size="xs"
          leftSection={<Languages aria-hidden size={14} />}
        >
          {t(`translation.add.${announcement.laterLanguage}`)}
        </ButtonLink>
      ) : null}
      {rights.publish ? <Publish announcement={announcement} /> : null}
      {rights.withdraw ? (
        <Ask
          label={t("announcement.withdraw")}
          size="xs"
          icon={Undo2}
          explain={t("announcement.withdrawExplain")}
          note={t("incident.reason")}
          noteRequired
          run={(reason) => api.post(`/announcements/${id}/withdrawal`, { reason })}
          done={t("announcement.withdrawn")}
          refresh={["incidents", "events", "posts"]}
        />
      ) : null}
    </>
  );
}
