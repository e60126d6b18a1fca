import { Badge, Button, Group, Modal, Paper, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { MomentInput } from "../parts/moment-input.tsx";
import { Panel } from "../parts/page.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { incidentsQuery } from "../queries.ts";
import { present } from "../times.ts";
import { useWords } from "../words.ts";
import { type Forum, forumsQuery } from "./forum-queries.ts";
import { ForumQueue } from "./forum-queue.tsx";

const titleLengthMax = 200;
const usualLengthMs = 7_200_000;
const COLOURS = { scheduled: "blue", open: "teal", closed: "gray" } as const;

/** Sessions in which visitors ask and we answer in public. */
export function Forums() {
  const { t } = useWords();
  const query = useQuery(forumsQuery);
  const isAllowed = may(query.data?.may, "moderate");
  return (
    <Panel
      title={t("help.tab.forums")}
      hint={t("qa.hint")}
      actions={isAllowed ? <EditForum /> : null}
    >
      <Loaded query={query} height={240}>
        {({ forums }) =>
          forums.length === 0 ? (
            <Empty icon={MessagesSquare} title={t("qa.none")} hint={t("qa.noneHint")} />
          ) : (
            <Stack gap="sm" role="list">
              {forums.map((forum) => (
                <ForumLine key={forum.id} forum={forum} isAllowed={isAllowed} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function ForumLine({ forum, isAllowed }: { forum: Forum; isAllowed: boolean }) {
  const { t, pick, language } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const { id, state, waiting } = forum;
  return (
    <Paper withBorder p="md" role="listitem">
      <Stack gap="xs">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {pick(forum.title)}
        </Text>
        <Group gap="xs">
          <Badge variant="light" color={COLOURS[state]} tt="none">
            {t(`qa.state.${state}`)}
          </Badge>
          <Text size="sm">{t("qa.waiting", { count: waiting })}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {t("qa.opens")} <AtAndAgo at={forum.opensAt} /> · {t("qa.closes")}{" "}
          <AtAndAgo at={forum.closesAt} />
        </Text>
        <Group gap="xs">
          <Button size="xs" onClick={dialog.open}>
            {t("qa.queue")}
          </Button>
          {isAllowed ? <EditForum forum={forum} /> : null}
          <Button
            component="a"
            size="xs"
            variant="subtle"
            href={`/${language}/session/${id}`}
            target="_blank"
          >
            {t("qa.open")}
          </Button>
        </Group>
        <Modal opened={opened} onClose={dialog.close} title={pick(forum.title)} size="xl">
          {opened ? <ForumQueue id={id} /> : null}
        </Modal>
      </Stack>
    </Paper>
  );
}

function EditForum({ forum }: { forum?: Forum }) {
  const { t } = useWords();
  const label = t(forum ? "qa.edit" : "qa.add");
  return (
    <EditInDialog
      label={label}
      title={label}
      isNew={forum === undefined}
      form={(close) => <ForumForm {...(forum ? { forum } : {})} close={close} />}
    />
  );
}

type Draft = Pick<Forum, "title" | "incidentId" | "opensAt" | "closesAt">;

function draftOf(forum: Forum | undefined): Draft {
  const now = present();
  return {
    title: forum?.title ?? { fr: "", en: "" },
    incidentId: forum?.incidentId ?? null,
    opensAt: forum?.opensAt ?? new Date(now).toISOString(),
    closesAt: forum?.closesAt ?? new Date(now + usualLengthMs).toISOString(),
  };
}

function ForumForm({ forum, close }: { forum?: Forum; close: () => void }) {
  const { t, pick } = useWords();
  const [draft, setDraft] = useState(() => draftOf(forum));
  const incidents = useQuery(incidentsQuery("open")).data?.incidents ?? [];
  const keep = useAct({
    run: () => (forum ? api.put(`/forums/${forum.id}`, draft) : api.post("/forums", draft)),
    done: t("qa.kept"),
    refresh: ["forums"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TwoLanguageInputs
        label={t("qa.name")}
        maxLength={titleLengthMax}
        value={draft.title}
        change={(title) => setDraft({ ...draft, title })}
      />
      <MomentInput
        label={t("qa.opens")}
        at={draft.opensAt}
        change={(opensAt) => setDraft({ ...draft, opensAt })}
      />
      <MomentInput
        label={t("qa.closes")}
        at={draft.closesAt}
        change={(closesAt) => setDraft({ ...draft, closesAt })}
      />
      <Select
        label={t("qa.incident")}
        placeholder={t("qa.general")}
        clearable
        value={draft.incidentId}
        data={incidents.map(({ id, title }) => ({ value: id, label: pick(title) }))}
        onChange={(incidentId) => setDraft({ ...draft, incidentId })}
      />
    </KeepForm>
  );
}
