import { Button, Grid, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Save, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { TextLink } from "../parts/links.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { useZone } from "../parts/when.tsx";
import type { Announcement, IncidentDetail, Severity } from "../types.ts";
import { useWords } from "../words.ts";
import { type Draft, SEVERITIES } from "./draft.ts";
import { NoticePreview } from "./preview.tsx";
import { useKeep } from "./save.ts";
import { TextsFields } from "./texts-fields.tsx";

type FormProps = { detail: IncidentDetail; first: Draft; existing?: Announcement };

export function EditorForm({ detail, first, existing }: FormProps) {
  const { t, pick } = useWords();
  const [draft, setDraft] = useState(first);
  const navigate = useNavigate();
  const { incident } = detail;
  const keep = useKeep(
    incident.id,
    existing,
    () =>
      void navigate({
        to: "/incidents/$id",
        params: { id: incident.id },
        search: { tab: "announcements" },
      }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    keep.mutate({ draft, publish: true });
  };
  return (
    <Page
      title={t(existing ? "announcement.editTitle" : "announcement.newTitle")}
      above={
        <TextLink to="/incidents/$id" params={{ id: incident.id }} size="sm">
          {pick(incident.title)}
        </TextLink>
      }
    >
      <form onSubmit={submit}>
        <Grid>
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack>
              <TextsFields texts={draft.texts} change={(texts) => setDraft({ ...draft, texts })} />
              <Facts draft={draft} change={setDraft} />
              <Group justify="flex-end">
                <Button
                  variant="default"
                  leftSection={<Save aria-hidden size={16} />}
                  loading={keep.isPending}
                  onClick={() => keep.mutate({ draft, publish: false })}
                >
                  {t("announcement.saveDraft")}
                </Button>
                <Button
                  type="submit"
                  loading={keep.isPending}
                  leftSection={<Send aria-hidden size={16} />}
                >
                  {t("announcement.publish")}
                </Button>
              </Group>
              <Text size="sm" c="dimmed" ta="right">
                {t("announcement.publishExplain")}
              </Text>
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <NoticePreview draft={draft} incidentId={incident.id} />
          </Grid.Col>
        </Grid>
      </form>
    </Page>
  );
}

function Facts({ draft, change }: { draft: Draft; change: (draft: Draft) => void }) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const over = draft.severity === "resolved";
  return (
    <Panel title={t("announcement.facts")}>
      <Grid>
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <Select
            label={t("announcement.severity")}
            allowDeselect={false}
            value={draft.severity}
            data={SEVERITIES.map((value) => ({ value, label: t(`state.severity.${value}`) }))}
            onChange={(value) => change({ ...draft, severity: severityOf(value) })}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <TextInput
            label={t("announcement.nextUpdateAt")}
            description={over ? t("announcement.noNext") : t("announcement.nextHint", { timeZone })}
            type="datetime-local"
            required={!over}
            disabled={over}
            value={over ? "" : draft.nextUpdateAt}
            onChange={(event) => change({ ...draft, nextUpdateAt: event.currentTarget.value })}
          />
        </Grid.Col>
        <Grid.Col span={12}>
          <TextInput
            label={t("announcement.source")}
            description={t("announcement.sourceHint")}
            required
            maxLength={300}
            value={draft.source}
            onChange={(event) => change({ ...draft, source: event.currentTarget.value })}
          />
        </Grid.Col>
      </Grid>
    </Panel>
  );
}

const severityOf = (value: string | null): Severity =>
  SEVERITIES.find((severity) => severity === value) ?? "degraded";
