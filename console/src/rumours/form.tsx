import { Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { incidentsQuery } from "../queries.ts";
import { useWords } from "../words.ts";
import { RumourPreview } from "./preview.tsx";
import type { Question, Rumour, RumourContent } from "./queries.ts";
import { RumourTexts } from "./texts.tsx";

/** What is being written: a new entry, perhaps to answer a question, or one that is there. */
export type Start = { rumour: Rumour | null; question: Question | null };

const VERDICTS = ["false", "misleading", "unproven", "true"] as const;
const noText = { claim: "", answer: "", evidence: "" };

export function RumourForm({ start, close }: { start: Start; close: () => void }) {
  const { t } = useWords();
  const [content, setContent] = useState(() => contentOf(start));
  const [links, setLinks] = useState(() => content.links.join("\n"));
  const isPublic = start.rumour?.state === "published";
  const keep = useAct({
    run: () => send(start, { ...content, links: linesOf(links) }),
    done: t(isPublic ? "rumour.corrected" : "rumour.kept"),
    refresh: ["rumours", "rumour-questions", "events"],
    after: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {start.question ? (
          <Text size="sm">{t("rumour.answers", { words: start.question.words })}</Text>
        ) : null}
        <Facts content={content} change={setContent} />
        <RumourTexts texts={content.texts} change={(texts) => setContent({ ...content, texts })} />
        <Textarea
          label={t("rumour.links")}
          description={t("rumour.linksHint")}
          autosize
          minRows={2}
          value={links}
          onChange={(event) => setLinks(event.currentTarget.value)}
        />
        <RumourPreview content={content} />
        {isPublic ? <Text size="sm">{t("rumour.correctExplain")}</Text> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={keep.isPending}>
            {t(isPublic ? "rumour.correct" : "announcement.saveDraft")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type FactsProps = { content: RumourContent; change: (content: RumourContent) => void };

function Facts({ content, change }: FactsProps) {
  const { t, pick } = useWords();
  const incidents = useQuery(incidentsQuery("open")).data?.incidents ?? [];
  const choices = incidents.map(({ id, title }) => ({ value: id, label: pick(title) }));
  const { incidentId } = content;
  const isKnown = incidentId === null || choices.some(({ value }) => value === incidentId);
  return (
    <>
      <Select
        label={t("rumour.verdict")}
        allowDeselect={false}
        value={content.verdict}
        data={VERDICTS.map((value) => ({ value, label: t(`state.verdictOnRumour.${value}`) }))}
        onChange={(value) =>
          change({ ...content, verdict: VERDICTS.find((each) => each === value) ?? "unproven" })
        }
      />
      <Select
        label={t("rumour.incident")}
        placeholder={t("rumour.general")}
        clearable
        value={incidentId}
        data={
          isKnown ? choices : [...choices, { value: incidentId ?? "", label: t("rumour.closed") }]
        }
        onChange={(value) => change({ ...content, incidentId: value })}
      />
      <TextInput
        label={t("announcement.source")}
        description={t("rumour.sourceHint")}
        maxLength={200}
        value={content.source}
        onChange={(event) => change({ ...content, source: event.currentTarget.value })}
      />
    </>
  );
}

function contentOf({ rumour, question }: Start): RumourContent {
  if (rumour) {
    const { verdict, texts, links, source, incidentId } = rumour;
    return { verdict, texts, links, source, incidentId };
  }
  const texts = { fr: noText, en: noText };
  if (question) texts[question.language] = { ...noText, claim: question.words.slice(0, 300) };
  return { verdict: "unproven", texts, links: [], source: "", incidentId: null };
}

async function send({ rumour, question }: Start, content: RumourContent): Promise<unknown> {
  if (!rumour) return await api.post("/rumours", { ...content, questionId: question?.id ?? null });
  const path = `/rumours/${rumour.id}`;
  return await api.put(rumour.state === "published" ? `${path}/correction` : path, content);
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
