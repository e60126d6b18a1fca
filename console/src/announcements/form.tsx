import { Button, Grid, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Save, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useKept } from "../parts/kept.ts";
import { KeptNotice } from "../parts/kept-notice.tsx";
import { TextLink } from "../parts/links.tsx";
import { MomentInput } from "../parts/moment-input.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { useZone } from "../parts/when.tsx";
import { present } from "../times.ts";
import type { Announcement, IncidentDetail, LintFinding, Severity } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import { AskFirst } from "./ask-first.tsx";
import { BeginWith } from "./begin-with.tsx";
import { useCheck, warningsIn } from "./check.ts";
import { type Draft, draftOf, SEVERITIES, unreadIn, withTexts } from "./draft.ts";
import { Findings } from "./findings.tsx";
import { Later } from "./later.tsx";
import { OneFirst } from "./one-first.tsx";
import { Previews } from "./preview.tsx";
import { useKeep } from "./save.ts";
import { TextsFields } from "./texts-fields.tsx";
import { Where } from "./where.tsx";

type FormProps = { detail: IncidentDetail; first: Draft; existing?: Announcement };

export function EditorForm({ detail, first, existing }: FormProps) {
  const { t, pick, language } = useWords();
  const kept = useKept(`notice.${detail.incident.id}.${existing?.id ?? "new"}`, () => first);
  const { draft, change: setDraft } = kept;
  const [offered, setOffered] = useState(existing ? null : first.texts);
  const [confirmed, setConfirmed] = useState<readonly number[]>([]);
  const [asking, setAsking] = useState(false);
  const [later, setLater] = useState<Draft["laterLanguage"]>(null);
  const navigate = useNavigate();
  const { incident } = detail;
  const check = useCheck(draft, incident.id).data;
  const findings = check?.findings ?? [];
  // The language that follows is not read before it is there; nor are the two compared.
  const warned = (without: Draft["laterLanguage"]) =>
    warningsIn(findings).filter(
      ({ code, language }) =>
        without === null || (language !== without && code !== "numbers_differ"),
    );
  const unread = (without: Draft["laterLanguage"]) =>
    unreadIn(draft, { later: without, own: language, offered });
  const keep = useKeep(incident.id, existing, () => {
    kept.forget();
    void navigate({
      to: "/incidents/$id",
      params: { id: incident.id },
      search: { tab: "announcements" },
    });
  });
  const send = (laterLanguage: Draft["laterLanguage"], checked: readonly Language[] = []) => {
    setAsking(false);
    const read = [language, ...draft.read, ...checked];
    keep.mutate({ draft: { ...draft, laterLanguage }, publish: true, confirmed, read: once(read) });
  };
  const publish = (laterLanguage: Draft["laterLanguage"]) => {
    setLater(laterLanguage);
    const asks = warned(laterLanguage).length + unread(laterLanguage).length;
    if (asks > 0) setAsking(true);
    else send(laterLanguage);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    publish(null);
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
        {kept.isBack ? <KeptNotice beginAnew={kept.beginAnew} /> : null}
        <Grid>
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack>
              <BeginWith
                incidentId={incident.id}
                begin={(words) => {
                  setOffered(words.texts);
                  setDraft({ ...draftOf(words, present()), posts: {} });
                }}
              />
              <TextsFields
                texts={draft.texts}
                change={(texts) => setDraft(withTexts(draft, texts))}
                findings={findings}
                read={draft.read}
                tick={(read) => setDraft({ ...draft, read })}
              />
              <Facts draft={draft} change={setDraft} findings={findings} />
              <Group justify="flex-end">
                <Button
                  variant="default"
                  leftSection={<Save aria-hidden size={16} />}
                  loading={keep.isPending}
                  onClick={() => keep.mutate({ draft, publish: false })}
                >
                  {t("announcement.saveDraft")}
                </Button>
                <Later
                  isPending={keep.isPending}
                  texts={draft.texts}
                  unread={unread(draft.laterLanguage)}
                  schedule={(at, checked) => {
                    const read = once([language, ...draft.read, ...checked]);
                    keep.mutate({ draft, publish: false, confirmed, at, read });
                  }}
                />
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
              <OneFirst texts={draft.texts} isPending={keep.isPending} publishWithout={publish} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack>
              <Where
                draft={draft}
                change={setDraft}
                check={check}
                confirmed={confirmed}
                confirm={setConfirmed}
                incidentId={incident.id}
              />
              <Previews draft={draft} incidentId={incident.id} />
            </Stack>
          </Grid.Col>
        </Grid>
      </form>
      <AskFirst
        opened={asking}
        findings={warned(later)}
        texts={draft.texts}
        unread={unread(later)}
        close={() => setAsking(false)}
        publish={(checked) => send(later, checked)}
      />
    </Page>
  );
}

const once = (languages: readonly Language[]): Language[] => [...new Set(languages)];

type FactsProps = {
  draft: Draft;
  change: (draft: Draft) => void;
  findings: readonly LintFinding[];
};

function Facts({ draft, change, findings }: FactsProps) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const over = draft.severity === "resolved";
  const about = (part: LintFinding["part"]) => {
    const found = findings.filter((finding) => finding.part === part);
    return found.length > 0 ? <Findings findings={found} /> : null;
  };
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
          <MomentInput
            label={t("announcement.nextUpdateAt")}
            hint={over ? t("announcement.noNext") : t("announcement.nextHint", { timeZone })}
            disabled={over}
            at={over ? "" : draft.nextUpdateAt}
            error={about("nextUpdateAt")}
            change={(nextUpdateAt) => change({ ...draft, nextUpdateAt })}
          />
        </Grid.Col>
        <Grid.Col span={12}>
          <TextInput
            label={t("announcement.source")}
            description={t("announcement.sourceHint")}
            required
            maxLength={300}
            value={draft.source}
            error={about("source")}
            onChange={(event) => change({ ...draft, source: event.currentTarget.value })}
          />
        </Grid.Col>
      </Grid>
    </Panel>
  );
}

const severityOf = (value: string | null): Severity =>
  SEVERITIES.find((severity) => severity === value) ?? "degraded";
